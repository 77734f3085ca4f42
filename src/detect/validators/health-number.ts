import { luhnSum } from './luhn.ts';
import { answer, digitsOf, type Validation, type Validator } from './validator.ts';

const MBI_BAD = answer('invalid', 0, 'a letter or digit stands where the Medicare card rules forbid it');
const MBI_SAMPLE = answer('sample', -3, 'the sample number of the Medicare card');
const MBI_VALID = answer('valid', 0, 'all eleven positions keep the Medicare card rules');
const MBI_RULE =
  /^[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9][0-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9][0-9][AC-HJKMNP-RT-Y]{2}[0-9]{2}$/;
const MBI_SAMPLES: ReadonlySet<string> = new Set(['1EG4TE5MK72', '1EG4TE5MK73']);

/**
 * Medicare Beneficiary Identifier: eleven positions C A AN N A AN N A A N N, letters without S L O I B Z, first digit 1-9; no check digit.
 * Source: CMS, Understanding the MBI format (secondary copy).
 */
export const medicareMbi: Validator = {
  chanceRate: 0.02,
  check(value: string): Validation {
    const compact = value.replace(/[^0-9A-Za-z]/g, '').toUpperCase();
    if (!MBI_RULE.test(compact)) return MBI_BAD;
    return MBI_SAMPLES.has(compact) ? MBI_SAMPLE : MBI_VALID;
  },
};

const NPI_FORM = answer('invalid', 0, 'is not ten digits that begin with 1 or 2');
const NPI_SUM = answer('invalid', 0, 'the check digit (Luhn over 80840) is wrong');
const NPI_VALID = answer('valid', 0, 'begins with 1 or 2 and the check digit (Luhn over 80840) is right');

/** National Provider Identifier: ten digits, first 1 or 2, Luhn over 80840 and the number. Source: 45 CFR 162.406 and Presidio's code. */
export const usNpi: Validator = {
  chanceRate: 0.02,
  check(value: string): Validation {
    const digits = digitsOf(value);
    if (digits.length !== 10 || (digits[0] !== '1' && digits[0] !== '2')) return NPI_FORM;
    return luhnSum(`80840${digits}`) % 10 === 0 ? NPI_VALID : NPI_SUM;
  },
};

const DEA_FORM = answer('invalid', 0, 'is not two letters (or a letter and 9) and seven digits');
const DEA_REGISTRANT = answer('invalid', 0, 'the first letter is no registrant class');
const DEA_SUM = answer('invalid', 0, 'the check digit is wrong');
const DEA_VALID = answer('valid', 0, 'registrant letter and check digit are right');

/**
 * DEA registration number: registrant letter, letter or 9, seven digits; (d1+d3+d5) + 2(d2+d4+d6) ends in d7.
 * Source: Presidio's code (medical licence recognizer); the letters from the same place.
 */
export const deaNumber: Validator = {
  chanceRate: 0.08,
  check(value: string): Validation {
    const compact = value.replace(/[^0-9A-Za-z]/g, '').toUpperCase();
    if (!/^[A-Z][A-Z9][0-9]{7}$/.test(compact)) return DEA_FORM;
    if (!'ABCDEFGHJKLMNPRSTUX'.includes(compact.charAt(0))) return DEA_REGISTRANT;
    const digit = (position: number): number => compact.charCodeAt(position + 1) - 48;
    const sum = digit(1) + digit(3) + digit(5) + 2 * (digit(2) + digit(4) + digit(6));
    return sum % 10 === digit(7) ? DEA_VALID : DEA_SUM;
  },
};
