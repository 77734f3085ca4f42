import { isUtf8 } from 'node:buffer';
import { analyse } from 'chardet';
import { looksLikeEbcdic } from './ebcdic.ts';

/** An encoding by the name that `decodeToUtf8` takes, and how it was told. */
export interface Encoding {
  readonly name: string;
  /** Bytes of a byte order mark to skip. */
  readonly markBytes: number;
  /** Statistics only: worth a note. */
  readonly guessed: boolean;
}

const MARKS: readonly (readonly [string, readonly number[]])[] = [
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** The encoding of a head of bytes, or nothing when it is not text. */
export function detectEncoding(head: Buffer, whole: boolean): Encoding | undefined {
  for (const [name, mark] of MARKS) {
    if (mark.every((byte, index) => head[index] === byte)) return { name, markBytes: mark.length, guessed: false };
  }
  // ISO-2022 announces its character sets with escape sequences and uses shift characters that are controls elsewhere.
  const announced = /\x1b\$(?:\)([AC])|([@B]))|\x1b\(J/.exec(head.subarray(0, 4096).toString('latin1'));
  if (announced && !head.includes(0)) {
    return {
      name: announced[1] === 'C' ? 'iso-2022-kr' : announced[1] === 'A' ? 'iso-2022-cn' : 'iso-2022-jp',
      markBytes: 0,
      guessed: false,
    };
  }
  const wide = wideEncoding(head);
  if (wide) return { name: wide, markBytes: 0, guessed: false };
  const complete = whole ? head : head.subarray(0, head.length - tailBytes(head));
  if (isUtf8(complete)) return controlShare(head) < 0.03 ? { name: 'utf-8', markBytes: 0, guessed: false } : undefined;
  if (controlShare(head) > 0.02)
    return looksLikeEbcdic(head) ? { name: 'cp037', markBytes: 0, guessed: true } : undefined;
  if (looksLikeEbcdic(head)) return { name: 'cp037', markBytes: 0, guessed: true };
  return { name: guessByteEncoding(head), markBytes: 0, guessed: true };
}

/** Bytes at the end that begin a UTF-8 character without ending it. */
export function tailBytes(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return wanted > back ? back : 0;
  }
  return 0;
}

/** UTF-16 and UTF-32 without a mark show as zero bytes at every second or fourth place. */
function wideEncoding(head: Buffer): string | undefined {
  const length = Math.min(head.length & ~3, 4096);
  if (length < 4) return undefined;
  const zeros = [0, 0, 0, 0];
  for (let at = 0; at < length; at += 1) if (head[at] === 0) zeros[at & 3] = (zeros[at & 3] ?? 0) + 1;
  const quarter = length / 4;
  const share = zeros.map((count) => count / quarter) as [number, number, number, number];
  const [a, b, c, d] = share;
  if (d > 0.98 && c > 0.9 && a < 0.1) return 'utf-32le';
  if (a > 0.98 && b > 0.9 && d < 0.1) return 'utf-32be';
  const even = (a + c) / 2;
  const odd = (b + d) / 2;
  if (odd > 0.5 && even < 0.05 && wideTextLooksRight(head.subarray(0, length), true)) return 'utf-16le';
  if (even > 0.5 && odd < 0.05 && wideTextLooksRight(head.subarray(0, length), false)) return 'utf-16be';
  if (isPlainWithZeros(head.subarray(0, length))) return undefined;
  // Other scripts than the Latin have few zeros: in line ends, blanks and digits.
  if (odd > 4 * even && isWriting(head.subarray(0, length), 'utf-16le')) return 'utf-16le';
  if (even > 4 * odd && isWriting(head.subarray(0, length), 'utf-16be')) return 'utf-16be';
  return undefined;
}

/** Share of bytes over 127 that writing of 16 bits has at least, where it has no controls. */
const WIDE_HIGH_SHARE_MIN = 0.2;

/** Text of bytes in which a few zeros stand, as old programs leave them: it is no writing of 16 bits. */
function isPlainWithZeros(bytes: Buffer): boolean {
  const others = bytes.filter((byte) => byte !== 0);
  if (controlShare(Buffer.from(others)) > 0.01) return false;
  return isUtf8(bytes) || others.filter((byte) => byte >= 0x80).length < WIDE_HIGH_SHARE_MIN * others.length;
}

/** Units of 16 bits below which chance may look like writing. */
const WRITING_UNITS_MIN = 16;

