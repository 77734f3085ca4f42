import type { PdfDictionary, PdfValue } from './pdf-values.ts';
import { unsure } from './pdf-values.ts';

const DEPTH_MAX = 40;

/** What a byte is to the lexer (ISO 32000-1:2008, 7.2.2): 0 regular, 1 white space, 2 delimiter. */
export const BYTE_KINDS = new Uint8Array(256);
for (const byte of [0, 9, 10, 12, 13, 32]) BYTE_KINDS[byte] = 1;
for (const character of '()<>[]{}/%') BYTE_KINDS[character.charCodeAt(0)] = 2;

/** Value of a hexadecimal digit, 255 for any other byte. */
const HEX = new Uint8Array(256).fill(255);
for (let digit = 0; digit < 16; digit += 1) {
  const text = digit.toString(16);
  HEX[text.charCodeAt(0)] = digit;
  HEX[text.toUpperCase().charCodeAt(0)] = digit;
}

/** Where reading goes on; functions of this file move it. */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

export function skipSpace(cursor: Cursor): void {
  const { bytes } = cursor;
  let { at } = cursor;
  for (; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (BYTE_KINDS[byte] === 1) continue;
    if (byte !== 0x25) break;
    while (at < bytes.length && bytes[at] !== 10 && bytes[at] !== 13) at += 1;
  }
  cursor.at = at;
}

/** The regular characters from here on: a keyword or a number. */
export function readWord(cursor: Cursor): string {
  const { bytes, at } = cursor;
  let end = at;
  while (end < bytes.length && BYTE_KINDS[bytes[end] ?? 0] === 0) end += 1;
  cursor.at = end;
  if (end - at > 64) unsure('a long word');
  let word = '';
  for (let index = at; index < end; index += 1) word += String.fromCharCode(bytes[index] ?? 0);
  return word;
}

/** Takes the word if it stands here, after white space. */
export function takeWord(cursor: Cursor, word: string): boolean {
  skipSpace(cursor);
  const start = cursor.at;
  if (readWord(cursor) === word) return true;
  cursor.at = start;
  return false;
}

/** One object. @throws UnsureReading where it is not written as the standard says */
export function readValue(cursor: Cursor, depth = 0): PdfValue {
  if (depth > DEPTH_MAX) unsure('objects nested deeply');
  skipSpace(cursor);
  const { bytes, at } = cursor;
  const byte = bytes[at];
  switch (byte) {
    case undefined:
      return unsure('the end within an object');
    case 0x2f:
      return readName(cursor);
    case 0x28:
      return readLiteral(cursor);
    case 0x5b:
      return readArray(cursor, depth);
    case 0x3c:
      return bytes[at + 1] === 0x3c ? readDictionary(cursor, depth) : readHex(cursor);
    default:
      return readPlain(cursor);
  }
}

function readPlain(cursor: Cursor): PdfValue {
  const word = readWord(cursor);
  if (word === 'true') return true;
  if (word === 'false') return false;
  if (word === 'null') return null;
  const number = numberOf(word);
  return Number.isInteger(number) && number >= 0 ? (readReference(cursor, number) ?? number) : number;
}

/** The two words behind the number of an object, if it is a reference (7.3.10). */
function readReference(cursor: Cursor, number: number): PdfValue | undefined {
  const start = cursor.at;
  skipSpace(cursor);
  const first = cursor.bytes[cursor.at] ?? 0;
  if (first >= 0x30 && first <= 0x39) {
    const generation = readWord(cursor);
    if (/^\d{1,5}$/.test(generation) && takeWord(cursor, 'R'))
      return { kind: 'reference', number, generation: Number(generation) };
  }
  cursor.at = start;
  return undefined;
}

export function numberOf(word: string): number {
  if (!/^[+-]?(?:\d{1,12}\.?\d{0,20}|\.\d{1,20})$/.test(word)) unsure('a number written in an odd way');
  return Number(word);
}

