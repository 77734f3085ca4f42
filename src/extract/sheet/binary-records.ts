import type { EncryptionMethod, Extracted, Place, PlacePart } from '../../model/index.ts';
import { inPart } from '../blocks.ts';
import { encryptionMethod } from '../compound/encryption.ts';
import { sweepText } from '../compound/sweep.ts';
import type { Budget } from '../limits.ts';

/** One record of a binary workbook ([MS-XLS] 2.1.4, https://learn.microsoft.com/openspecs/office_file_formats/ms-xls). */
export interface BinaryRecord {
  readonly kind: number;
  /** Where its header stands in the stream. */
  readonly at: number;
  /** Shorter than announced where the stream ends early. */
  readonly data: Buffer;
  readonly complete: boolean;
  /** Records that only go on with this one. */
  readonly more: readonly Buffer[];
}

export const KIND = {
  eof: 0x0a,
  dateMode: 0x22,
  continue: 0x3c,
  codePage: 0x42,
  filePass: 0x2f,
  boundSheet: 0x85,
  mulRk: 0xbd,
  rString: 0xd6,
  xf: 0xe0,
  sharedStrings: 0xfc,
  labelShared: 0xfd,
  textObject: 0x1b6,
  number: 0x203,
  label: 0x204,
  booleanOrError: 0x205,
  formula: 0x06,
  string: 0x207,
  row: 0x208,
  note: 0x1c,
  columnInfo: 0x7d,
  object: 0x5d,
  rk: 0x27e,
  format: 0x41e,
  bof: 0x809,
} as const;

/** Records that say how things look, and those whose content the reader of cells gives. */
const WITHOUT_TEXT: ReadonlySet<number> = new Set<number>([
  ...[KIND.eof, KIND.dateMode, KIND.codePage, KIND.boundSheet, KIND.mulRk, KIND.rString, KIND.xf],
  ...[KIND.sharedStrings, KIND.labelShared, KIND.textObject, KIND.number, KIND.label, KIND.booleanOrError],
  ...[KIND.formula, KIND.string, KIND.row, KIND.note, KIND.columnInfo, KIND.rk, KIND.format, KIND.bof],
  // Fonts, styles, palettes, themes, indexes, pictures, blank cells, printers.
  ...[0x31, 0x293, 0x92, 0x87d, 0x87c, 0x88e, 0x88d, 0x892, 0x896, 0xff, 0x20b, 0xd7, 0xeb, 0xbe, 0x201, 0x4d],
]);

/** Where the text of some records stands in the program; all others are fields. */
const SIDE: Readonly<Record<number, PlacePart>> = {
  20: 'header',
  21: 'footer',
  236: 'alt-text',
  2462: 'header',
  24: 'metadata',
  92: 'metadata',
  2196: 'metadata',
  4109: 'chart',
};
const SWEEP_BYTES = 256 * 1024;
const RECORDS_MAX = 20_000_000;

/** Method of a workbook whose records are encrypted; nothing when they are not. */
export function workbookEncryption(stream: Buffer): EncryptionMethod | undefined {
  for (const { kind, data } of records(stream, 0, Math.min(stream.length, 64 * 1024))) {
    if (kind !== KIND.filePass) continue;
    // Excel 95 has XOR only and no field that would say so.
    if (data.length < 6 || data.readUInt16LE(0) === 0) return 'XOR';
    return encryptionMethod(data.subarray(2));
  }
  return undefined;
}

/** What reads like text in the records that hold no cells: headers and footers, links, prompts, names, conditions, captions. */
export function* sideRecords(stream: Buffer, place: Place, budget: Budget): Generator<Extracted> {
  let pieces: Buffer[] = [];
  let part: PlacePart | undefined;
  let bytes = 0;
  for (const { kind, data, more } of records(stream, 0, stream.length)) {
    if (WITHOUT_TEXT.has(kind)) continue;
    const next = SIDE[kind] ?? 'field';
    if (part && (next !== part || bytes > SWEEP_BYTES)) {
      yield* sweepText(inPart(place, part), Buffer.concat(pieces), budget);
      pieces = [];
      bytes = 0;
    }
    part = next;
    pieces.push(data, ...more, Buffer.alloc(1));
    bytes += data.length;
  }
  if (part) yield* sweepText(inPart(place, part), Buffer.concat(pieces), budget);
}

/** Records from `start` to `end`, each with those that continue it. Ends where a header is cut off. */
export function* records(stream: Buffer, start: number, end: number): Generator<BinaryRecord> {
  let at = start;
  for (let count = 0; at + 4 <= end && count < RECORDS_MAX; count += 1) {
    const kind = stream.readUInt16LE(at);
    const own = at;
    let next = at + 4 + stream.readUInt16LE(at + 2);
    const data = stream.subarray(at + 4, Math.min(next, end));
    const more: Buffer[] = [];
    while (next + 4 <= end && stream.readUInt16LE(next) === KIND.continue) {
      const after = next + 4 + stream.readUInt16LE(next + 2);
      more.push(stream.subarray(next + 4, Math.min(after, end)));
      next = after;
    }
    yield { kind, at: own, data, complete: next <= end, more };
    at = next;
  }
}
