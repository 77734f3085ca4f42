/** Anything but plain ASCII text, or signs with which text is written another way. */
const UNUSUAL = /[%&\\=+"'`]|[^\t\n\r\x20-\x7e]/;
const ENTITIES: Readonly<Record<string, string>> = {
  nbsp: ' ',
  ndash: '-',
  mdash: '-',
  minus: '-',
  hyphen: '-',
  shy: '',
  zwnj: '',
  zwj: '',
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  amp: '&',
};
const ENCODED_LENGTH_MIN = 12;
const ENCODED = new RegExp(`(?<![\\w+/=-])[A-Za-z0-9+/_-]{${ENCODED_LENGTH_MIN},400}={0,2}(?![\\w+/=-])`, 'g');

/**
 * The text as a person or a program would read it in the end: escapes of URLs, markup, JSON, mail and UTF-7 resolved, what cannot be
 * seen taken out, digits and hyphens of all scripts in ASCII, base64 and hexadecimal that spell text spelt out behind it. The same
 * string where nothing is written another way. Pure.
 */
export function plainSpelling(text: string): string {
  const shown = UNUSUAL.test(text) ? inAscii(unescaped(text)) : text;
  if (text.length < ENCODED_LENGTH_MIN) return shown;
  const spelt: string[] = [];
  for (const [token] of shown.matchAll(ENCODED)) {
    const words = speltOut(token);
    if (words !== undefined) spelt.push(words);
  }
  return spelt.length === 0 ? shown : `${shown} ${spelt.join(' ')}`;
}

function unescaped(text: string): string {
  return text
    .replace(/^\s*=\s*"(.*)"\s*$/s, '$1')
    .replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'))
    .replace(/\\u\{?([0-9a-f]{4,5})\}?/gi, (_, hex: string) => characterOf(Number.parseInt(hex, 16)))
    .replace(/\\x([0-9a-f]{2})/gi, (_, hex: string) => characterOf(Number.parseInt(hex, 16)))
    .replace(/(?:=[0-9A-F]{2}){2,}/g, (escapes) => Buffer.from(escapes.replaceAll('=', ''), 'hex').toString('utf8'))
    .replace(/=\r?\n/g, '')
    .replace(/&#x([0-9a-f]{1,6});?/gi, (_, hex: string) => characterOf(Number.parseInt(hex, 16)))
    .replace(/&#(\d{1,7});?/g, (_, code: string) => characterOf(Number(code)))
    .replace(/&([a-z]{2,6});/gi, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole)
    .replace(/\+([A-Za-z0-9+/]{3,64})-/g, (whole, code: string) => utf7(code) ?? whole);
}

function inAscii(text: string): string {
  let plain = text.replace(/\0/g, '');
  // A backspace takes the character before it out of sight.
  for (let before = ''; before !== plain && plain.includes('\b'); ) {
    before = plain;
    plain = plain.replace(/[^\b]\x08/g, '');
  }
  return plain
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Mn}\p{Me}\u180e\x01-\x08\x0b\x0c\x0e-\x1f\x7f]/gu, '')
    .replace(/\p{Zs}/gu, ' ')
    .replace(/\p{Pd}|\u2212/gu, '-')
    .replace(/\p{Nd}/gu, asciiDigit);
}

/** Digits of a script stand one after the other, from zero to nine. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  if (code < 0x80) return digit;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value % 10);
}

function utf7(code: string): string | undefined {
  const bytes = Buffer.from(code, 'base64');
  if (bytes.length < 2 || bytes.length % 2 !== 0) return undefined;
  const text = Buffer.from(bytes).swap16().toString('utf16le');
  return /^[\x20-\x7e]+$/.test(text) ? text : undefined;
}

function speltOut(token: string): string | undefined {
  for (const encoding of /^(?:[0-9a-f]{2})+$/i.test(token) ? (['hex', 'base64'] as const) : (['base64'] as const)) {
    const text = Buffer.from(token, encoding).toString('latin1');
    if (text.length >= 8 && /^[\x20-\x7e]+$/.test(text) && /\d{2}|[A-Za-z]{3}/.test(text)) return text;
  }
  return undefined;
}

function characterOf(code: number): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}