/** Is every unit a character that people write? One random unit in seven is none. */
function isWriting(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): boolean {
  if (bytes.length < 2 * WRITING_UNITS_MIN) return false;
  // The last unit may be the first half of a character.
  const text = new TextDecoder(encoding).decode(bytes).slice(0, -1);
  return !/[^\p{L}\p{M}\p{N}\p{P}\p{S}\p{Z}\t\n\r\f]|\ufffd/u.test(text);
}

/** Binary tables of small numbers have the same zeros, but not the same letters. */
function wideTextLooksRight(bytes: Buffer, littleEndian: boolean): boolean {
  let printable = 0;
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    const unit = littleEndian ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
    if (unit >= 32 || unit === 9 || unit === 10 || unit === 13) printable += 1;
  }
  return printable / (bytes.length / 2) > 0.95;
}

/** Share of bytes that text does not have: controls other than the usual ones. */
function controlShare(bytes: Buffer): number {
  if (bytes.length === 0) return 0;
  let controls = 0;
  for (const byte of bytes) {
    if (byte < 32 && !(byte >= 8 && byte <= 13) && byte !== 27 && byte !== 26) controls += 1;
    else if (byte === 127) controls += 1;
  }
  return controls / bytes.length;
}

/** For bytes that are not UTF-8: the most likely encoding, a Windows code page when there is little to go by. */
export function guessByteEncoding(bytes: Buffer): string {
  const sample = bytes.length > 16_384 ? sampleAroundHighBytes(bytes) : bytes;
  const best = analyse(sample).find((match) => !match.name.startsWith('UTF-'));
  const western =
    !best || best.confidence < 10 || best.name === 'ASCII' || /^(?:ISO-8859-\d+|windows-125\d)$/.test(best.name);
  // chardet has no MacRoman and no DOS pages, and takes both for others.
  const old = western ? oldLatinPage(bytes) : undefined;
  if (old) return old;
  return !best || best.confidence < 10 || best.name === 'ASCII' ? 'windows-1252' : best.name.toLowerCase();
}

function sampleAroundHighBytes(bytes: Buffer): Buffer {
  let first = bytes.findIndex((byte) => byte >= 0x80);
  if (first < 0) first = 0;
  const start = Math.max(0, first - 1024);
  return bytes.subarray(start, start + 16_384);
}

/** Accented letters of western languages in MacRoman and in DOS pages 437 and 850; in Windows pages these bytes are signs. */
const MAC_LETTERS: ReadonlySet<number> = new Set([
  0x80, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x8a, 0x8d, 0x8e, 0x8f, 0x90, 0x93, 0x96, 0x97, 0x9a, 0x9c, 0x9f,
]);
const DOS_LETTERS: ReadonlySet<number> = new Set([
  0x81, 0x82, 0x84, 0x87, 0x90, 0x94, 0x9a, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5,
]);

/** Dashes, the ellipsis and the no-break space do stand between letters in the Windows page: alone they prove nothing. */
const SIGNS_BETWEEN_LETTERS: ReadonlySet<number> = new Set([0x85, 0x96, 0x97, 0xa0]);

/** A sign of the Windows page stands between two letters only where it is a letter itself, of another page. */
function oldLatinPage(bytes: Buffer): string | undefined {
  const high = bytes.reduce((count, byte) => (byte >= 0x80 ? count + 1 : count), 0);
  const mac = lettersWithin(bytes, MAC_LETTERS);
  const dos = lettersWithin(bytes, DOS_LETTERS);
  if (Math.max(mac, dos) <= high / 2) return undefined;
  return mac > dos ? 'macintosh' : 'cp850';
}

/** Bytes of the set that stand within words; none when only one of them does, or only signs. */
function lettersWithin(bytes: Buffer, letters: ReadonlySet<number>): number {
  const isPart = (byte: number): boolean => isLetter(byte) || letters.has(byte);
  const kinds = new Set<number>();
  let count = 0;
  for (let at = 1; at + 1 < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80 || !letters.has(byte) || !isPart(bytes[at - 1] ?? 0) || !isPart(bytes[at + 1] ?? 0)) continue;
    kinds.add(byte);
    count += 1;
  }
  return kinds.size >= 2 && [...kinds].some((kind) => !SIGNS_BETWEEN_LETTERS.has(kind)) ? count : 0;
}

function isLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}
