import type { Cursor } from './pdf-lexer.ts';
import { BYTE_KINDS, hexInto, literalInto, readName, readWord, skipSpace } from './pdf-lexer.ts';
import { unsure } from './pdf-values.ts';

const ENTRIES_MAX = 70_000;

/** Character codes to UTF-16 (ISO 32000-1:2008, 9.10.3). An empty string marks a code whose character is not sure. */
export type ToUnicode = ReadonlyMap<number, string>;

const CJK_BASES = new Set(['Adobe-Korea1-UCS2', 'Adobe-Japan1-UCS2', 'Adobe-CNS1-UCS2', 'Adobe-GB1-UCS2']);

/** The mappings of one `ToUnicode` stream. @throws UnsureReading where it builds on another map or is damaged */
export function readToUnicode(bytes: Uint8Array): ToUnicode {
  const map = new Map<number, string>();
  const cursor: Cursor = { bytes, at: 0 };
  for (let before: string | undefined = ''; ; ) {
    const token = nextToken(cursor);
    if (token === undefined) return map;
    if (token === 'usecmap' || (token.startsWith('/') && CJK_BASES.has(token.slice(1))))
      unsure('a map that builds on another');
    // PDFium passes over a block that holds another number of entries than it says.
    if (token === 'beginbfchar') expectCount(before, readCharacters(cursor, map));
    else if (token === 'beginbfrange') expectCount(before, readRanges(cursor, map));
    before = token;
  }
}

function expectCount(said: string | undefined, count: number): void {
  if (said !== String(count)) unsure('a block of a map with another number of entries than it says');
}

/** A word, a name with its slash, `<` for a string or dictionary that begins, or a bracket. */
function nextToken(cursor: Cursor): string | undefined {
  skipSpace(cursor);
  const byte = cursor.bytes[cursor.at];
  if (byte === undefined) return undefined;
  if (byte === 0x2f) return `/${readName(cursor)}`;
  if (byte === 0x28) {
    literalInto(cursor, undefined, 0);
    return '(';
  }
  if (byte === 0x3c) {
    if (cursor.bytes[cursor.at + 1] === 0x3c) cursor.at += 2;
    else hexInto(cursor, undefined, 0);
    return '<';
  }
  const word = readWord(cursor);
  if (word !== '') return word;
  cursor.at += 1;
  return String.fromCharCode(byte);
}

/** The hexadecimal string that stands here, or nothing. */
function takeHex(cursor: Cursor): Uint8Array | undefined {
  skipSpace(cursor);
  if (cursor.bytes[cursor.at] !== 0x3c) return undefined;
  const start = cursor.at;
  const bytes = new Uint8Array(64);
  const length = hexInto(cursor, bytes, 0);
  // White space and a digit too few are read in another way by PDFium.
  if (
    cursor.at - start !== 2 * length + 2 ||
    cursor.bytes.subarray(start, cursor.at).some((byte) => BYTE_KINDS[byte] === 1)
  )
    unsure('an odd entry of a map');
  return length > 64 ? unsure('a long entry of a map') : bytes.subarray(0, length);
}

function codeOf(bytes: Uint8Array): number {
  if (bytes.length === 0 || bytes.length > 2) unsure('codes of odd length');
  return bytes.reduce((code, byte) => code * 256 + byte, 0);
}

/** UTF-16 of an entry; empty where it is not whole. */
function textOf(bytes: Uint8Array): string {
  if (bytes.length === 0 || bytes.length % 2 !== 0) return '';
  let text = '';
  for (let at = 0; at < bytes.length; at += 2)
    text += String.fromCharCode((bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0));
  return text;
}

function enter(map: Map<number, string>, code: number, text: string): void {
  const known = map.get(code);
  map.set(code, known === undefined || known === text ? text : '');
  if (map.size > ENTRIES_MAX) unsure('a big map');
}

function readCharacters(cursor: Cursor, map: Map<number, string>): number {
  let count = 0;
  for (; ; count += 1) {
    const source = takeHex(cursor);
    if (!source) break;
    const target = takeHex(cursor);
    if (!target) unsure('an odd map');
    enter(map, codeOf(source), textOf(target));
  }
  if (nextToken(cursor) !== 'endbfchar') unsure('an odd map');
  return count;
}

function readRanges(cursor: Cursor, map: Map<number, string>): number {
  let count = 0;
  for (; ; count += 1) {
    const low = takeHex(cursor);
    if (!low) break;
    const high = takeHex(cursor);
    if (!high || high.length !== low.length) unsure('an odd map');
    const [first, last] = [codeOf(low), codeOf(high)];
    if (first >> 8 !== last >> 8 || last < first) unsure('an odd range of a map');
    const target = takeHex(cursor);
    if (target) enterRange(map, first, last, textOf(target));
    else {
      if (nextToken(cursor) !== '[') unsure('an odd map');
      for (let code = first; code <= last; code += 1) {
        const each = takeHex(cursor);
        if (!each) unsure('an odd map');
        enter(map, code, textOf(each));
      }
      if (nextToken(cursor) !== ']') unsure('an odd map');
    }
  }
  if (nextToken(cursor) !== 'endbfrange') unsure('an odd map');
  return count;
}

function enterRange(map: Map<number, string>, first: number, last: number, text: string): void {
  const head = text.slice(0, -1);
  const unit = text.charCodeAt(text.length - 1);
  for (let code = first; code <= last; code += 1) {
    const next = unit + code - first;
    enter(map, code, text === '' || next > 0xffff ? '' : head + String.fromCharCode(next));
  }
}
