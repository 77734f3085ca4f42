import RE2 from 're2';
import type { CompiledPattern } from './compiled-pattern.ts';
import type { ShapeMatch } from './finder.ts';

/** Letters that programs which read scanned pages take for digits, and the digits they were. */
const CONFUSED: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  Q: '0',
  D: '0',
  I: '1',
  l: '1',
  '|': '1',
  '!': '1',
  Z: '2',
  S: '5',
  s: '5',
  B: '8',
};

/** A token of digits and such letters; that it holds both is looked at afterwards. */
export const CONFUSED_TOKEN = '[0-9OoQDIl|!ZSsB]{2,6}(?:[- .]?[0-9OoQDIl|!ZSsB]{2,6}){1,5}';

/** A long token with such a letter between digits: what a window must hold to be looked at. */
export const CONFUSED_TOKEN_SHAPE =
  '(?:^|[^0-9A-Za-z])(?:[OoQDIl|!ZSsB]?[0-9][0-9 .-]{0,12}[OoQDIl|!ZSsB][0-9OoQDIl|!ZSsB .-]{3,16}|[OoQDIl|!ZSsB][0-9][0-9OoQDIl|!ZSsB .-]{5,16})(?:[^0-9A-Za-z]|$)';

/** Finder of tokens behind the labels of a pattern. `lead` is labels and gap. */
export function ocrFinder(lead: string): RE2 {
  return new RE2(`${lead}[^0-9A-Za-z]${CONFUSED_TOKEN}`, 'gu');
}

const TOKEN_AT_END = new RE2(`${CONFUSED_TOKEN}$`, 'u');

/**
 * Values behind a label in which letters stand for digits (`SSN 4I9-87-41OO`). Only behind a label, only where at least two
 * thirds are digits already, and only where the digits make a shape of the pattern.
 */
export function ocrMatches(pattern: CompiledPattern, bytes: Uint8Array, text: string): ShapeMatch[] {
  const finder = pattern.ocr?.();
  if (!finder) return [];
  const matches: ShapeMatch[] = [];
  finder.lastIndex = 0;
  while (finder.lastIndex < text.length && finder.test(bytes)) {
    const end = finder.lastIndex;
    const from = Math.max(0, end - 44);
    const start = from + text.slice(from, end).search(TOKEN_AT_END);
    if (start < from) continue;
    const token = text.slice(start, end);
    const readAs = readAsDigits(token);
    const shape = readAs === token ? undefined : pattern.cell(readAs, true);
    if (shape) matches.push({ shape, start, end, readAs });
  }
  finder.lastIndex = 0;
  return matches;
}

/** The token with confused letters as digits; unchanged when it has none or too many. */
export function readAsDigits(token: string): string {
  let digits = 0;
  let letters = 0;
  for (const char of token) {
    if (char >= '0' && char <= '9') digits += 1;
    else if (CONFUSED[char] !== undefined) letters += 1;
  }
  if (letters === 0 || digits < letters * 2) return token;
  return [...token].map((char) => CONFUSED[char] ?? char).join('');
}
