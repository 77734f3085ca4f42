import type { BinaryRecord } from './binary-records.ts';
import { KIND } from './binary-records.ts';
import { byteString, cursorOf, unicodeString } from './binary-strings.ts';
import type { NumberFormat } from './number-format.ts';
import type { StringStore } from './string-store.ts';

/** What the cells of all sheets of a binary workbook need. */
export interface WorkbookGlobals {
  /** Excel 97 and later; before it, a character is a byte. */
  readonly isUnicode: boolean;
  readonly decode: (bytes: Buffer) => string;
  readonly strings: StringStore;
  /** Shows a number under the cell format with this index. */
  readonly formatOf: (cellFormat: number) => NumberFormat;
}

export interface BinaryCell {
  readonly row: number;
  readonly column: number;
  readonly text: string;
}

/** Sorts of records that hold cells: row and column stand first in each. */
export const CELL_KINDS: ReadonlySet<number> = new Set<number>([
  KIND.number,
  KIND.rk,
  KIND.mulRk,
  KIND.label,
  KIND.rString,
  KIND.labelShared,
  KIND.booleanOrError,
  KIND.formula,
]);

/** Cells of one record ([MS-XLS] 2.4). `result` is the text that a formula's STRING record gave. */
export function* cellsOf({ kind, data, more }: BinaryRecord, globals: WorkbookGlobals): Generator<BinaryCell> {
  if (data.length < 8) return;
  const row = data.readUInt16LE(0);
  const column = data.readUInt16LE(2);
  const show = (cellFormat: number, value: number): string => globals.formatOf(cellFormat)(String(value));
  switch (kind) {
    case KIND.number:
      if (data.length >= 14) yield { row, column, text: show(data.readUInt16LE(4), data.readDoubleLE(6)) };
      return;
    case KIND.rk:
      if (data.length >= 10) yield { row, column, text: show(data.readUInt16LE(4), packedNumber(data.readInt32LE(6))) };
      return;
    case KIND.mulRk:
      for (let at = 4; at + 6 <= data.length - 2; at += 6)
        yield {
          row,
          column: column + (at - 4) / 6,
          text: show(data.readUInt16LE(at), packedNumber(data.readInt32LE(at + 2))),
        };
      return;
    case KIND.label:
    case KIND.rString:
      yield { row, column, text: stringOf(data, more, 6, globals) ?? '' };
      return;
    case KIND.labelShared:
      if (data.length >= 10) yield { row, column, text: globals.strings.get(data.readUInt32LE(6)) };
      return;
    case KIND.booleanOrError:
      if (data[7] === 0) yield { row, column, text: data[6] === 0 ? 'FALSE' : 'TRUE' };
      return;
    case KIND.formula:
      if (data.length >= 14) yield { row, column, text: formulaResult(data, show) };
      return;
  }
}

/** The number that a formula gave last; empty for a string, which a record of its own holds. */
function formulaResult(data: Buffer, show: (cellFormat: number, value: number) => string): string {
  if (data.readUInt16LE(12) !== 0xffff) return show(data.readUInt16LE(4), data.readDoubleLE(6));
  return data[6] === 1 ? (data[8] === 0 ? 'FALSE' : 'TRUE') : '';
}

/** The formula gave a string, which follows. */
export function givesString(data: Buffer): boolean {
  return data.length >= 14 && data.readUInt16LE(12) === 0xffff && data[6] === 0;
}

export function stringOf(
  data: Buffer,
  more: readonly Buffer[],
  at: number,
  { isUnicode, decode }: WorkbookGlobals,
): string | undefined {
  return isUnicode ? unicodeString(cursorOf(data, more, at), 2) : byteString(data, at, 2, decode);
}

const DOUBLE = Buffer.alloc(8);

/** RkNumber ([MS-XLS] 2.5.217): thirty bits of a whole number or of a double, perhaps to be divided by a hundred. */
function packedNumber(packed: number): number {
  let value = packed >> 2;
  if ((packed & 2) === 0) {
    DOUBLE.writeInt32LE(packed & ~3, 4);
    value = DOUBLE.readDoubleLE(0);
  }
  return (packed & 1) === 0 ? value : value / 100;
}
