import { answer, digitsOf, type Validation, type Validator } from './validator.ts';

const BAD_PREFIX = answer('invalid', 0, 'the first two digits are no Federal Reserve district');
const BAD_SUM = answer('invalid', 0, 'the routing check digit is wrong');
const ONE_DIGIT = answer('invalid', 0, 'hardly any different digits');
const VALID = answer('valid', 0, 'Federal Reserve district and routing check digit are right');

/**
 * ABA routing transit number: nine digits; first two 00-12, 21-32, 61-72 or 80; weights 3-7-1 sum to a multiple of ten.
 * Source: ABA routing number policy as restated at netipedia.com, python-stdnum and Presidio (secondary).
 */
export const abaRouting: Validator = {
  chanceRate: 0.038,
  check(value: string): Validation {
    const digits = digitsOf(value);
    if (digits.length !== 9) return BAD_PREFIX;
    const prefix = Number(digits.slice(0, 2));
    const isDistrict =
      prefix <= 12 || (prefix >= 21 && prefix <= 32) || (prefix >= 61 && prefix <= 72) || prefix === 80;
    if (!isDistrict) return BAD_PREFIX;
    let sum = 0;
    for (let i = 0; i < 9; i += 1) sum += (digits.charCodeAt(i) - 48) * ([3, 7, 1][i % 3] ?? 0);
    if (sum % 10 !== 0) return BAD_SUM;
    return new Set(digits).size < 2 ? ONE_DIGIT : VALID;
  },
};
