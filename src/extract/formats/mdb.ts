import type MDBReader from 'mdb-reader';
import type { Extracted } from '../../model/index.ts';
import { inPart, textBlocks, unread } from '../blocks.ts';
import { sweepText } from '../compound/sweep.ts';
import type { CellFile } from '../database/table-parts.ts';
import { cellText, ROWS_PER_BLOCK, readAside, tablePlace } from '../database/table-parts.ts';
import type { Format, ReadContext } from '../format.ts';
import { attempt, quietly } from '../quietly.ts';
import { wholeOf } from '../source.ts';

const DATABASE_BYTES_MAX = 96 * 1024 * 1024;

/** Microsoft Access 97 to today. */
export const mdb: Format = {
  name: 'mdb',
  extensions: ['mdb', 'accdb', 'mde', 'accde', 'mda', 'accda', 'accdt'],
  looksLike: ({ head }) => /^Standard (?:Jet|ACE) DB\0/.test(head.toString('latin1', 4, 20)),
  async *read(source, context) {
    const { place, budget } = context;
    const bytes = await wholeOf(source, budget, DATABASE_BYTES_MAX);
    const database = await opened(bytes);
    if (typeof database === 'string') {
      if (database === 'encrypted') yield unread(place, 'encrypted', undefined, 'unknown');
      else {
        yield* sweepText(inPart(place, 'raw-bytes'), bytes, budget);
        yield unread(place, 'damaged', 'the tables cannot be told apart; what reads like text was read');
      }
      return;
    }
    const names = attempt(() => database.getTableNames()) ?? [];
    yield* textBlocks(inPart(place, 'metadata'), names.map((name) => `${name}\n`).join(''));
    for (const name of names) yield* readTable(database, name, context);
  },
};

/** The library says by its message only whether a password is missing. */
async function opened(bytes: Buffer): Promise<MDBReader | 'encrypted' | 'damaged'> {
  const { default: Reader } = await import('mdb-reader');
  try {
    return quietly(() => new Reader(bytes));
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    return /password|encrypt|provider|not implemented/i.test(message) ? 'encrypted' : 'damaged';
  }
}

async function* readTable(database: MDBReader, name: string, context: ReadContext): AsyncIterable<Extracted> {
  const place = tablePlace(context.place, name);
  const opened = attempt(() => {
    const found = database.getTable(name);
    return { found, columns: found.getColumnNames(), rowCount: found.rowCount };
  });
  if (!opened) {
    yield unread(place, 'damaged', 'the table cannot be read');
    return;
  }
  const { found, columns, rowCount } = opened;
  const table = context.nextTable();
  const aside: CellFile[] = [];
  for (let rowOffset = 0; rowOffset < rowCount; rowOffset += ROWS_PER_BLOCK) {
    context.budget.checkTime();
    const data = attempt(() => found.getData({ rowOffset, rowLimit: ROWS_PER_BLOCK }));
    if (!data) {
      yield unread(place, 'damaged', 'the table is damaged from some row on');
      return;
    }
    if (data.length === 0) return;
    const rows = data.map((record, index) =>
      columns.map((column) => cellText(record[column], () => `${name} row ${rowOffset + index + 1} ${column}`, aside)),
    );
    yield { kind: 'table', place, table, columns, firstRow: rowOffset + 1, rows };
    yield* readAside(aside, context);
  }
}
