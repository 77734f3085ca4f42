import { answer, digitsOf, type Validation, type Validator } from './validator.ts';

const NOT_NINE = answer('invalid', 0, 'does not have nine digits');
const BAD_AREA = answer('invalid', 0, 'area number 000, 666 or 900-999 is never assigned');
const BAD_GROUP = answer('invalid', 0, 'group number 00 is never assigned');
const BAD_SERIAL = answer('invalid', 0, 'serial number 0000 is never assigned');
const SAMPLE = answer('sample', -4, 'a published or plainly made-up sample number');
const VALID = answer('valid', 0, 'area, group and serial are in the assigned ranges');
const VALID_NEW = answer('valid', -0.2, 'area was assigned only since the randomization of 2011');

/** Numbers printed in advertisements and leaflets, and the counting sequence that forms show. */
const SAMPLES: ReadonlySet<string> = new Set(['078051120', '219099999', '457555462', '123456789', '123456780']);

/**
 * Social Security number: three-digit area, two-digit group, four-digit serial; no check digit.
 * Never assigned: area 000, 666, 900-999; group 00; serial 0000. Areas 734-749 and above 772 exist only since 2011-06-25,
 * which lowers the odds a little and rejects nothing.
 * Source: SSA POMS RM 10201.035, https://secure.ssa.gov/poms.nsf/lnx/0110201035
 */
export const usSsn: Validator = {
  chanceRate: 0.889,
  check(value: string): Validation {
    const digits = nineDigitsOf(value);
    if (digits.length !== 9) return NOT_NINE;
    const area = Number(digits.slice(0, 3));
    if (area === 0 || area === 666 || area >= 900) return BAD_AREA;
    if (digits.startsWith('00', 3)) return BAD_GROUP;
    if (digits.endsWith('0000')) return BAD_SERIAL;
    if (SAMPLES.has(digits) || isOneDigitRepeated(digits) || isRepeatedInGroups(digits)) return SAMPLE;
    return (area >= 734 && area <= 749) || area > 772 ? VALID_NEW : VALID;
  },
};

/** Spreadsheets drop leading zeros: seven or eight digits without separators stand for nine. */
function nineDigitsOf(value: string): string {
  const digits = digitsOf(value);
  return digits.length === value.length && (digits.length === 7 || digits.length === 8)
    ? digits.padStart(9, '0')
    : digits;
}

function isOneDigitRepeated(digits: string): boolean {
  for (let i = 1; i < digits.length; i += 1) if (digits[i] !== digits[0]) return false;
  return true;
}

/** `111-22-3333`, as manuals write it: each group is one digit over and over. */
function isRepeatedInGroups(digits: string): boolean {
  return /^(\d)\1\1(\d)\2(\d)\3\3\3$/.test(digits);
}

const LAST_FOUR = answer('valid', 0, 'a serial number that can be assigned');
const LAST_FOUR_ZERO = answer('invalid', 0, 'serial number 0000 is never assigned');

/** Last four digits of a Social Security number: everything but 0000. Source: as `usSsn`. */
export const ssnLastFour: Validator = {
  chanceRate: 0.9999,
  check(value: string): Validation {
    return digitsOf(value).endsWith('0000') ? LAST_FOUR_ZERO : LAST_FOUR;
  },
};
