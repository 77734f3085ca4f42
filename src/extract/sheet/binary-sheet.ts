import type { Extracted, Place } from '../../model/index.ts';
import { inPart, textBlocks, unread } from '../blocks.ts';
import { sweepText } from '../compound/sweep.ts';
import type { ReadContext } from '../format.ts';
import { createRowSink } from '../table/row-blocks.ts';
import type { BinaryCell, WorkbookGlobals } from './binary-cells.ts';
import { CELL_KINDS, cellsOf, givesString, stringOf } from './binary-cells.ts';
import type { BinaryRecord } from './binary-records.ts';
import { KIND, records } from './binary-records.ts';
import { byteString, characters, cursorOf, unicodeString } from './binary-strings.ts';
import { columnLetters } from './legacy-workbook.ts';

/** Empty cells before a cell that are kept, so that columns stay under each other; a wider gap is closed up. */
const GAP_MAX = 600;
/** Cells held at one time where a writer did not go row by row. */
const HELD_CELLS_MAX = 1_000_000;
const FORMULA_BYTES_MAX = 1024 * 1024;
/** A string constant in a formula. */
const STRING_TOKEN = 0x17;
const RECORDS_PER_LOOK = 1024;

/** Part of the stream that is one sheet, macro sheet or chart. */
export interface SheetRange {
  readonly start: number;
  readonly end: number;
}

/** Cells as shown, with hidden rows and columns; then comments, text boxes, and the strings within formulas. */
export function* readBinarySheet(
  stream: Buffer,
  { start, end }: SheetRange,
  place: Place,
  globals: WorkbookGlobals,
  context: ReadContext,
): Generator<Extracted> {
  const rows = createRows(place, context, rowsGoOn(stream, start, end));
  const comments = createComments(place, globals);
  let formulas: Buffer[] = [];
  let formulaBytes = 0;
  let stringFor: BinaryCell | undefined;
  let hasLostString = false;
  let count = 0;
  for (const record of records(stream, start, end)) {
    const { kind, data, more } = record;
    count += 1;
    if (count % RECORDS_PER_LOOK === 0) context.budget.checkTime();
    if (CELL_KINDS.has(kind)) {
      for (const cell of cellsOf(record, globals)) {
        if (kind === KIND.formula && givesString(data)) stringFor = cell;
        else if (cell.text === '' && kind === KIND.labelShared && data.readUInt32LE(6) >= globals.strings.size)
          hasLostString = true;
        else yield* rows.add(cell);
      }
      if (kind === KIND.formula && data.indexOf(STRING_TOKEN, 22) >= 0 && formulaBytes < FORMULA_BYTES_MAX) {
        formulas.push(data.subarray(22), Buffer.alloc(1));
        formulaBytes += data.length;
      }
    } else if (kind === KIND.string && stringFor) {
      yield* rows.add({ ...stringFor, text: stringOf(data, more, 0, globals) ?? '' });
      stringFor = undefined;
    } else if (kind === KIND.row) rows.noteRow(data);
    else if (kind === KIND.columnInfo) rows.noteColumns(data);
    else comments.take(record);
    if (formulaBytes >= FORMULA_BYTES_MAX) {
      yield* sweepText(inPart(place, 'field'), Buffer.concat(formulas), context.budget);
      formulas = [];
      formulaBytes = 0;
    }
  }
  yield* rows.end();
  if (hasLostString) yield unread(place, 'damaged', 'a cell points to a string that is not there');
  yield* comments.texts();
  if (formulas.length > 0) yield* sweepText(inPart(place, 'field'), Buffer.concat(formulas), context.budget);
}

/** Whether no row of cells comes after a later one, as Excel itself writes them. */
function rowsGoOn(stream: Buffer, start: number, end: number): boolean {
  let last = 0;
  for (const { kind, data } of records(stream, start, end)) {
    if (!CELL_KINDS.has(kind) || data.length < 2) continue;
    const row = data.readUInt16LE(0);
    if (row < last) return false;
    last = row;
  }
  return true;
}

interface Rows {
  add(cell: BinaryCell): Generator<Extracted>;
  noteRow(data: Buffer): void;
  noteColumns(data: Buffer): void;
  end(): Generator<Extracted>;
}

