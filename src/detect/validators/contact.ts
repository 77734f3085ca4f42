import { answer, type Validation, type Validator } from './validator.ts';

const PHONE_LENGTH = answer('invalid', 0, 'does not have ten digits');
const PHONE_AREA = answer('invalid', 0, 'no area code begins with 0 or 1');
const PHONE_EXCHANGE = answer('invalid', 0, 'no exchange begins with 0 or 1');
const PHONE_UNUSED = answer('valid', -1.2, 'its area code or exchange is not in use');
const PHONE_FICTION = answer('valid', -0.3, 'a number of the kind kept for fiction');
const PHONE_VALID = answer('valid', 0, 'area code and exchange keep the North American rules');
const PHONE_ABROAD = answer('valid', 0, 'a country code and a possible length');

/**
 * Telephone number. North America: area code and exchange begin with 2-9; N11, 37X and 96X are not in use. With a plus sign and
 * another country code: 8 to 15 digits.
 * Sources: North American Numbering Plan, https://www.nanpa.com (from general knowledge); ITU-T E.164 (length).
 */
export const nanpPhone: Validator = {
  chanceRate: 0.6,
  check(value: string): Validation {
    const extension = extensionAt(value);
    const end = extension > 6 ? extension : value.length;
    let number = 0;
    let length = 0;
    for (let i = 0; i < end; i += 1) {
      const digit = value.charCodeAt(i) - 0x30;
      if (digit < 0 || digit > 9) continue;
      number = number * 10 + digit;
      length += 1;
    }
    if (isAbroad(value)) return length >= 8 && length <= 15 ? PHONE_ABROAD : PHONE_LENGTH;
    // `1` or `001` before ten digits.
    if ((length === 11 || length === 13) && Math.floor(number / 1e10) === 1) {
      number -= 1e10;
      length = 10;
    }
    const exchange = Math.floor(number / 1e4) % 1000;
    if (length === 7) return checkExchange(exchange) ?? PHONE_VALID;
    if (length !== 10) return PHONE_LENGTH;
    const area = Math.floor(number / 1e7);
    if (area < 200) return PHONE_AREA;
    const found = checkExchange(exchange);
    if (found) return found;
    if (area % 100 === 11 || Math.floor(area / 10) === 37 || Math.floor(area / 10) === 96) return PHONE_UNUSED;
    return area === 555 || exchange === 555 ? PHONE_FICTION : PHONE_VALID;
  },
};

/** Where `x`, `ext` or `#` stands first; -1 where none does. */
function extensionAt(value: string): number {
  for (let i = 0; i < value.length; i += 1) {
    const code = value.charCodeAt(i);
    if ((code | 0x20) === 0x78 || (code | 0x20) === 0x65 || code === 0x23) return i;
  }
  return -1;
}

/** A plus sign and another country code than 1. */
function isAbroad(value: string): boolean {
  const plus = value.charCodeAt(0) === 0x28 ? 1 : 0;
  return value.charCodeAt(plus) === 0x2b && value.charCodeAt(plus + 1) !== 0x31;
}

function checkExchange(exchange: number): Validation | undefined {
  if (exchange < 200) return PHONE_EXCHANGE;
  return exchange % 100 === 11 ? PHONE_UNUSED : undefined;
}

const EMAIL_FILE = answer('invalid', 0, 'ends like a file name');
const EMAIL_FORM = answer('invalid', 0, 'is not a well-formed address');
const EMAIL_SAMPLE = answer('valid', -1, 'a domain kept for examples');
const EMAIL_VALID = answer('valid', 0, 'a well-formed address');
const FILE_ENDINGS: ReadonlySet<string> = new Set(
  'png jpg jpeg gif svg webp js mjs cjs ts tsx jsx css scss less html json map md txt py rb go rs java class vue woff woff2 ttf eot'.split(
    ' ',
  ),
);

/** E-mail address: RFC 5321 lengths, dots in their places, no file ending in place of the top domain. Source: RFC 5321 section 4.5.3.1, RFC 2606 (example domains). */
export const emailAddress: Validator = {
  chanceRate: 0.5,
  check(value: string): Validation {
    const at = value.lastIndexOf('@');
    const local = value.slice(0, at);
    const domain = value.slice(at + 1).toLowerCase();
    if (at < 1 || local.length > 64 || domain.length > 255) return EMAIL_FORM;
    if (local.startsWith('.') || local.endsWith('.') || value.includes('..') || domain.startsWith('-'))
      return EMAIL_FORM;
    const top = domain.slice(domain.lastIndexOf('.') + 1);
    if (FILE_ENDINGS.has(top)) return EMAIL_FILE;
    return /(^|\.)example(\.(com|org|net))?$|\.(test|invalid|localhost)$/.test(domain) ? EMAIL_SAMPLE : EMAIL_VALID;
  },
};

const IP_FORM = answer('invalid', 0, 'a part is larger than 255 or has a leading zero');
const IP_SPECIAL = answer('sample', -2, 'an address kept for documentation, this host or everybody');
const IP_VALID = answer('valid', 0, 'all four parts lie in 0-255');
const IP6_FORM = answer('invalid', 0, 'does not have the groups of an IPv6 address');
const IP6_VALID = answer('valid', 0, 'has the groups of an IPv6 address');

/** IP address, version 4 or 6. Sources: RFC 791, RFC 4291; RFC 5737 and RFC 6890 (special addresses). */
export const ipAddress: Validator = {
  chanceRate: 0.2,
  check(value: string): Validation {
    return value.includes(':') ? checkVersion6(value) : checkVersion4(value);
  },
};

function checkVersion4(value: string): Validation {
  const parts = value.split('.');
  if (parts.length !== 4) return IP_FORM;
  for (const part of parts) if (Number(part) > 255 || (part.length > 1 && part.startsWith('0'))) return IP_FORM;
  const isSpecial = /^(0\.|127\.|255\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|169\.254\.)/.test(value);
  return isSpecial ? IP_SPECIAL : IP_VALID;
}

function checkVersion6(value: string): Validation {
  const halves = value.split('::');
  if (halves.length > 2) return IP6_FORM;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (!groups.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return IP6_FORM;
  const isWhole = halves.length === 1 ? groups.length === 8 : groups.length >= 2 && groups.length <= 7;
  return isWhole ? IP6_VALID : IP6_FORM;
}
