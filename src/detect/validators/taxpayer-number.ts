import { answer, digitsOf, type Validation, type Validator } from './validator.ts';

const NOT_NINE_SERIES = answer('invalid', 0, 'does not have nine digits that begin with 9');
const ITIN_VALID = answer('valid', 0, 'begins with 9 and its fourth and fifth digits are in an ITIN range');
const ITIN_RANGE = answer('invalid', 0, 'fourth and fifth digits are outside 50-65, 70-88, 90-92 and 94-99');
const ATIN_VALID = answer('valid', 0, 'begins with 9 and has 93 as fourth and fifth digits');
const ATIN_RANGE = answer('invalid', 0, 'fourth and fifth digits are not 93');

function groupOfNineSeries(value: string): number | undefined {
  const digits = digitsOf(value);
  return digits.length === 9 && digits.startsWith('9') ? Number(digits.slice(3, 5)) : undefined;
}

/**
 * Individual Taxpayer Identification Number: 9XX-ZZ-XXXX, ZZ in 50-65, 70-88, 90-92, 94-99; no check digit.
 * Source: IRS manual as quoted by support.taxslayerpro.com (secondary).
 */
export const usItin: Validator = {
  chanceRate: 0.044,
  check(value: string): Validation {
    const group = groupOfNineSeries(value);
    if (group === undefined) return NOT_NINE_SERIES;
    const inRange =
      (group >= 50 && group <= 65) || (group >= 70 && group <= 88) || (group >= 90 && group <= 92) || group >= 94;
    return inRange ? ITIN_VALID : ITIN_RANGE;
  },
};

/** Adoption Taxpayer Identification Number: 9XX-93-XXXX; no check digit. Source: as `usItin`. */
export const usAtin: Validator = {
  chanceRate: 0.001,
  check(value: string): Validation {
    const group = groupOfNineSeries(value);
    if (group === undefined) return NOT_NINE_SERIES;
    return group === 93 ? ATIN_VALID : ATIN_RANGE;
  },
};

const EIN_NOT_NINE = answer('invalid', 0, 'does not have nine digits');
const EIN_PREFIX = answer('invalid', 0, 'the first two digits are no prefix of the IRS');
const EIN_VALID = answer('valid', 0, 'the first two digits are a prefix of the IRS');

const UNUSED_EIN_PREFIXES: ReadonlySet<string> = new Set(
  '00 07 08 09 17 18 19 28 29 49 69 70 78 79 89 96 97'.split(' '),
);

/**
 * Employer Identification Number: PP-NNNNNNN with 83 prefixes in use; no check digit.
 * Source: copy of the IRS prefix page at cdssolutions.org, set-equal to python-stdnum (secondary).
 */
export const usEin: Validator = {
  chanceRate: 0.83,
  check(value: string): Validation {
    const digits = digitsOf(value);
    if (digits.length !== 9) return EIN_NOT_NINE;
    return UNUSED_EIN_PREFIXES.has(digits.slice(0, 2)) ? EIN_PREFIX : EIN_VALID;
  },
};
