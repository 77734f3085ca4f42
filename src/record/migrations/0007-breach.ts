import { type Kysely, sql } from 'kysely';
import { binaryType } from './dialect.ts';

/** One key for the people of each incident, and incidents that no scan reported. */
export const breach = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('incident_keys')
      .addColumn('assessment_id', 'integer', (column) => column.primaryKey().references('assessments.id'))
      .addColumn('made_ms', 'double precision', (column) => column.notNull())
      .addColumn('sealed_key', binaryType(db) as never)
      .addColumn('destroyed_ms', 'double precision')
      .execute();
    // SQLite takes NOT NULL from a column only by making it anew.
    await db.schema.alterTable('assessments').addColumn('first_run', 'integer').execute();
    await sql`UPDATE assessments SET first_run = opened_run`.execute(db);
    await db.schema.alterTable('assessments').dropColumn('opened_run').execute();
    await db.schema.alterTable('assessments').renameColumn('first_run', 'opened_run').execute();
  },
};
