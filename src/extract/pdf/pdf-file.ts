import type { CrossReference } from './cross-reference.ts';
import { readCrossReference } from './cross-reference.ts';
import { undoFilters } from './pdf-filters.ts';
import type { Cursor } from './pdf-lexer.ts';
import { numberOf, readValue, readWord, skipSpace, takeWord } from './pdf-lexer.ts';
import type { PdfDictionary, PdfReference, PdfStream, PdfValue } from './pdf-values.ts';
import { isBytes, isDictionary, isReference, isStream, unsure } from './pdf-values.ts';

/** One unpacked stream is never bigger. */
const STREAM_BYTES_MAX = 64 * 1024 * 1024;

/** All that is unpacked of one document, counted each time. */
const UNPACKED_BYTES_MAX = 512 * 1024 * 1024;

const REFERENCES_MAX = 20;

/** Objects of one file, read when they are asked for. All functions throw UnsureReading. */
export interface PdfFile {
  readonly bytes: Buffer;
  readonly trailer: PdfDictionary;
  /** The object behind a reference; null where there is none. */
  resolve(value: PdfValue | undefined): PdfValue;
  dictionary(value: PdfValue | undefined): PdfDictionary | undefined;
  unpacked(stream: PdfStream): Uint8Array;
}

/** @throws UnsureReading for encrypted and damaged files, and for those that are written in an unusual way */
export function openPdfFile(bytes: Buffer): PdfFile {
  if (bytes.toString('latin1', 0, 5) !== '%PDF-') unsure('something before the header');
  const objects = new Map<number, PdfValue>();
  const packs = new Map<number, ObjectPack>();
  let unpackedBytes = 0;
  let table: CrossReference | undefined;

  const resolve = (value: PdfValue | undefined): PdfValue => {
    let current = value ?? null;
    for (let steps = 0; isReference(current); steps += 1) {
      if (steps > REFERENCES_MAX) unsure('references in a circle');
      current = object(current);
    }
    return current;
  };

  const object = (reference: PdfReference): PdfValue => {
    const { number, generation } = reference;
    const known = objects.get(number);
    if (known !== undefined) return known;
    if (!table || number >= table.size) return null;
    const kind = table.kinds[number];
    let value: PdfValue = null;
    if (kind === 1) {
      if (table.details[number] !== generation) unsure('an object of another generation');
      const found = indirectAt(table.places[number] ?? 0);
      if (found.number !== number) unsure('another object than the cross-reference says');
      value = found.value;
    } else if (kind === 2) value = packed(table.places[number] ?? 0, table.details[number] ?? 0, number);
    objects.set(number, value);
    return value;
  };

  /** An object in an object stream (ISO 32000-1:2008, 7.5.7). */
  const packed = (streamNumber: number, index: number, number: number): PdfValue => {
    let pack = packs.get(streamNumber);
    if (!pack) {
      if (table?.kinds[streamNumber] !== 1) unsure('an object stream that does not stand in the file');
      const stream = object({ kind: 'reference', number: streamNumber, generation: 0 });
      if (!isStream(stream) || stream.dictionary.get('Type') !== 'ObjStm') return unsure('no object stream');
      pack = openPack(stream.dictionary, unpacked(stream));
      packs.set(streamNumber, pack);
    }
    if (pack.numbers[index] !== number) unsure('another object than the cross-reference says');
    return readValue({ bytes: pack.bytes, at: pack.offsets[index] ?? pack.bytes.length });
  };

  const indirectAt = (offset: number): { number: number; value: PdfValue } => {
    const cursor: Cursor = { bytes, at: offset };
    skipSpace(cursor);
    const number = numberOf(readWord(cursor));
    skipSpace(cursor);
    numberOf(readWord(cursor));
    if (!takeWord(cursor, 'obj')) unsure('no object where one is named');
    const value = readValue(cursor);
    if (!isDictionary(value)) return { number, value };
    if (!takeWord(cursor, 'stream')) return { number, value };
    let start = cursor.at;
    if (bytes[start] === 13) start += 1;
    if (bytes[start] !== 10) unsure('a stream without a line end before it');
    return { number, value: { kind: 'stream', dictionary: value, start: start + 1 } };
  };

  const unpacked = (stream: PdfStream): Uint8Array => {
    const length = resolve(stream.dictionary.get('Length'));
    if (typeof length !== 'number' || !Number.isInteger(length) || length < 0) return unsure('a stream of odd length');
    const end = stream.start + length;
    const cursor: Cursor = { bytes, at: end };
    if (end > bytes.length || !takeWord(cursor, 'endstream')) unsure('a stream of another length than it says');
    const data = undoFilters(bytes.subarray(stream.start, end), stream.dictionary, resolve, STREAM_BYTES_MAX);
    unpackedBytes += data.length;
    if (unpackedBytes > UNPACKED_BYTES_MAX) unsure('much that is packed');
    return data;
  };

  table = readCrossReference(bytes, { indirectAt, unpacked });
  const { trailer } = table;
  if (trailer.has('Encrypt')) unsure('encrypted');
  return {
    bytes,
    trailer,
    resolve,
    unpacked,
    dictionary(value) {
      const found = resolve(value);
      return isDictionary(found) ? found : undefined;
    },
  };
}

interface ObjectPack {
  readonly bytes: Uint8Array;
  readonly numbers: readonly number[];
  readonly offsets: readonly number[];
}

function openPack(dictionary: PdfDictionary, bytes: Uint8Array): ObjectPack {
  const [count, first] = [dictionary.get('N'), dictionary.get('First')];
  if (typeof count !== 'number' || typeof first !== 'number' || count < 0 || count > bytes.length)
    return unsure('an odd object stream');
  const cursor: Cursor = { bytes, at: 0 };
  const numbers: number[] = [];
  const offsets: number[] = [];
  for (let index = 0; index < count; index += 1) {
    skipSpace(cursor);
    numbers.push(numberOf(readWord(cursor)));
    skipSpace(cursor);
    offsets.push(first + numberOf(readWord(cursor)));
  }
  return { bytes, numbers, offsets };
}

/** A text string (7.9.2.2). @throws UnsureReading where its characters are not sure */
export function textStringOf(value: PdfValue): string {
  if (value === null) return '';
  if (!isBytes(value)) return unsure('a text that is no string');
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.length);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    if (bytes.length % 2 !== 0) unsure('an odd text string');
    const text = Buffer.from(bytes.subarray(2)).swap16().toString('utf16le');
    return text.includes('\u001b') ? unsure('a text string with a language') : text.replace(/\0+$/, '');
  }
  // Printable ASCII and white space: all other bytes depend on the encoding of documents.
  for (const byte of bytes)
    if ((byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) || byte > 126) unsure('a text string with other signs');
  return bytes.toString('latin1');
}
