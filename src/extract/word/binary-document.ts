import type { EncryptionMethod, PlacePart } from '../../model/index.ts';
import { encryptionMethod } from '../compound/encryption.ts';

/** A stretch of a Word document's text: the body, its footnotes, headers and so on. */
export interface Story {
  readonly part: PlacePart | undefined;
  readonly text: string;
}

export type BinaryDocument =
  | { readonly encryption: EncryptionMethod }
  | { readonly stories: readonly Story[]; readonly complete: boolean };

/** Stories in the order of their characters ([MS-DOC] 2.4.1), with the place of their length in FibRgLw97. */
const STORIES: readonly (readonly [offset: number, part: PlacePart | undefined])[] = [
  [76, undefined],
  [80, 'footnote'],
  [84, 'header'],
  [88, 'field'],
  [92, 'comment'],
  [96, 'endnote'],
  [100, 'text-box'],
  [104, 'text-box'],
];

const CHARACTERS_MAX = 128 * 1024 * 1024;
const WINDOWS_1252 = new TextDecoder('windows-1252');

/**
 * Text of Word 6 to 2003 by its piece table ([MS-DOC], https://learn.microsoft.com/openspecs/office_file_formats/ms-doc).
 * Hidden and deleted text is part of it. Nothing where the file information block makes no sense.
 */
export function readBinaryDocument(
  main: Buffer,
  table0: Buffer | undefined,
  table1: Buffer | undefined,
): BinaryDocument | undefined {
  if (main.length < 68) return undefined;
  const identity = main.readUInt16LE(0);
  const flags = main.readUInt16LE(10);
  const version = main.readUInt16LE(2);
  const table = (flags & 0x0200) !== 0 ? (table1 ?? table0) : (table0 ?? table1);
  if (identity !== 0xa5ec && identity !== 0xa5dc && identity !== 0xa699) return undefined;
  if ((flags & 0x0100) !== 0) {
    const obfuscated = version < 0xc0 || (flags & 0x8000) !== 0;
    return { encryption: obfuscated ? 'XOR' : encryptionMethod(table ?? Buffer.alloc(0)) };
  }
  if (version < 0xc0 || !table) return readOldDocument(main);
  if (main.length < 426) return undefined;
  const pieces = readPieces(main, table);
  if (!pieces) return undefined;
  return { stories: splitStories(main, pieces.text), complete: pieces.complete };
}

/** Word 6 and 95 keep the text in one stretch, one byte a character. */
function readOldDocument(main: Buffer): BinaryDocument | undefined {
  const start = main.readUInt32LE(24);
  const end = main.readUInt32LE(28);
  if (start >= end || start >= main.length) return undefined;
  return {
    stories: [{ part: undefined, text: WINDOWS_1252.decode(main.subarray(start, end)) }],
    complete: end <= main.length,
  };
}

function readPieces(main: Buffer, table: Buffer): { text: string; complete: boolean } | undefined {
  const start = main.readUInt32LE(418);
  const end = Math.min(table.length, start + main.readUInt32LE(422));
  let at = start;
  while (at + 3 <= end && table[at] === 1) at += 3 + table.readUInt16LE(at + 1);
  if (at + 5 > end || table[at] !== 2) return undefined;
  const plcBytes = Math.min(table.readUInt32LE(at + 1), end - at - 5);
  const count = Math.floor((plcBytes - 4) / 12);
  if (count < 1) return undefined;
  const positions = at + 5;
  const descriptors = positions + 4 * (count + 1);
  const texts: string[] = [];
  let complete = true;
  let length = 0;
  for (let piece = 0; piece < count && length < CHARACTERS_MAX; piece += 1) {
    const from = table.readUInt32LE(positions + 4 * piece);
    const to = table.readUInt32LE(positions + 4 * piece + 4);
    const place = table.readUInt32LE(descriptors + 8 * piece + 2);
    const compressed = (place & 0x40000000) !== 0;
    const offset = compressed ? (place & 0x3fffffff) >>> 1 : place & 0x3fffffff;
    const bytes = (to - from) * (compressed ? 1 : 2);
    // A piece never holds more than the stream has behind it: claimed lengths cost nothing.
    if (to < from || offset + bytes > main.length) complete = false;
    if (to <= from || offset >= main.length) continue;
    const content = main.subarray(offset, offset + bytes);
    const text = compressed ? WINDOWS_1252.decode(content) : content.toString('utf16le');
    texts.push(text);
    length += text.length;
    if (length > main.length * 4) return { text: texts.join(''), complete: false };
  }
  return { text: texts.join(''), complete };
}

function splitStories(main: Buffer, text: string): Story[] {
  const stories: Story[] = [];
  let at = 0;
  for (const [offset, part] of STORIES) {
    const length = main.readUInt32LE(offset);
    if (length === 0 || length > text.length - at) continue;
    stories.push({ part, text: text.slice(at, at + length) });
    at += length;
  }
  if (at < text.length) stories.push({ part: stories.length === 0 ? undefined : 'hidden-text', text: text.slice(at) });
  return stories;
}
