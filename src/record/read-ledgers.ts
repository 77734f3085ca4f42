import { type Kysely, sql } from 'kysely';
import type { PeopleLedger } from '../model/index.ts';
import type { Schema } from './schema.ts';

const FILES_AT_ONCE = 500;
/** Lists up to this size come with those of other files; a longer one comes by itself. */
const SHORT_BYTES = 16_000;

/** The people of each file asked for, in that order, absent where there are none. No more than 8 MB or one list are held at a time. */
export async function* readLedgers(
  db: Kysely<Schema>,
  fileIds: readonly number[],
): AsyncGenerator<PeopleLedger | undefined, void, undefined> {
  for (let from = 0; from < fileIds.length; from += FILES_AT_ONCE) {
    const ids = fileIds.slice(from, from + FILES_AT_ONCE);
    const { rows: found } = await sql<{ file_id: number; rows: Uint8Array | null }>`SELECT file_id,
      CASE WHEN length(rows) <= ${SHORT_BYTES} THEN rows END AS rows
      FROM people WHERE file_id IN (${sql.join(ids)})`.execute(db);
    const short = new Map(found.map(({ file_id, rows }) => [file_id, rows]));
    for (const id of ids) {
      const rows = short.get(id);
      if (rows === undefined) yield undefined;
      else yield rows === null ? await readLedger(db, id) : { rows };
    }
  }
}

export async function readLedger(db: Kysely<Schema>, fileId: number): Promise<PeopleLedger | undefined> {
  const row = await db.selectFrom('people').select('rows').where('file_id', '=', fileId).executeTakeFirst();
  return row && { rows: row.rows };
}
