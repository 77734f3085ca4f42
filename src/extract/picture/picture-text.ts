import { inflateSync } from 'node:zlib';
import type { Extracted, Place } from '../../model/index.ts';
import { inPart, textBlocks } from '../blocks.ts';
import { imageKind } from '../images.ts';
import type { Budget } from '../limits.ts';
import { createPlainPartReader } from '../ooxml/plain-part.ts';
import type { RandomAccess } from '../source.ts';
import { bufferRandomAccess } from '../source.ts';
import { type TagText, tiffTexts } from './tiff-tags.ts';

/** Packed texts of a PNG are unpacked up to this size. */
const TEXT_BYTES_MAX = 1024 * 1024;
const EXIF = 'Exif\0\0';
const JPEG_XMP = 'http://ns.adobe.com/xap/1.0/\0';
const PHOTOSHOP = 'Photoshop 3.0\0';
const PNG_XMP = 'XML:com.adobe.xmp';
/** Bytes of the names of the sets of IPTC that hold structure and no words (IIM 4.2, record 1, and record 2:00). */
const IPTC_RESOURCE = 0x0404;

/** What an editor keeps on the history and the parts of a picture: numbers that nobody wrote. */
const NO_WORDS = new Set([
  'xmpMM:History',
  'xmpMM:DerivedFrom',
  'xmpMM:Ingredients',
  'xmp:Thumbnails',
  'crs:ToneCurve',
]);
const XMP_ATTRIBUTES = new Set([
  'dc:title',
  'dc:description',
  'photoshop:Headline',
  'photoshop:CaptionWriter',
  'photoshop:Instructions',
  'photoshop:Credit',
  'photoshop:Source',
  'Iptc4xmpCore:Location',
  'xmp:Label',
  'xmp:Nickname',
]);

/**
 * What was written about a picture into its file: titles, descriptions, authors, comments. Sources: ITU-T T.81 annex B (JPEG),
 * PNG 3rd edition clause 11.3.3, GIF89a clause 24, Exif 2.32, XMP part 3, IPTC IIM 4.2. The picture itself stays unread.
 */
export function* pictureTexts(place: Place, random: RandomAccess, budget: Budget): Generator<Extracted> {
  const lines: string[] = [];
  for (const found of textsOf(random, budget)) {
    switch (found.kind) {
      case 'words':
        lines.push(found.words);
        break;
      case 'iptc':
        lines.push(...iptcTexts(found.bytes));
        break;
      case 'photoshop':
        lines.push(...photoshopTexts(found.bytes));
        break;
      case 'xmp':
        yield* xmpTexts(place, found.bytes);
        break;
      default:
        found satisfies never;
    }
  }
  const said = [...new Set(lines.map(plain))].filter((line) => line !== '');
  if (said.length > 0) yield* textBlocks(inPart(place, 'metadata'), `${said.join('\n')}\n`);
}

function* textsOf(random: RandomAccess, budget: Budget): Generator<TagText> {
  switch (imageKind(random.read(0, 64))) {
    case 'jpeg':
      yield* jpegTexts(random, budget);
      return;
    case 'png':
      yield* pngTexts(random, budget);
      return;
    case 'gif':
      yield* gifTexts(random, budget);
      return;
    case 'webp':
      yield* webpTexts(random, budget);
      return;
    case 'tiff':
      yield* tiffTexts(random);
      return;
    default:
  }
}

/** The segments in front of the picture. */
function* jpegTexts(random: RandomAccess, budget: Budget): Generator<TagText> {
  for (let at = 2; ; ) {
    budget.checkTime();
    const header = random.read(at, 4);
    const marker = header[1] ?? 0;
    if (header.length < 4 || header[0] !== 0xff || marker === 0xda || marker === 0xd9) return;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const size = header.readUInt16BE(2);
    if (marker === 0xfe) yield words(random.read(at + 4, size - 2));
    if (marker === 0xe1 || marker === 0xed) yield* applicationTexts(random.read(at + 4, size - 2));
    at += 2 + Math.max(2, size);
  }
}

function* applicationTexts(bytes: Buffer): Generator<TagText> {
  const start = bytes.toString('latin1', 0, 32);
  if (start.startsWith(EXIF)) yield* tiffTexts(bufferRandomAccess(bytes.subarray(EXIF.length)));
  if (start.startsWith(JPEG_XMP)) yield { kind: 'xmp', bytes: bytes.subarray(JPEG_XMP.length) };
  if (start.startsWith(PHOTOSHOP)) yield { kind: 'photoshop', bytes: bytes.subarray(PHOTOSHOP.length) };
}

function* pngTexts(random: RandomAccess, budget: Budget): Generator<TagText> {
  for (let at = 8; ; ) {
    budget.checkTime();
    const header = random.read(at, 8);
    if (header.length < 8) return;
    const size = header.readUInt32BE(0);
    const name = header.toString('latin1', 4);
    if (size <= TEXT_BYTES_MAX) {
      if (name === 'eXIf') yield* tiffTexts(bufferRandomAccess(random.read(at + 8, size)));
      if (/^(?:tEXt|zTXt|iTXt)$/.test(name)) yield* pngText(name, random.read(at + 8, size));
    }
    at += 12 + size;
  }
}

