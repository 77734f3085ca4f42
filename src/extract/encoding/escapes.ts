import type { Extracted } from '../../model/index.ts';

const PERCENT = 0x25;
const AMPERSAND = 0x26;

/** An escape that is no two digits, which may stand behind a percent sign by themselves. */
const TELLING = /%[2-7][A-Fa-f]/g;
const EVERY_PERCENT_ESCAPES = /^(?:[^%]|%[0-9A-Fa-f]{2})*$/;
const WORD_END = /[\s"'<>]/;
const ESCAPE = /%([2-7][0-9A-Fa-f])/g;

/** Character references of signs that set the groups of a number apart, or a label from its value. */
const REFERENCE = /&#(?:(\d{2,4})|[xX]([0-9A-Fa-f]{2,4}));/g;
const SIGNS = new Set([...' -./:=#', '\u00a0', '\u2010', '\u2011', '\u2012', '\u2013', '\u2212']);

/**
 * Text as it was before a log, an address or an export escaped it: `ssn%3D449%2D11%2D2233`, `449&#45;11&#45;2233`. Line ends stay
 * escaped, so that places keep their line. Text without escapes comes back as it is.
 */
export function withoutEscapes(utf8: Uint8Array): Uint8Array {
  const hasPercent = utf8.includes(PERCENT);
  const hasReference =
    utf8.includes(AMPERSAND) && Buffer.from(utf8.buffer, utf8.byteOffset, utf8.length).includes('&#');
  if (!hasPercent && !hasReference) return utf8;
  const text = Buffer.from(utf8.buffer, utf8.byteOffset, utf8.length).toString('utf8');
  let plain = hasPercent ? withoutPercents(text) : text;
  if (hasReference) plain = plain.replace(REFERENCE, signOf);
  return plain === text ? utf8 : Buffer.from(plain, 'utf8');
}

/** Words in which every percent sign stands for a byte (RFC 3986, 2.1), and one of them tells that they were escaped. */
function withoutPercents(text: string): string {
  let plain = '';
  let done = 0;
  TELLING.lastIndex = 0;
  for (let match = TELLING.exec(text); match; match = TELLING.exec(text)) {
    let start = match.index;
    while (start > done && !WORD_END.test(text.charAt(start - 1))) start -= 1;
    let end = match.index + match[0].length;
    while (end < text.length && !WORD_END.test(text.charAt(end))) end += 1;
    const word = text.slice(start, end);
    plain += text.slice(done, start) + (EVERY_PERCENT_ESCAPES.test(word) ? word.replace(ESCAPE, signOfByte) : word);
    done = end;
    TELLING.lastIndex = end;
  }
  return done === 0 ? text : plain + text.slice(done);
}

const signOfByte = (_escape: string, hex: string): string => String.fromCharCode(Number.parseInt(hex, 16));

function signOf(reference: string, decimal?: string, hex?: string): string {
  const sign = String.fromCharCode(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal));
  return SIGNS.has(sign) ? sign : reference;
}

/** The same part, its running text without escapes. */
export function unescaped(part: Extracted): Extracted {
  if (part.kind !== 'text') return part;
  const utf8 = withoutEscapes(part.utf8);
  return utf8 === part.utf8 ? part : { ...part, utf8 };
}
