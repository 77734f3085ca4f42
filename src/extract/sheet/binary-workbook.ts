import iconv from 'iconv-lite';
import type { Extracted, Place } from '../../model/index.ts';
import { inPart, textBlocks, unread } from '../blocks.ts';
import { sweepText } from '../compound/sweep.ts';
import type { ReadContext } from '../format.ts';
import type { WorkbookGlobals } from './binary-cells.ts';
import type { BinaryRecord } from './binary-records.ts';
import { KIND, records } from './binary-records.ts';
import type { SheetRange } from './binary-sheet.ts';
import { readBinarySheet } from './binary-sheet.ts';
import { byteString, cursorOf, nextUInt, unicodeString } from './binary-strings.ts';
import type { NumberFormat } from './number-format.ts';
import { createNumberFormat } from './number-format.ts';
import { createStringStore } from './string-store.ts';

/** BOF version of Excel 97 and later; 0x500 is Excel 5 and 95. */
const VERSION_97 = 0x600;
const VERSION_5 = 0x500;
const GLOBALS = 5;
const STRINGS_PER_LOOK = 4096;

interface Substream extends SheetRange {
  readonly content: number;
  /** It ends as it must. */
  readonly complete: boolean;
}

/** Version of a binary workbook that is read here: Excel 5 to 2003. */
export function isBinaryWorkbook(stream: Buffer): boolean {
  if (stream.length < 8 || stream.readUInt16LE(0) !== KIND.bof) return false;
  const version = stream.readUInt16LE(4);
  return version === VERSION_97 || version === VERSION_5;
}

/**
 * Sheets with their cells as shown, hidden rows, columns and sheets, comments and text boxes ([MS-XLS],
 * https://learn.microsoft.com/openspecs/office_file_formats/ms-xls). Every record is looked at a fixed number of times, whatever
 * lengths and offsets the file claims.
 */
export function* readBinaryWorkbook(stream: Buffer, context: ReadContext): Generator<Extracted> {
  const { place, budget } = context;
  const { globals, sheets, shared } = readGlobals(stream);
  yield* keepStrings(globals, context, shared);
  const found = substreams(
    stream,
    sheets.map(({ position }) => position),
  );
  let number = 0;
  for (const substream of found) {
    if (substream.content === GLOBALS && substream.start === 0) {
      if (!substream.complete) yield unread(place, 'damaged', 'the list of the sheets ends early');
      continue;
    }
    number += 1;
    const sheet = sheets.find(({ position }) => position === substream.start);
    const name = sheet?.name || `sheet ${number}`;
    const here: Place = { members: place.members, sheet: name, ...(sheet?.hidden ? { part: 'hidden-sheet' } : {}) };
    yield* readBinarySheet(stream, substream, here, globals, context);
    if (!substream.complete) {
      yield* sweepText(inPart(place, 'raw-bytes'), stream.subarray(substream.start, substream.end), budget);
      yield unread(here, 'damaged', 'the sheet ends early; what reads like text was read');
    }
  }
  const lost = sheets.filter(({ position }) => !found.some(({ start }) => start === position));
  for (const { name } of lost)
    yield unread({ members: place.members, sheet: name }, 'damaged', 'the sheet is not where it is said to be');
  yield* sweepBehind(stream, found, context);
  yield* textBlocks(inPart(place, 'metadata'), sheets.map(({ name }) => `${name}\n`).join(''));
}

/** Bytes that belong to no sheet: zeros fill up a short stream. */
function* sweepBehind(
  stream: Buffer,
  found: readonly Substream[],
  { place, budget }: ReadContext,
): Generator<Extracted> {
  const rest = stream.subarray(found.reduce((last, { end }) => Math.max(last, end), 0));
  if (rest.every((byte) => byte === 0)) return;
  yield* sweepText(inPart(place, 'raw-bytes'), rest, budget);
}

/** Parts from a BOF record to its EOF. One that the list of sheets names begins there, whatever the records before it say. */
function substreams(stream: Buffer, named: readonly number[]): Substream[] {
  const starts = [...new Set([0, ...named])]
    .filter((at) => at >= 0 && at + 8 <= stream.length && stream.readUInt16LE(at) === KIND.bof)
    .sort((a, b) => a - b);
  const found: Substream[] = [];
  for (const [index, first] of starts.entries()) {
    const border = starts[index + 1] ?? stream.length;
    // Sheets that no list names may follow.
    for (let start = first; start + 8 <= border && stream.readUInt16LE(start) === KIND.bof; ) {
      const substream = substreamAt(stream, start, border);
      found.push(substream);
      start = substream.end;
    }
  }
  return found;
}

