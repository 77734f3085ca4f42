import type { CellObject, WorkBook, WorkSheet } from 'xlsx';
import { read } from 'xlsx';
import type { Extracted, Place } from '../../model/index.ts';
import { inPart, textBlocks } from '../blocks.ts';
import type { ReadContext } from '../format.ts';
import type { Budget } from '../limits.ts';
import { attemptInTime } from '../quietly.ts';
import { createRowSink } from '../table/row-blocks.ts';
import type { NumberFormat } from './number-format.ts';
import { createNumberFormat } from './number-format.ts';

/** Empty cells before a cell that are kept, so that columns stay under each other; a wider gap is closed up. */
const GAP_MAX = 600;

/** A sheet whose cells lie in arrays, as `dense` gives it. */
type Rows = readonly (readonly (CellObject | undefined)[] | undefined)[];

/**
 * A workbook through SheetJS; nothing when it cannot make sense of it. Its messages may quote content and are dropped.
 * @throws Cut where it does not come to an end
 */
export function openLegacyWorkbook(bytes: Buffer, budget: Budget): WorkBook | undefined {
  return attemptInTime(budget, () =>
    read(bytes, {
      type: 'buffer',
      dense: true,
      cellFormula: false,
      cellHTML: false,
      cellText: false,
      cellNF: true,
      cellStyles: true,
    }),
  );
}

/** Sheets with their cells as shown, comments, hidden rows, columns and sheets; then names and properties. */
export function* readLegacyWorkbook(workbook: WorkBook, context: ReadContext): Generator<Extracted> {
  const { place } = context;
  const formats = createFormats(workbook.Workbook?.WBProps?.date1904 === true);
  for (const [index, name] of workbook.SheetNames.entries()) {
    const sheet = workbook.Sheets[name];
    const hidden = (workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0;
    const sheetPlace: Place = {
      members: place.members,
      sheet: shortName(name),
      ...(hidden ? { part: 'hidden-sheet' } : {}),
    };
    if (sheet) yield* readSheet(sheet, sheetPlace, formats, context);
  }
  const names = (workbook.Workbook?.Names ?? []).map((defined) =>
    `${defined.Name} ${defined.Ref} ${defined.Comment ?? ''}`.trim(),
  );
  const properties = Object.entries({ ...workbook.Props, ...workbook.Custprops })
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .map(([key, value]) => `${key}: ${String(value)}`);
  const lines = [...names, ...properties, ...workbook.SheetNames];
  if (lines.length > 0) yield* textBlocks(inPart(place, 'metadata'), `${lines.join('\n')}\n`);
}

function* readSheet(
  sheet: WorkSheet,
  place: Place,
  formats: (cell: CellObject) => string,
  context: ReadContext,
): Generator<Extracted> {
  const rows = (sheet as { '!data'?: Rows })['!data'] ?? [];
  const table = context.nextTable();
  const hiddenColumns = (sheet['!cols'] ?? []).flatMap((column, index) => (column?.hidden ? [index] : []));
  const withColumns = (block: Extracted): Extracted =>
    block.kind === 'table' && hiddenColumns.length > 0 ? { ...block, hiddenColumns } : block;
  const comments: Extracted[] = [];
  let sink = createRowSink(place, table);
  let sinkHidden = false;
  for (const [index, cells] of rows.entries()) {
    if (!cells) continue;
    const hidden = sheet['!rows']?.[index]?.hidden === true;
    if (hidden !== sinkHidden) {
      const before = sink.flush();
      if (before) yield withColumns(before);
      sink = createRowSink(hidden ? inPart(place, 'hidden-row') : place, table);
      sinkHidden = hidden;
    }
    const row = rowOf(cells, formats);
    comments.push(...commentsOf(cells, place, index + 1));
    if (row.length === 0) continue;
    const block = sink.add(row, index + 1);
    if (block) {
      context.budget.checkTime();
      yield withColumns(block);
    }
  }
  const rest = sink.flush();
  if (rest) yield withColumns(rest);
  yield* comments;
}

function rowOf(cells: readonly (CellObject | undefined)[], formats: (cell: CellObject) => string): string[] {
  const row: string[] = [];
  for (const [column, cell] of cells.entries()) {
    const value = cell ? formats(cell) : '';
    if (value === '') continue;
    if (column > row.length && column - row.length <= GAP_MAX) while (row.length < column) row.push('');
    row.push(value);
  }
  return row;
}

function* commentsOf(cells: readonly (CellObject | undefined)[], place: Place, row: number): Generator<Extracted> {
  for (const [column, cell] of cells.entries()) {
    for (const comment of cell?.c ?? []) {
      const text = [comment.a, comment.t].filter((piece) => typeof piece === 'string' && piece !== '').join(': ');
      yield* textBlocks({ ...inPart(place, 'comment'), row, column: columnLetters(column) }, `${text}\n`);
    }
    const link = cell?.l;
    if (link?.Target) yield* textBlocks(inPart(place, 'field'), `${link.Target} ${link.Tooltip ?? ''}\n`);
  }
}

/** A misread name runs on into other bytes. */
function shortName(name: string): string {
  return name.replace(/[\x00-\x1f][\s\S]*$/, '').slice(0, 64);
}

/** 0 is A, 26 is AA. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

/** Number formats are made once each. */
function createFormats(date1904: boolean): (cell: CellObject) => string {
  const made = new Map<string | number, NumberFormat>();
  return (cell) => {
    if (cell.v === undefined || cell.v === null) return '';
    if (cell.t === 'n' && typeof cell.v === 'number') {
      const key = cell.z ?? 'General';
      let format = made.get(key);
      if (!format) {
        format = createNumberFormat(key, date1904);
        made.set(key, format);
      }
      return format(String(cell.v));
    }
    if (cell.t === 'b') return cell.v ? 'TRUE' : 'FALSE';
    if (cell.t === 'e') return '';
    return cell.v instanceof Date ? cell.v.toISOString() : String(cell.v);
  };
}
