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

const TEST_NUMBER = answer('sample', -2.5, 'a test number that card networks or processors publish');

/** Numbers that networks and processors print in their manuals for trying a system out. They belong to nobody. */
const TEST_NUMBERS: ReadonlySet<string> = new Set(
  (
    '4111111111111111 4012888888881881 4242424242424242 4000056655665556 4222222222222 4007000000027 4000000000000002 4917610000000000 ' +
    '5555555555554444 5105105105105100 5200828282828210 5424000000000015 2223003122003222 2223000048400011 ' +
    '378282246310005 371449635398431 378734493671000 340000000000009 370000000000002 ' +
    '6011111111111117 6011000990139424 6011000000000012 6011981111111113 30569309025904 38520000023237 36227206271667 ' +
    '38000000000006 30000000000004 3530111333300000 3566002020360505 3088000000000017 5610591081018250 6331101999990016 76009244561 5019717010103742'
  ).split(' '),
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
    if (TEST_NUMBERS.has(digits) || isRoundNumber(digits)) return TEST_NUMBER;
    return fit === 'usual' ? VALID : VALID_LEGACY;
  },
};

/** Dankort, Bankcard, Maestro, Switch, UnionPay: seen in American files now and then. From general knowledge. */
function isDebitScheme(two: number, four: number, six: number): boolean {
  const isNamed = four === 5019 || four === 5610 || six === 633110 || four === 6304 || four === 6759;
  return isNamed || two === 62 || (four >= 5018 && four <= 5038) || (four >= 6761 && four <= 6763);
}

/** `4000000000000002`: a prefix, nothing but zeros, and what the check digit needs. */
function isRoundNumber(digits: string): boolean {
  return /^\d{1,6}0{8,}\d{1,2}$/.test(digits);
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
