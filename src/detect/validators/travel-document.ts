import { answer, type Validation, type Validator } from './validator.ts';

const FORM = answer('invalid', 0, 'is not a second line of a machine-readable passport page');
const SUM = answer('invalid', 0, 'a check digit of the machine-readable zone is wrong');
const VALID = answer('valid', 6, 'the check digits of the machine-readable zone are right');
const LINE = /^[A-Z0-9<]{9}[0-9][A-Z<]{3}[0-9]{6}[0-9][MFX<][0-9]{6}[0-9][A-Z0-9<]{14}[0-9<][0-9]$/;

/**
 * Second line of a passport's machine-readable zone (44 characters): document number, birth date and expiry, each with a check
 * digit by weights 7-3-1 modulo 10, and one over all. Source: ICAO Doc 9303 part 4, https://www.icao.int/publications/doc-series/doc-9303
 */
export const passportMrz: Validator = {
  chanceRate: 0.0001,
  check(value: string): Validation {
    const line = value.replace(/\s/g, '').toUpperCase();
    if (!LINE.test(line)) return FORM;
    const isRight =
      hasDigit(line.slice(0, 9), line.charAt(9)) &&
      hasDigit(line.slice(13, 19), line.charAt(19)) &&
      hasDigit(line.slice(21, 27), line.charAt(27)) &&
      hasDigit(line.slice(0, 10) + line.slice(13, 20) + line.slice(21, 43), line.charAt(43));
    return isRight ? VALID : SUM;
  },
};

function hasDigit(field: string, digit: string): boolean {
  let sum = 0;
  for (let i = 0; i < field.length; i += 1) {
    const character = field.charAt(i);
    const worth = character === '<' ? 0 : Number.parseInt(character, 36);
    sum += worth * ([7, 3, 1][i % 3] ?? 0);
  }
  return String(sum % 10) === digit;
}

const RECEIPT_OFFICE = answer('invalid', 0, 'the first three letters are no USCIS service center');
const RECEIPT_VALID = answer('valid', 0, 'the first three letters are a USCIS service center');
const OFFICES: ReadonlySet<string> = new Set('EAC WAC LIN SRC MSC NBC YSC IOE TSC VSC NSC CSC'.split(' '));

/** USCIS receipt number: service center and ten digits; no known check digit. Source: legalclarity.org (form, secondary); centers from general knowledge. */
export const uscisReceipt: Validator = {
  chanceRate: 0.0007,
  check(value: string): Validation {
    return OFFICES.has(value.slice(0, 3).toUpperCase()) ? RECEIPT_VALID : RECEIPT_OFFICE;
  },
};

const PASSPORT_SAME = answer('invalid', 0, 'hardly any different digits');
const PASSPORT_VALID = answer('valid', 0, 'has the form of a passport number');

/** United States passport number, nine digits or a letter and eight; no check digit: only monotonous values are refused. An MRZ line is checked by ICAO Doc 9303. */
export const usPassport: Validator = {
  chanceRate: 0.99,
  check(value: string): Validation {
    if (value.length >= 40) return passportMrz.check(value);
    return new Set(value.replace(/[^0-9]/g, '')).size < 2 ? PASSPORT_SAME : PASSPORT_VALID;
  },
};
