import type { Kysely } from 'kysely';
import { binaryType } from './dialect.ts';

/** What stood before the newest decision on a flag, so that taking it back brings back what an earlier decision rested on. */
export const guard = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('flag_earlier_baselines')
      .addColumn('flag_id', 'integer', (column) => column.primaryKey().references('flags.id'))
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('people_keys', binaryType(db), (column) => column.notNull())
      .addColumn('value_keys', binaryType(db), (column) => column.notNull())
      .addColumn('types', 'text', (column) => column.notNull())
      .addColumn('scope', 'text', (column) => column.notNull())
      .addColumn('decided_files', 'text', (column) => column.notNull())
      .execute();
  },
};
