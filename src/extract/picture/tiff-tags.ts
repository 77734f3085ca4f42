import type { RandomAccess } from '../source.ts';

/** Directories and entries looked at: a picture of many pages has one directory a page, and a hostile one has a circle. */
const DIRECTORIES_MAX = 2000;
const ENTRIES_MAX = 20_000;
const VALUE_BYTES_MAX = 1024 * 1024;

/** Field types whose values can be text (TIFF 6.0, section 2; https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf). */
const BYTE = 1;
const ASCII = 2;
const LONG = 4;
const UNDEFINED = 7;

const XMP = 700;
const IPTC = 33_723;
const PHOTOSHOP = 34_377;
/** Exif 2.32: pointers to the directories of Exif, position and interoperability, and the comment of the user. */
const SUB_DIRECTORIES = new Set([0x014a, 0x8769, 0x8825, 0xa005]);
const USER_COMMENT = 0x9286;
/** Title, comment, author, keywords and subject as Windows writes them, in UTF-16. */
const WINDOWS_FIRST = 0x9c9b;
const WINDOWS_LAST = 0x9c9f;

/** What a tag holds: words, or bytes of a kind that has a reader of its own. */
export type TagText =
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'xmp' | 'iptc' | 'photoshop'; readonly bytes: Buffer };

/** Texts of the tags of a TIFF file or of the Exif part of another picture. Ends silently where the directories do. */
export function* tiffTexts(random: RandomAccess): Generator<TagText> {
  const little = random.read(0, 2).toString('latin1') === 'II';
  const u16 = (bytes: Buffer, at: number): number => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (bytes: Buffer, at: number): number => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const start = random.read(0, 8);
  if (start.length < 8) return;
  const waiting = [u32(start, 4)];
  const seen = new Set<number>();
  let entries = 0;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (next === 0 || seen.has(next) || seen.size >= DIRECTORIES_MAX) continue;
    seen.add(next);
    const counted = random.read(next, 2);
    if (counted.length < 2) continue;
    const table = random.read(next + 2, u16(counted, 0) * 12 + 4);
    for (let at = 0; at + 12 <= table.length && entries < ENTRIES_MAX; at += 12) {
      if (at + 12 > u16(counted, 0) * 12) break;
      entries += 1;
      const [tag, type, count] = [u16(table, at), u16(table, at + 2), u32(table, at + 4)];
      if (SUB_DIRECTORIES.has(tag)) {
        if (count === 1) waiting.push(u32(table, at + 8));
        else if (count <= DIRECTORIES_MAX && type === LONG) {
          const list = random.read(u32(table, at + 8), count * 4);
          for (let item = 0; item + 4 <= list.length; item += 4) waiting.push(u32(list, item));
        }
        continue;
      }
      if (count > VALUE_BYTES_MAX || !(type === ASCII || type === BYTE || type === UNDEFINED || tag === IPTC)) continue;
      const size = type === LONG ? count * 4 : count;
      const value = size <= 4 ? table.subarray(at + 8, at + 8 + size) : random.read(u32(table, at + 8), size);
      yield* textOf(tag, type, value);
    }
    if (table.length === u16(counted, 0) * 12 + 4) waiting.push(u32(table, table.length - 4));
  }
}

function* textOf(tag: number, type: number, value: Buffer): Generator<TagText> {
  if (tag === XMP) yield { kind: 'xmp', bytes: value };
  else if (tag === IPTC) yield { kind: 'iptc', bytes: value };
  else if (tag === PHOTOSHOP) yield { kind: 'photoshop', bytes: value };
  else if (tag === USER_COMMENT) yield words(userComment(value));
  else if (tag >= WINDOWS_FIRST && tag <= WINDOWS_LAST) yield words(value.toString('utf16le'));
  else if (type === ASCII) yield words(value.toString('utf8'));
}

const words = (text: string): TagText => ({ kind: 'words', words: text });

/** Eight bytes say the character set (Exif 2.32, 4.6.5). */
function userComment(value: Buffer): string {
  const set = value.toString('latin1', 0, 8);
  const text = value.subarray(8);
  return set.startsWith('UNICODE') ? utf16Of(text) : text.toString('utf8');
}

/** In the byte order in which it has fewer zeros at the even places. */
function utf16Of(bytes: Buffer): string {
  const even = bytes.subarray(0, bytes.length & ~1);
  return even.length > 1 && even[0] === 0 ? Buffer.from(even).swap16().toString('utf16le') : even.toString('utf16le');
}
