import type { Extracted, Place } from '../../model/index.ts';
import { textBlocks } from '../blocks.ts';

const CELL = '\u0007';

/** Cells of one row that Word allows. */
const COLUMNS_MAX = 64;

/**
 * Text of a Word story with its control characters made plain: fields keep instruction and result, hyphens are hyphens, and what stands
 * between cell marks becomes tables.
 */
export function* binaryText(place: Place, text: string, nextTable: () => number): Generator<Extracted> {
  if (!text.includes(CELL)) {
    yield* textBlocks(place, plainText(text));
    return;
  }
  const pieces = text.split(CELL);
  const after = pieces.pop() ?? '';
  let prose = '';
  let cells: string[] = [];
  for (const [index, piece] of pieces.entries()) {
    const startsRow = cells.length === 0 || (pieces[index - 1] ?? '') === '';
    const cut = startsRow ? piece.lastIndexOf('\r') + 1 : 0;
    if (cut > 0) {
      yield* tableBlocks(place, cells, nextTable);
      cells = [];
      prose += piece.slice(0, cut);
    }
    if (prose !== '' && cells.length === 0) {
      yield* textBlocks(place, plainText(prose));
      prose = '';
    }
    cells.push(plainText(piece.slice(cut)).trim());
  }
  yield* tableBlocks(place, cells, nextTable);
  yield* textBlocks(place, plainText(after));
}

function* tableBlocks(place: Place, cells: readonly string[], nextTable: () => number): Generator<Extracted> {
  const rows = rowsOf(cells);
  if (rows.length === 0) return;
  if (rows.every((row) => row.length === 1)) yield* textBlocks(place, `${rows.map(([cell]) => cell).join('\n')}\n`);
  else yield { kind: 'table', place, table: nextTable(), firstRow: 1, rows };
}

/** An empty mark ends a row, and so looks every empty cell: the width that all rows agree on decides. */
function rowsOf(cells: readonly string[]): string[][] {
  for (let width = 2; width <= Math.min(COLUMNS_MAX, cells.length); width += 1) {
    if (cells[width - 1] !== '' || cells.length % width !== 0) continue;
    const rows: string[][] = [];
    for (let at = 0; at < cells.length && cells[at + width - 1] === ''; at += width)
      rows.push(cells.slice(at, at + width - 1));
    if (rows.length * width === cells.length) return rows;
  }
  const rows: string[][] = [];
  let row: string[] = [];
  for (const cell of cells) {
    if (cell !== '') {
      row.push(cell);
    } else if (row.length > 0) {
      rows.push(row);
      row = [];
    }
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

/** Special characters of [MS-DOC] 2.4.1. */
export function plainText(text: string): string {
  return text
    .replace(/[\x01-\x06\x08\x1f\x00]/g, '')
    .replaceAll('\x1e', '-')
    .replace(/[\r\n\x0b\x0c\x0e]/g, '\n')
    .replace(/[\x13\x14\x15]/g, ' ');
}
