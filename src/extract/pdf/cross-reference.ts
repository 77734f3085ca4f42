import type { Cursor } from './pdf-lexer.ts';
import { numberOf, readValue, readWord, skipSpace, takeWord } from './pdf-lexer.ts';
import type { PdfDictionary, PdfStream, PdfValue } from './pdf-values.ts';
import { isDictionary, isStream, unsure } from './pdf-values.ts';

const OBJECTS_MAX = 500_000;
const SECTIONS_MAX = 64;
const TAIL_BYTES = 1024;

/** Where each object stands: free, in the file at an offset, or in an object stream (ISO 32000-1:2008, 7.5.4 and 7.5.8). */
export interface CrossReference {
  readonly trailer: PdfDictionary;
  readonly size: number;
  /** 255 not told, 0 free, 1 in the file, 2 in an object stream. */
  readonly kinds: Uint8Array;
  /** Offset in the file, or number of the object stream. */
  readonly places: Uint32Array;
  /** Generation, or index in the object stream. */
  readonly details: Uint16Array;
}

/** Gives the stream that stands at an offset, and its bytes unpacked. */
export interface StreamSource {
  indirectAt(offset: number): { readonly number: number; readonly value: PdfValue };
  unpacked(stream: PdfStream): Uint8Array;
}

/** All sections from the newest to the oldest. @throws UnsureReading for damaged ones */
export function readCrossReference(bytes: Uint8Array, source: StreamSource): CrossReference {
  let offset = startOfNewest(bytes);
  const seen = new Set<number>();
  let table: CrossReference | undefined;
  for (;;) {
    if (seen.has(offset) || seen.size >= SECTIONS_MAX) unsure('cross-reference sections in a circle');
    seen.add(offset);
    const cursor: Cursor = { bytes, at: offset };
    const section: PdfDictionary = takeWord(cursor, 'xref')
      ? readTable(cursor, source, (trailer) => (table ??= emptyTable(trailer)))
      : readStream(offset, source, (trailer) => (table ??= emptyTable(trailer)));
    const previous = section.get('Prev');
    if (previous === undefined) break;
    if (typeof previous !== 'number' || !Number.isInteger(previous) || previous <= 0) unsure('an odd cross-reference');
    offset = previous;
  }
  return table ?? unsure('no cross-reference');
}

function startOfNewest(bytes: Uint8Array): number {
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).subarray(-TAIL_BYTES);
  const at = tail.lastIndexOf('startxref');
  if (at < 0) unsure('no start of the cross-reference');
  const cursor: Cursor = { bytes: tail, at: at + 9 };
  skipSpace(cursor);
  const offset = numberOf(readWord(cursor));
  return offset > 0 && offset < bytes.length ? offset : unsure('a cross-reference outside of the file');
}

function emptyTable(trailer: PdfDictionary): CrossReference {
  const size = trailer.get('Size');
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > OBJECTS_MAX)
    return unsure('an odd number of objects');
  return {
    trailer,
    size,
    kinds: new Uint8Array(size).fill(255),
    places: new Uint32Array(size),
    details: new Uint16Array(size),
  };
}

function enter(table: CrossReference, number: number, kind: number, place: number, detail: number): void {
  if (number >= table.size) unsure('an object beyond the number of objects');
  if (table.kinds[number] !== 255) return;
  table.kinds[number] = kind;
  table.places[number] = place;
  table.details[number] = detail;
}

