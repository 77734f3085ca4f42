import { lazily } from './lazily.ts';

/** What stands for characters that have no ASCII reading: in folded text every character is one ASCII byte. */
const OTHER_SYMBOL = 0x1a;
const DROP = 0;

const SPACES = [0xa0, 0x1680, 0x202f, 0x205f, 0x3000];
const HYPHENS = [0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2043, 0x2212, 0xfe58, 0xfe63, 0xff0d];
const INVISIBLE = [0xad, 0x034f, 0x061c, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2060, 0xfeff];
const QUOTES: readonly (readonly [number, string])[] = [
  [0x2018, "'"],
  [0x2019, "'"],
  [0x201a, "'"],
  [0x201b, "'"],
  [0x201c, '"'],
  [0x201d, '"'],
  [0x201e, '"'],
  [0xab, '"'],
  [0xbb, '"'],
  [0x2026, '.'],
  [0x2024, '.'],
  [0xb7, '.'],
  [0x2022, '*'],
  [0x25cf, '*'],
  [0x2116, '#'],
  [0x2044, '/'],
  [0x2215, '/'],
  [0x2502, '|'],
  [0xdf, 's'],
  [0xe6, 'a'],
  [0xc6, 'A'],
  [0xf8, 'o'],
  [0xd8, 'O'],
  [0xf0, 'd'],
  [0xd0, 'D'],
  [0xfe, 't'],
  [0xde, 'T'],
  [0x142, 'l'],
  [0x141, 'L'],
  [0x111, 'd'],
  [0x110, 'D'],
  [0x131, 'i'],
];

/** Only text beyond ASCII asks for it. */
const table = lazily(buildTable);

/**
 * The ASCII byte that a UTF-16 unit is read as; 0 means that it is left out (zero-width characters, soft hyphens, accents on
 * their own). Odd spaces and hyphens become plain ones, full-width and Arabic-Indic digits ASCII digits, accented Latin
 * letters their base letter, other letters `x` or `X`.
 */
export function foldUnit(unit: number): number {
  return table()[unit] ?? OTHER_SYMBOL;
}

function buildTable(): Uint8Array {
  const out = new Uint8Array(0x10000).fill(OTHER_SYMBOL);
  for (let unit = 0; unit < 0x80; unit += 1) out[unit] = unit;
  // NUL means "left out" in this table, and inside a value it is noise of a wrongly read UTF-16 text.
  for (let unit = 0x80; unit < 0x10000; unit += 1) {
    if (unit >= 0xd800 && unit <= 0xdfff) continue;
    out[unit] = foldOf(unit);
  }
  for (const unit of SPACES) out[unit] = 0x20;
  for (let unit = 0x2000; unit <= 0x200a; unit += 1) out[unit] = 0x20;
  for (const unit of HYPHENS) out[unit] = 0x2d;
  for (const unit of INVISIBLE) out[unit] = DROP;
  for (let unit = 0x300; unit <= 0x36f; unit += 1) out[unit] = DROP;
  for (const [unit, to] of QUOTES) out[unit] = to.charCodeAt(0);
  for (let unit = 0xff01; unit <= 0xff5e; unit += 1) if (unit !== 0xff0d) out[unit] = unit - 0xff01 + 0x21;
  for (let digit = 0; digit < 10; digit += 1)
    for (const zero of [0x660, 0x6f0, 0x966]) out[zero + digit] = 0x30 + digit;
  return out;
}

function foldOf(unit: number): number {
  if (unit < 0x250 || (unit >= 0x1e00 && unit < 0x1f00)) {
    const base = String.fromCharCode(unit).normalize('NFD').charCodeAt(0);
    if (base < 0x80) return base;
  }
  const letter = String.fromCharCode(unit);
  if (/\p{Lu}/u.test(letter)) return 0x58;
  return /\p{L}/u.test(letter) ? 0x78 : OTHER_SYMBOL;
}
