import type { Place, TableBlock } from '../../model/index.ts';

const ROWS_PER_BLOCK = 200;

interface OpenTable {
  readonly table: number;
  rows: string[][];
  firstRow: number;
  row: string[];
  /** Text of the open cell; nothing between cells. */
  cell: string | undefined;
}

/** The open tables of a document, from the outside in. */
export interface WordTables {
  openTable(): void;
  openRow(): void;
  openCell(): void;
  closeCell(): void;
  closeRow(): void;
  closeTable(): void;
  inTable(): boolean;
  inCell(): boolean;
  addText(text: string): void;
  /** A text box inside a cell is not the cell's text. */
  suspend(): void;
  resume(): void;
  /** Full and finished blocks. */
  take(place: Place): TableBlock[];
}

export function createWordTables(nextTable: () => number): WordTables {
  let open: OpenTable[] = [];
  const suspended: OpenTable[][] = [];
  let done: Omit<TableBlock, 'place'>[] = [];

  const emit = (table: OpenTable): void => {
    if (table.rows.length === 0) return;
    done.push({ kind: 'table', table: table.table, firstRow: table.firstRow, rows: table.rows });
    table.firstRow += table.rows.length;
    table.rows = [];
  };
  const tables: WordTables = {
    openTable() {
      open.push({ table: nextTable(), rows: [], firstRow: 1, row: [], cell: undefined });
    },
    openRow() {
      const table = open.at(-1);
      if (table) table.row = [];
    },
    openCell() {
      const table = open.at(-1);
      if (table) table.cell = '';
    },
    closeCell() {
      const table = open.at(-1);
      if (table?.cell === undefined) return;
      table.row.push(table.cell.trim());
      table.cell = undefined;
    },
    closeRow() {
      const table = open.at(-1);
      if (!table) return;
      if (table.row.length > 0) table.rows.push(table.row);
      table.row = [];
      if (table.rows.length >= ROWS_PER_BLOCK) emit(table);
    },
    closeTable() {
      tables.closeCell();
      tables.closeRow();
      const table = open.pop();
      if (table) emit(table);
    },
    inTable: () => open.length > 0,
    inCell: () => open.at(-1)?.cell !== undefined,
    addText(text) {
      const table = open.at(-1);
      if (table?.cell !== undefined) table.cell += text;
    },
    suspend() {
      suspended.push(open);
      open = [];
    },
    resume() {
      while (open.length > 0) tables.closeTable();
      open = suspended.pop() ?? [];
    },
    take(place) {
      const blocks = done.map((block) => ({ ...block, place }));
      done = [];
      return blocks;
    },
  };
  return tables;
}
