import type { CompiledPack } from './compiled-pack.ts';
import { readText } from './read-text.ts';
import type { Weighed } from './weigh.ts';

/** Cells that are read as text, gathered over many rows so that the set looks once at many. */
export interface CellText {
  /** Adds a cell of row `row` of the batch. `lead` is put before it: its header, where that says something. */
  readonly add: (row: number, column: number, cell: string, lead: string) => void;
  readonly size: () => number;
  /** Reads what was gathered and forgets it. */
  readonly read: (
    found: (row: number, column: number, weighed: Weighed) => void,
    phrase: (number: number) => void,
  ) => void;
}

/** Cells of a row stand on one line, so that a label in a cell counts for the next; rows are kept far apart. */
const CELL_GAP = ' | ';
const ROW_GAP = '\n\n\n\n';

export function cellText(pack: CompiledPack): CellText {
  let pieces: string[] = [];
  let length = 0;
  let starts: number[] = [];
  let rows: number[] = [];
  let columns: number[] = [];
  let lastRow = -1;

  const clear = (): void => {
    pieces = [];
    starts = [];
    rows = [];
    columns = [];
    length = 0;
    lastRow = -1;
  };

  return {
    add: (row, column, cell, lead) => {
      const gap = lastRow === row ? CELL_GAP : ROW_GAP;
      const piece = gap + lead + cell;
      starts.push(length);
      rows.push(row);
      columns.push(column);
      pieces.push(piece);
      length += piece.length;
      lastRow = row;
    },
    size: () => length,
    read: (found, phrase) => {
      if (pieces.length === 0) return;
      const utf8 = Buffer.from(pieces.join(''));
      const places = utf8.length === length ? starts : byteStarts(pieces);
      let at = 0;
      for (const { found: readings, phrases } of readText(pack, utf8, 0, utf8.length)) {
        for (const number of phrases) phrase(number);
        for (const { weighed, byteEnd } of readings) {
          while (at > 0 && (places[at] as number) >= byteEnd) at -= 1;
          while (at + 1 < places.length && (places[at + 1] as number) < byteEnd) at += 1;
          found(rows[at] as number, columns[at] as number, weighed);
        }
      }
      clear();
    },
  };
}

function byteStarts(pieces: readonly string[]): number[] {
  let at = 0;
  return pieces.map((piece) => {
    const start = at;
    at += Buffer.byteLength(piece);
    return start;
  });
}
