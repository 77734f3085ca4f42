const THREE_TWO_FOUR = /(?<!\d)\d{3}([\s._‐-―−-])\d{2}[\s._‐-―−-](\d{4})(?!\d)/gu;
/** Area, group and serial as SSA assigns them: https://www.ssa.gov/employer/randomization.html */
const NINE_DIGITS = /(?<!\d)(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}(?!\d)/g;
const CARD = /(?<!\d)\d(?:[ .-]?\d){12,18}(?!\d)/g;

/**
 * A name from outside (file, archive member, sheet, column) with the numbers hidden that could be an SSN or a payment card, but
 * for their last four digits. Names travel and are kept where values never are, so they go through this. Pure, and done twice
 * it changes nothing more.
 */
export function maskIdentifierShapes(text: string): string {
  return text
    .replace(CARD, (shape) =>
      isCardNumber(shape) ? `${shape.slice(0, -4).replace(/\d/g, '#')}${shape.slice(-4)}` : shape,
    )
    .replace(THREE_TWO_FOUR, '###$1##$1$2')
    .replace(NINE_DIGITS, (shape) => `#####${shape.slice(-4)}`);
}

/** Luhn (ISO/IEC 7812-1), and not a time stamp such as 20240318093055. */
function isCardNumber(shape: string): boolean {
  const digits = shape.replace(/\D/g, '');
  if (/^20\d\d[01]\d[0-3]\d[0-2]\d/.test(digits)) return false;
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = digit * 2;
    sum += at % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
