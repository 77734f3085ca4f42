import type { Kysely } from 'kysely';
import { isSqlite } from './dialect.ts';

/** Who can read a file, account by account, now and in its earlier states. 0 stands for not known. */
export const policy = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('reader_sets')
      .addColumn('id', 'integer', (column) =>
        isSqlite(db) ? column.primaryKey() : column.generatedByDefaultAsIdentity().primaryKey(),
      )
      .addColumn('readers', 'text', (column) => column.notNull().unique())
      .execute();
    for (const table of ['files', 'file_states']) {
      await db.schema
        .alterTable(table)
        .addColumn('readers', 'integer', (column) => column.notNull().defaultTo(0))
        .execute();
    }
  },
};
