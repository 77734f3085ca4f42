import { luhnSum } from './luhn.ts';
import { answer, digitsOf, type Validation, type Validator } from './validator.ts';

const BAD_RANGE = answer('invalid', 0, 'no card network uses these first digits with this length');
const BAD_LUHN = answer('invalid', 0, 'the check digit (Luhn) is wrong');
const FEW_DIGITS = answer('invalid', 0, 'hardly any different digits');
const VALID = answer(
  'valid',
  0,
  'first digits and length belong to a card network and the check digit (Luhn) is right',
);
const VALID_LEGACY = answer(
  'valid',
  -2,
  'first digits belong to a card network, the length is rare, the check digit (Luhn) is right',
);

/**
 * Payment card number: network range, length and Luhn check digit.
 * Visa 4 (13 legacy, 16, 19) · Mastercard 51-55, 222100-272099 (16) · American Express 34, 37 (15) ·
 * Discover 6011, 622126-622925, 644-649, 65 (16, 19 rare) · Diners 300-305, 36, 38 (14) · JCB 3528-3589 (16).
 * Sources: ISO/IEC 7812-1 (Luhn); Vantiv DOC-3283 and Worldpay appendix B (ranges, secondary); JCB and the debit schemes from general knowledge.
 */
export const paymentCard: Validator = {
  chanceRate: 0.02,
  check(value: string): Validation {
    const digits = digitsOf(value);
    const fit = networkFit(digits);
    if (fit === 'none') return BAD_RANGE;
    if (luhnSum(digits) % 10 !== 0) return BAD_LUHN;
    if (new Set(digits).size < 2) return FEW_DIGITS;
    return fit === 'usual' ? VALID : VALID_LEGACY;
  },
};

/** Dankort, Bankcard, Maestro, Switch, UnionPay: seen in American files now and then. From general knowledge. */
function isDebitScheme(two: number, four: number, six: number): boolean {
  const isNamed = four === 5019 || four === 5610 || six === 633110 || four === 6304 || four === 6759;
  return isNamed || two === 62 || (four >= 5018 && four <= 5038) || (four >= 6761 && four <= 6763);
}

function networkFit(digits: string): 'usual' | 'rare' | 'none' {
  const length = digits.length;
  if (digits.startsWith('4')) return length === 16 ? 'usual' : length === 13 || length === 19 ? 'rare' : 'none';
  const six = Number(digits.slice(0, 6));
  const three = Math.floor(six / 1000);
  const two = Math.floor(six / 10000);
  if (length === 16 && ((two >= 51 && two <= 55) || (six >= 222100 && six <= 272099))) return 'usual';
  if (length === 15 && (two === 34 || two === 37)) return 'usual';
  const four = Math.floor(six / 100);
  const isDiscover = four === 6011 || (six >= 622126 && six <= 622925) || (three >= 644 && three <= 649) || two === 65;
  if (isDiscover) return length === 16 ? 'usual' : length === 19 ? 'rare' : 'none';
  if (length === 14 && ((three >= 300 && three <= 305) || two === 36 || two === 38)) return 'usual';
  if (length === 16 && four >= 3528 && four <= 3589) return 'usual';
  if (isDebitScheme(two, four, six)) return length >= 12 && length <= 19 ? 'rare' : 'none';
  return 'none';
}
