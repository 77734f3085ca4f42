import type { RowValues } from './file-row.ts';
import type { Store } from './store.ts';

/** Rows in one statement, the most first: on PostgreSQL every statement is a round trip. */
const ROWS_AT_ONCE = [32, 8, 1] as const;

/** Writes rows of one table in few statements, in their order; inside the caller's transaction. */
export function prepareInsert(
  store: Store,
  table: string,
  columns: readonly string[],
): (rows: readonly RowValues[]) => void {
  const row = `(${columns.map(() => '?').join(', ')})`;
  const statements = ROWS_AT_ONCE.map((count) => ({
    count,
    statement: store.prepare(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${Array(count).fill(row).join(', ')}`,
    ),
  }));
  return (rows) => {
    let at = 0;
    for (const { count, statement } of statements) {
      for (; at + count <= rows.length; at += count) statement.run(rows.slice(at, at + count).flat());
    }
  };
}
