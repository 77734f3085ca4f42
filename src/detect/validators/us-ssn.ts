import { answer, digitsOf, type Validation, type Validator } from './validator.ts';

const NOT_NINE = answer('invalid', 0, 'does not have nine digits');
const BAD_AREA = answer('invalid', 0, 'area number 000, 666 or 900-999 is never assigned');
const BAD_GROUP = answer('invalid', 0, 'group number 00 is never assigned');
const BAD_SERIAL = answer('invalid', 0, 'serial number 0000 is never assigned');
const SAMPLE = answer('sample', -4, 'a published or plainly made-up sample number');
const VALID = answer('valid', 0, 'area, group and serial are in the assigned ranges');
const VALID_NEW = answer('valid', -0.2, 'area was assigned only since the randomization of 2011');

/** Numbers printed in advertisements and leaflets, and the counting sequence that forms show. */
const SAMPLES: ReadonlySet<number> = new Set([78051120, 219099999, 457555462, 123456789, 123456780]);

/**
 * Social Security number: three-digit area, two-digit group, four-digit serial; no check digit.
 * Never assigned: area 000, 666, 900-999; group 00; serial 0000. Areas 734-749 and above 772 exist only since 2011-06-25,
 * which lowers the odds a little and rejects nothing.
 * Source: SSA POMS RM 10201.035, https://secure.ssa.gov/poms.nsf/lnx/0110201035
 */
export const usSsn: Validator = {
  chanceRate: 0.889,
  check(value: string): Validation {
    let number = 0;
    let length = 0;
    for (let i = 0; i < value.length; i += 1) {
      const digit = value.charCodeAt(i) - 0x30;
      if (digit < 0 || digit > 9) continue;
      number = number * 10 + digit;
      length += 1;
      if (length > 9) return NOT_NINE;
    }
    // Spreadsheets drop leading zeros: seven or eight digits without separators stand for nine.
    if (length !== 9 && !(length === value.length && (length === 7 || length === 8))) return NOT_NINE;
    const area = Math.floor(number / 1_000_000);
    const group = Math.floor(number / 10_000) % 100;
    const serial = number % 10_000;
    if (area === 0 || area === 666 || area >= 900) return BAD_AREA;
    if (group === 0) return BAD_GROUP;
    if (serial === 0) return BAD_SERIAL;
    if (SAMPLES.has(number) || isRepeatedInGroups(area, group, serial)) return SAMPLE;
    return (area >= 734 && area <= 749) || area > 772 ? VALID_NEW : VALID;
  },
};

/** `111-22-3333`, as manuals write it: each group is one digit over and over. */
function isRepeatedInGroups(area: number, group: number, serial: number): boolean {
  return area % 111 === 0 && group % 11 === 0 && serial % 1111 === 0;
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