/** Keyword, zero, and the text in the way of its chunk. */
function* pngText(name: string, bytes: Buffer): Generator<TagText> {
  const end = bytes.indexOf(0);
  if (end < 0) return;
  const keyword = bytes.toString('latin1', 0, end);
  if (name === 'tEXt') yield words(bytes.subarray(end + 1), 'latin1');
  else if (name === 'zTXt') yield words(inflated(bytes.subarray(end + 2)), 'latin1');
  else {
    const language = bytes.indexOf(0, end + 3);
    const translated = language < 0 ? -1 : bytes.indexOf(0, language + 1);
    if (translated < 0) return;
    const text = bytes.subarray(translated + 1);
    const said = bytes[end + 1] === 1 ? inflated(text) : text;
    yield keyword === PNG_XMP ? { kind: 'xmp', bytes: said } : words(said);
  }
}

function inflated(bytes: Buffer): Buffer {
  try {
    return inflateSync(bytes, { maxOutputLength: TEXT_BYTES_MAX });
  } catch {
    // A text that is damaged or a bomb: the picture counts as not read in any case.
    return Buffer.alloc(0);
  }
}

/** Comment extensions between the pictures. */
function* gifTexts(random: RandomAccess, budget: Budget): Generator<TagText> {
  const screen = random.read(0, 13);
  let at = 13 + colorTableBytes(screen[10] ?? 0);
  for (;;) {
    budget.checkTime();
    const start = random.read(at, 10);
    if (start[0] === 0x21) at += 2;
    else if (start[0] === 0x2c && start.length === 10) at += 11 + colorTableBytes(start[9] ?? 0);
    else return;
    const isComment = start[0] === 0x21 && start[1] === 0xfe;
    const pieces: Buffer[] = [];
    for (let size = random.read(at, 1)[0] ?? 0; size > 0; size = random.read(at, 1)[0] ?? 0) {
      if (isComment && pieces.length < TEXT_BYTES_MAX / 255) pieces.push(Buffer.from(random.read(at + 1, size)));
      at += 1 + size;
      if (pieces.length === 0) budget.checkTime();
    }
    at += 1;
    if (isComment) yield words(Buffer.concat(pieces));
  }
}

const colorTableBytes = (flags: number): number => ((flags & 0x80) !== 0 ? 3 << ((flags & 7) + 1) : 0);

function* webpTexts(random: RandomAccess, budget: Budget): Generator<TagText> {
  for (let at = 12; ; ) {
    budget.checkTime();
    const header = random.read(at, 8);
    if (header.length < 8) return;
    const size = header.readUInt32LE(4);
    const name = header.toString('latin1', 0, 4);
    if (size <= TEXT_BYTES_MAX) {
      if (name === 'EXIF') yield* tiffTexts(bufferRandomAccess(exifOf(random.read(at + 8, size))));
      if (name === 'XMP ') yield { kind: 'xmp', bytes: random.read(at + 8, size) };
    }
    at += 8 + size + (size & 1);
  }
}

/** Some programs keep the mark of a JPEG segment in front. */
const exifOf = (bytes: Buffer): Buffer =>
  bytes.toString('latin1', 0, EXIF.length) === EXIF ? bytes.subarray(EXIF.length) : bytes;

/** Resources of Photoshop; the one with the fields of the IPTC matters. */
function* photoshopTexts(bytes: Buffer): Generator<string> {
  for (let at = 0; at + 12 <= bytes.length && bytes.toString('latin1', at, at + 4) === '8BIM'; ) {
    const id = bytes.readUInt16BE(at + 4);
    const name = (bytes[at + 6] ?? 0) + 1;
    const sizeAt = at + 6 + name + (name & 1);
    if (sizeAt + 4 > bytes.length) return;
    const size = bytes.readUInt32BE(sizeAt);
    if (id === IPTC_RESOURCE) yield* iptcTexts(bytes.subarray(sizeAt + 4, sizeAt + 4 + size));
    at = sizeAt + 4 + size + (size & 1);
  }
}

function* iptcTexts(bytes: Buffer): Generator<string> {
  for (let at = 0; at + 5 <= bytes.length && bytes[at] === 0x1c; ) {
    const [record, set, size] = [bytes[at + 1], bytes[at + 2], bytes.readUInt16BE(at + 3)];
    if (record === 2 && set !== 0) yield bytes.toString('utf8', at + 5, at + 5 + size);
    at += 5 + size;
  }
}

function* xmpTexts(place: Place, bytes: Buffer): Generator<Extracted> {
  const reader = createPlainPartReader(place, 'metadata', { skip: NO_WORDS, attributes: XMP_ATTRIBUTES });
  reader.write(bytes.toString('utf8'));
  reader.end();
  yield* reader.take();
}

const words = (bytes: Buffer, encoding: 'utf8' | 'latin1' = 'utf8'): TagText => ({
  kind: 'words',
  words: bytes.toString(encoding),
});

/** Without what fills a field of fixed length. */
const plain = (text: string): string => text.replace(/[\0-\x08\x0b-\x1f\ufffd]+/g, ' ').trim();
