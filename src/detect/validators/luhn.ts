/**
 * Luhn sum of a string of ASCII digits, check digit included: divisible by 10 when the check digit is right.
 * Source: ISO/IEC 7812-1, annex B.
 */
export function luhnSum(digits: string): number {
  let sum = 0;
  let isDoubled = false;
  for (let i = digits.length - 1; i >= 0; i -= 1) {
    let digit = digits.charCodeAt(i) - 48;
    if (isDoubled) {
      digit *= 2;
      if (digit > 9) digit -= 9;
    }
    sum += digit;
    isDoubled = !isDoubled;
  }
  return sum;
}
