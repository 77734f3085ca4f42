import { type Kysely, type RawBuilder, SqliteAdapter, sql } from 'kysely';

/** Where the two databases speak differently. */
export function isSqlite(db: Kysely<unknown>): boolean {
  return db.getExecutor().adapter instanceof SqliteAdapter;
}

export function binaryType(db: Kysely<unknown>): RawBuilder<unknown> {
  return isSqlite(db) ? sql`blob` : sql`bytea`;
}

/** Refuses every change of a row that was written. */
export async function makeAppendOnly(db: Kysely<unknown>, table: string): Promise<void> {
  for (const action of ['update', 'delete']) {
    const name = `${table}_refuse_${action}`;
    if (isSqlite(db)) {
      await sql
        .raw(
          `CREATE TRIGGER ${name} BEFORE ${action} ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
        )
        .execute(db);
      continue;
    }
    await sql
      .raw(
        `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '${table} is append-only'; END $$`,
      )
      .execute(db);
    await sql
      .raw(`CREATE TRIGGER ${name} BEFORE ${action} ON ${table} FOR EACH ROW EXECUTE FUNCTION ${name}()`)
      .execute(db);
  }
}
