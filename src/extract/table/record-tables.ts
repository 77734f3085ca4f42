import type { Place, TableBlock } from '../../model/index.ts';
import type { RowSink } from './row-blocks.ts';
import { createRowSink } from './row-blocks.ts';

/** Tables kept open at one time; further ones share the last. */
const TABLES_MAX = 200;

/** Columns of one table; further keys share one column, so that keys that are data cost no memory. */
const COLUMNS_MAX = 1000;

const OTHER_COLUMN = 'other';

/** One record: values under key paths relative to the record. A key may come more than once. */
export interface RecordRow {
  readonly values: readonly (readonly [column: string, value: string])[];
}

export interface RecordTables {
  /** Adds a record to the table of its kind. `kind` is its path in the document, without positions. */
  add(kind: string, record: RecordRow): Generator<TableBlock>;
  flush(): Generator<TableBlock>;
}

interface OpenTable {
  readonly columns: Map<string, number>;
  readonly table: number;
  sink: RowSink;
  rows: number;
  /** Columns that the open sink was made with. */
  known: number;
}

/** Turns records that share a kind into tables, streaming: the columns of a table grow as new keys come. */
export function createRecordTables(place: Place, nextTable: () => number): RecordTables {
  const tables = new Map<string, OpenTable>();

  const tableFor = (kind: string): OpenTable => {
    const key = tables.size >= TABLES_MAX && !tables.has(kind) ? '' : kind;
    let open = tables.get(key);
    if (!open) {
      const table = nextTable();
      open = { columns: new Map(), table, sink: createRowSink(place, table, []), rows: 0, known: 0 };
      tables.set(key, open);
    }
    return open;
  };
  return {
    *add(kind, record) {
      const open = tableFor(kind);
      const row = layOut(record, open.columns);
      if (open.known !== open.columns.size) {
        const before = open.sink.flush();
        if (before) yield before;
        open.sink = createRowSink(place, open.table, [...open.columns.keys()].map(plainColumn));
        open.known = open.columns.size;
      }
      open.rows += 1;
      const full = open.sink.add(row, open.rows);
      if (full) yield full;
    },
    *flush() {
      for (const open of tables.values()) {
        const block = open.sink.flush();
        if (block) yield block;
      }
    },
  };
}

/** Cells in column order; a key that comes again gets a column of its own, of the same name. */
function layOut(record: RecordRow, columns: Map<string, number>): string[] {
  const row: string[] = [];
  const used = new Set<number>();
  for (const [name, value] of record.values) {
    let index = columnIndex(columns, name);
    for (let again = 2; used.has(index) && again <= 64; again += 1)
      index = columnIndex(columns, `${name}\u0000${again}`);
    while (row.length <= index) row.push('');
    row[index] = used.has(index) ? `${row[index]}\n${value}` : value;
    used.add(index);
  }
  return row;
}

function columnIndex(columns: Map<string, number>, name: string): number {
  const known = columns.get(name);
  if (known !== undefined) return known;
  const key = columns.size >= COLUMNS_MAX ? OTHER_COLUMN : name;
  const index = columns.get(key) ?? columns.size;
  columns.set(key, index);
  return index;
}

function plainColumn(name: string): string {
  const mark = name.indexOf('\u0000');
  return mark < 0 ? name : name.slice(0, mark);
}
