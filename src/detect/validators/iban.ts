import { answer, type Validation, type Validator } from './validator.ts';

const NO_COUNTRY = answer('invalid', 0, 'no country has this code, or it is too short for one');
const BAD_SUM = answer('invalid', 0, 'the check digits (mod 97) are wrong');
const VALID = answer('valid', 0, 'country, length and check digits (mod 97) are right');
/** Mistyped and made-up ones: with a label they are worth a look, by themselves they are nothing. */
const ODD_LENGTH = answer('valid', -4.5, 'it has another length than the numbers of its country');

/** Length of an IBAN by country. Source: SWIFT IBAN registry, from general knowledge of its public table. */
const LENGTHS: ReadonlyMap<string, number> = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 ' +
    'FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 ' +
    'LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 ' +
    'RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

const SHORTEST = 15;

/**
 * International Bank Account Number: country, two check digits, account; mod-97 remainder is 1.
 * Source: ISO 13616-1, ISO/IEC 7064 (MOD 97-10).
 */
export const iban: Validator = {
  chanceRate: 0.01,
  check(value: string): Validation {
    const compact = value.replace(/[^0-9A-Za-z]/g, '').toUpperCase();
    const length = LENGTHS.get(compact.slice(0, 2));
    if (length === undefined || compact.length < SHORTEST) return NO_COUNTRY;
    let remainder = 0;
    for (const character of compact.slice(4) + compact.slice(0, 4)) {
      const number = Number.parseInt(character, 36);
      remainder = (remainder * (number > 9 ? 100 : 10) + number) % 97;
    }
    if (remainder !== 1) return BAD_SUM;
    return length === compact.length ? VALID : ODD_LENGTH;
  },
};