/** Cells by rows. Where rows go back they are held and sorted; what is more than can be held begins another table. */
function createRows(place: Place, context: ReadContext, goOn: boolean): Rows {
  let table = context.nextTable();
  const hiddenRows = new Set<number>();
  const hiddenColumns: number[] = [];
  const held = new Map<number, BinaryCell[]>();
  let heldCells = 0;
  let sinkHidden = false;
  let sink = createRowSink(place, table);

  const withColumns = (block: Extracted): Extracted =>
    block.kind === 'table' && hiddenColumns.length > 0 ? { ...block, hiddenColumns: [...hiddenColumns] } : block;
  function* flush(): Generator<Extracted> {
    const block = sink.flush();
    if (block) yield withColumns(block);
  }
  function* giveRow(row: number, cells: readonly BinaryCell[]): Generator<Extracted> {
    const texts = rowOf(cells);
    if (texts.length === 0) return;
    const hidden = hiddenRows.has(row);
    if (hidden !== sinkHidden) {
      yield* flush();
      sink = createRowSink(hidden ? inPart(place, 'hidden-row') : place, table);
      sinkHidden = hidden;
    }
    const block = sink.add(texts, row + 1);
    if (block) yield withColumns(block);
  }
  function* giveAll(): Generator<Extracted> {
    for (const row of [...held.keys()].sort((a, b) => a - b)) yield* giveRow(row, held.get(row) ?? []);
    held.clear();
    heldCells = 0;
  }
  return {
    *add(cell) {
      if (cell.text === '') return;
      const cells = held.get(cell.row);
      if (!cells && goOn) yield* giveAll();
      if (heldCells >= HELD_CELLS_MAX) {
        yield* giveAll();
        yield* flush();
        table = context.nextTable();
        sink = createRowSink(sinkHidden ? inPart(place, 'hidden-row') : place, table);
      }
      const open = held.get(cell.row);
      if (open) open.push(cell);
      else held.set(cell.row, [cell]);
      heldCells += 1;
    },
    noteRow(data) {
      if (data.length >= 16 && (data.readUInt32LE(12) & 0x20) !== 0) hiddenRows.add(data.readUInt16LE(0));
    },
    noteColumns(data) {
      if (data.length < 10 || (data.readUInt16LE(8) & 1) === 0) return;
      const last = Math.min(data.readUInt16LE(2), 255);
      for (let column = data.readUInt16LE(0); column <= last; column += 1) hiddenColumns.push(column);
    },
    *end() {
      yield* giveAll();
      yield* flush();
    },
  };
}

function rowOf(cells: readonly BinaryCell[]): string[] {
  const row: string[] = [];
  for (const { column, text } of [...cells].sort((a, b) => a.column - b.column)) {
    if (column > row.length && column - row.length <= GAP_MAX) while (row.length < column) row.push('');
    row.push(text);
  }
  return row;
}

interface Comments {
  take(record: BinaryRecord): void;
  texts(): Generator<Extracted>;
}

/** Texts of drawn objects, and the notes that point to them by number. */
function createComments(place: Place, globals: WorkbookGlobals): Comments {
  const objects = new Map<number, string>();
  const notes: { readonly row: number; readonly column: number; readonly object: number; readonly text: string }[] = [];
  let object = -1;
  let unnumbered = -1;
  return {
    take({ kind, data, more }) {
      if (kind === KIND.object) object = data.length >= 8 ? data.readUInt16LE(6) : -1;
      else if (kind === KIND.textObject && data.length >= 12) {
        const first = more[0];
        const text = first
          ? characters(cursorOf(first, more.slice(1), 1), data.readUInt16LE(10), ((first[0] ?? 0) & 1) !== 0)
          : '';
        if (object < 0) unnumbered -= 1;
        if (text !== '') objects.set(object < 0 ? unnumbered : object, text);
        object = -1;
      } else if (kind === KIND.note && data.length >= 6) {
        const [row, column] = [data.readUInt16LE(0), data.readUInt16LE(2)];
        const author = globals.isUnicode ? unicodeString(cursorOf(data, more, 8), 2) : undefined;
        const text = globals.isUnicode ? (author ?? '') : (byteString(data, 4, 2, globals.decode) ?? '');
        notes.push({ row, column, object: globals.isUnicode && data.length >= 8 ? data.readUInt16LE(6) : -1, text });
      }
    },
    *texts() {
      for (const { row, column, object: number, text } of notes) {
        const said = [text, objects.get(number) ?? ''].filter((piece) => piece !== '').join(': ');
        objects.delete(number);
        const here = { ...inPart(place, 'comment'), row: row + 1, column: columnLetters(column) };
        yield* textBlocks(here, said === '' ? '' : `${said}\n`);
      }
      const boxes = [...objects.values()];
      if (boxes.length > 0) yield* textBlocks(inPart(place, 'text-box'), `${boxes.join('\n')}\n`);
    },
  };
}