export function readName(cursor: Cursor): string {
  cursor.at += 1;
  const { bytes, at } = cursor;
  let end = at;
  let escaped = false;
  while (end < bytes.length && BYTE_KINDS[bytes[end] ?? 0] === 0) {
    if (bytes[end] === 0x23) escaped = true;
    end += 1;
  }
  cursor.at = end;
  if (end - at > 256) unsure('a long name');
  const name = Buffer.from(bytes.buffer, bytes.byteOffset + at, end - at).toString('latin1');
  return escaped
    ? name.replace(/#([\da-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    : name;
}

function readArray(cursor: Cursor, depth: number): PdfValue[] {
  cursor.at += 1;
  const values: PdfValue[] = [];
  for (;;) {
    skipSpace(cursor);
    if (cursor.bytes[cursor.at] === 0x5d) break;
    values.push(readValue(cursor, depth + 1));
  }
  cursor.at += 1;
  return values;
}

function readDictionary(cursor: Cursor, depth: number): PdfDictionary {
  cursor.at += 2;
  const dictionary: PdfDictionary = new Map();
  const { bytes } = cursor;
  for (;;) {
    skipSpace(cursor);
    const byte = bytes[cursor.at];
    if (byte === 0x3e && bytes[cursor.at + 1] === 0x3e) break;
    if (byte !== 0x2f) unsure('a dictionary with a key that is no name');
    const key = readName(cursor);
    const value = readValue(cursor, depth + 1);
    if (dictionary.has(key)) unsure('a dictionary with a key twice');
    dictionary.set(key, value);
  }
  cursor.at += 2;
  return dictionary;
}

function readHex(cursor: Cursor): Uint8Array {
  const start = cursor.at;
  const length = hexInto(cursor, undefined, 0);
  const bytes = new Uint8Array(length);
  cursor.at = start;
  hexInto(cursor, bytes, 0);
  return bytes;
}

function readLiteral(cursor: Cursor): Uint8Array {
  const start = cursor.at;
  const length = literalInto(cursor, undefined, 0);
  const bytes = new Uint8Array(length);
  cursor.at = start;
  literalInto(cursor, bytes, 0);
  return bytes;
}

/** A hexadecimal string (7.3.4.3) written into `target` from `length` on. Gives the new length. */
export function hexInto(cursor: Cursor, target: Uint8Array | undefined, length: number): number {
  const { bytes } = cursor;
  let at = cursor.at + 1;
  let high = -1;
  for (; ; at += 1) {
    const byte = bytes[at];
    if (byte === undefined) return unsure('the end within a string');
    if (byte === 0x3e) break;
    const digit = HEX[byte] ?? 255;
    if (digit === 255) {
      if (BYTE_KINDS[byte] === 1) continue;
      unsure('a hexadecimal string with another sign');
    }
    if (high < 0) high = digit;
    else {
      if (target) target[length] = (high << 4) | digit;
      length += 1;
      high = -1;
    }
  }
  if (high >= 0) {
    if (target) target[length] = high << 4;
    length += 1;
  }
  cursor.at = at + 1;
  return length;
}

/** What the letters n, r, t, b and f stand for behind a backslash. */
const ESCAPED = new Map([
  [0x6e, 10],
  [0x72, 13],
  [0x74, 9],
  [0x62, 8],
  [0x66, 12],
]);

/** A literal string (7.3.4.2) written into `target` from `length` on. Gives the new length. */
export function literalInto(cursor: Cursor, target: Uint8Array | undefined, length: number): number {
  const { bytes } = cursor;
  let at = cursor.at + 1;
  let depth = 1;
  for (; ; at += 1) {
    let byte = bytes[at];
    if (byte === undefined) return unsure('the end within a string');
    if (byte === 0x28) depth += 1;
    else if (byte === 0x29) {
      depth -= 1;
      if (depth === 0) break;
    } else if (byte === 13) {
      if (bytes[at + 1] === 10) at += 1;
      byte = 10;
    } else if (byte === 0x5c) {
      at += 1;
      const next = bytes[at] ?? 0;
      if (next === 10 || next === 13) {
        if (next === 13 && bytes[at + 1] === 10) at += 1;
        continue;
      }
      if (next >= 0x30 && next <= 0x37) {
        byte = next - 0x30;
        for (let more = 0; more < 2; more += 1) {
          const digit = (bytes[at + 1] ?? 0) - 0x30;
          if (digit < 0 || digit > 7) break;
          byte = byte * 8 + digit;
          at += 1;
        }
        byte &= 0xff;
      } else byte = ESCAPED.get(next) ?? next;
    }
    if (target) target[length] = byte;
    length += 1;
  }
  cursor.at = at + 1;
  return length;
}