/** A table in text. Its trailer comes behind its entries, so that they are read twice. */
function readTable(
  cursor: Cursor,
  source: StreamSource,
  tableFor: (trailer: PdfDictionary) => CrossReference,
): PdfDictionary {
  const sections: { first: number; count: number; at: number }[] = [];
  for (;;) {
    if (takeWord(cursor, 'trailer')) break;
    const first = numberOf(readWord(cursor));
    skipSpace(cursor);
    const count = numberOf(readWord(cursor));
    skipSpace(cursor);
    if (!Number.isInteger(first) || !Number.isInteger(count) || first < 0 || count < 0 || sections.length > OBJECTS_MAX)
      unsure('an odd cross-reference');
    sections.push({ first, count, at: cursor.at });
    cursor.at += 20 * count;
    if (cursor.at > cursor.bytes.length) unsure('a cross-reference that breaks off');
  }
  const trailer = readValue(cursor);
  if (!isDictionary(trailer)) return unsure('no trailer');
  const table = tableFor(trailer);
  const enterAll = (wanted: 'used' | 'free'): void => {
    for (const { first, count, at } of sections)
      for (let index = 0; index < count; index += 1)
        readEntry(table, first + index, cursor.bytes, at + 20 * index, wanted);
  };
  enterAll('used');
  // What a hybrid file calls free for old readers stands in its stream (7.5.8.4).
  const hidden = trailer.get('XRefStm');
  if (typeof hidden === 'number') readStream(hidden, source, tableFor);
  enterAll('free');
  return trailer;
}

/** Twenty bytes: offset, generation, n or f. */
function readEntry(
  table: CrossReference,
  number: number,
  bytes: Uint8Array,
  at: number,
  wanted: 'used' | 'free',
): void {
  const digits = (from: number, count: number): number => {
    let value = 0;
    for (let index = 0; index < count; index += 1) {
      const digit = (bytes[from + index] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) unsure('an odd entry of the cross-reference');
      value = value * 10 + digit;
    }
    return value;
  };
  const offset = digits(at, 10);
  const generation = digits(at + 11, 5);
  const kind = bytes[at + 17];
  if (bytes[at + 10] !== 32 || bytes[at + 16] !== 32 || (kind !== 0x6e && kind !== 0x66))
    unsure('an odd entry of the cross-reference');
  if (kind === 0x66) {
    if (wanted === 'free') enter(table, number, 0, 0, 0);
  } else if (wanted === 'used') enter(table, number, 1, Math.min(offset, bytes.length), generation);
}

function readStream(
  offset: number,
  source: StreamSource,
  tableFor: (trailer: PdfDictionary) => CrossReference,
): PdfDictionary {
  const { value } = source.indirectAt(offset);
  if (!isStream(value) || value.dictionary.get('Type') !== 'XRef')
    return unsure('no cross-reference where one is named');
  const { dictionary } = value;
  const table = tableFor(dictionary);
  const widths = numbers(dictionary.get('W'));
  const [kindBytes = 0, placeBytes = 0, detailBytes = 0] = widths;
  if (widths.length !== 3 || widths.some((width) => width > 4) || placeBytes === 0) unsure('an odd cross-reference');
  const index = numbers(dictionary.get('Index') ?? [0, dictionary.get('Size') ?? null]);
  const data = source.unpacked(value);
  let at = 0;
  const field = (width: number): number => {
    let number = 0;
    for (let byte = 0; byte < width; byte += 1) number = number * 256 + (data[at++] ?? 0);
    return number;
  };
  for (let part = 0; part + 1 < index.length; part += 2) {
    const first = index[part] ?? 0;
    const count = index[part + 1] ?? 0;
    if (at + count * (kindBytes + placeBytes + detailBytes) > data.length) unsure('a cross-reference that breaks off');
    for (let number = first; number < first + count; number += 1) {
      const kind = kindBytes === 0 ? 1 : field(kindBytes);
      const place = field(placeBytes);
      const detail = field(detailBytes);
      if (kind > 2) unsure('an odd entry of the cross-reference');
      enter(table, number, kind, place, detail);
    }
  }
  return dictionary;
}

function numbers(value: PdfValue | undefined): number[] {
  if (!Array.isArray(value)) return unsure('an odd cross-reference');
  return value.map((item) =>
    typeof item === 'number' && Number.isInteger(item) && item >= 0 ? item : unsure('an odd cross-reference'),
  );
}