function substreamAt(stream: Buffer, start: number, border: number): Substream {
  const content = stream.readUInt16LE(start + 6);
  let depth = 0;
  for (const { kind, at, data, complete } of records(stream, start, border)) {
    if (!complete) break;
    if (kind === KIND.bof) depth += 1;
    if (kind === KIND.eof) depth -= 1;
    if (depth === 0) return { start, end: at + 4 + data.length, content, complete: true };
  }
  return { start, end: border, content, complete: false };
}

interface SheetEntry {
  readonly position: number;
  readonly name: string;
  readonly hidden: boolean;
}

function readGlobals(stream: Buffer): {
  globals: WorkbookGlobals;
  sheets: readonly SheetEntry[];
  shared: BinaryRecord | undefined;
} {
  const isUnicode = stream.readUInt16LE(4) === VERSION_97;
  const formats = new Map<number, string>();
  const cellFormats: number[] = [];
  const entries: BinaryRecord[] = [];
  let codePage = 1252;
  let date1904 = false;
  let shared: BinaryRecord | undefined;
  for (const record of records(stream, 0, stream.length)) {
    const { kind, data, more } = record;
    if (kind === KIND.eof) break;
    if (kind === KIND.codePage && data.length >= 2) codePage = data.readUInt16LE(0);
    else if (kind === KIND.dateMode) date1904 = data[0] === 1;
    else if (kind === KIND.xf && data.length >= 4) cellFormats.push(data.readUInt16LE(2));
    else if (kind === KIND.boundSheet && data.length >= 8) entries.push(record);
    else if (kind === KIND.sharedStrings) shared = record;
    else if (kind === KIND.format && data.length >= 4) {
      const text = isUnicode ? unicodeString(cursorOf(data, more, 2), 2) : byteString(data, 2, 1, latin1);
      if (text !== undefined) formats.set(data.readUInt16LE(0), text);
    }
  }
  const decode = decoderOf(codePage);
  const sheets = entries.map(({ data, more }) => ({
    position: data.readUInt32LE(0),
    hidden: ((data[4] ?? 0) & 3) !== 0,
    name: (isUnicode ? unicodeString(cursorOf(data, more, 6), 1) : byteString(data, 6, 1, decode)) ?? '',
  }));
  return {
    globals: { isUnicode, decode, strings: createStringStore(), formatOf: formatter(formats, cellFormats, date1904) },
    sheets,
    shared,
  };
}

/** Number formats are made once each. */
function formatter(
  formats: ReadonlyMap<number, string>,
  cellFormats: readonly number[],
  date1904: boolean,
): (cellFormat: number) => NumberFormat {
  const made = new Map<number, NumberFormat>();
  return (cellFormat) => {
    const format = cellFormats[cellFormat] ?? 0;
    const known = made.get(format) ?? createNumberFormat(formats.get(format) ?? format, date1904);
    made.set(format, known);
    return known;
  };
}

/** Strings that cells point to; one that there is no room for is given as text. */
function* keepStrings(
  { strings }: WorkbookGlobals,
  { place, budget }: ReadContext,
  shared: BinaryRecord | undefined,
): Generator<Extracted> {
  if (!shared) return;
  const cursor = cursorOf(shared.data, shared.more);
  nextUInt(cursor, 4);
  const expected = nextUInt(cursor, 4) ?? 0;
  for (let count = 0; count < expected; count += 1) {
    if (count % STRINGS_PER_LOOK === 0) budget.checkTime();
    const text = unicodeString(cursor, 2);
    // Some writers count more strings than there are; a cell that points to a missing one is told.
    if (text === undefined) return;
    if (!strings.add(text)) yield* textBlocks(place, `${text}\n`);
  }
}

const latin1 = (bytes: Buffer): string => bytes.toString('latin1');

/** Code pages as the CODEPAGE record numbers them ([MS-XLS] 2.4.52). */
function decoderOf(codePage: number): (bytes: Buffer) => string {
  const name = codePage === 10_000 || codePage === 0x8000 ? 'macroman' : `cp${codePage}`;
  const encoding = iconv.encodingExists(name) ? name : 'cp1252';
  return (bytes) => iconv.decode(bytes, encoding);
}
