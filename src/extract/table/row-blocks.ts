import type { Place, TableBlock } from '../../model/index.ts';

/** Rows per block: enough that a block costs nothing, few enough that its cells stay in the processor's cache. */
const ROWS_PER_BLOCK = 2048;

/** Cells per block, for wide tables. */
const CELLS_PER_BLOCK = 32_768;

export interface RowSink {
  /** Adds a row; gives a block when one is full. */
  add(row: readonly string[], rowNumber: number): TableBlock | undefined;
  flush(): TableBlock | undefined;
}

/** Collects rows with following numbers into blocks. A gap in the numbers begins a new block of the same table. */
export function createRowSink(place: Place, table: number, columns?: readonly string[]): RowSink {
  let rows: (readonly string[])[] = [];
  let cells = 0;
  let firstRow = 1;
  const flush = (): TableBlock | undefined => {
    if (rows.length === 0) return undefined;
    const block: TableBlock = { kind: 'table', place, table, ...(columns ? { columns } : {}), firstRow, rows };
    rows = [];
    cells = 0;
    return block;
  };
  return {
    add(row, rowNumber) {
      const gap = rows.length > 0 && rowNumber !== firstRow + rows.length;
      const block = gap || rows.length >= ROWS_PER_BLOCK || cells >= CELLS_PER_BLOCK ? flush() : undefined;
      if (rows.length === 0) firstRow = rowNumber;
      rows.push(row);
      cells += row.length;
      return block;
    },
    flush,
  };
}
