import type { Extracted } from '../../model/index.ts';
import { textChunks } from '../encoding/text-chunks.ts';
import type { Format } from '../format.ts';
import { createSqlRows } from '../table/sql-rows.ts';

const STATEMENT =
  /^\s*(?:(?:INSERT|REPLACE)\s+(?:\w+\s+){0,3}INTO\s+\S+|COPY\s+\S+\s*\([^()]*\)\s+FROM\s+stdin|CREATE\s+TABLE\s+\S+)/im;

/** Dumps of databases as SQL. */
export const sql: Format = {
  name: 'sql',
  extensions: ['sql', 'dump', 'txt'],
  looksLike: ({ text }) => text !== undefined && STATEMENT.test(text.slice(0, 64 * 1024)),
  async *read(source, context) {
    const rows = createSqlRows(context.place, context.nextTable);
    const notes: Extracted[] = [];
    for await (const { utf8 } of textChunks(source, context, notes)) {
      yield* notes.splice(0);
      rows.write(utf8.toString('utf8'));
      yield* rows.take();
    }
    rows.end();
    yield* rows.take();
  },
};
