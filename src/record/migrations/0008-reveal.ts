import type { Kysely } from 'kysely';

/** Reveals of single values, files held in quarantine, and samples of clean files that a person checks. */
export const reveal = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('reveals')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('asked_ms', 'double precision', (column) => column.notNull())
      .addColumn('asked_by', 'text', (column) => column.notNull())
      .addColumn('file_id', 'integer', (column) => column.notNull().references('files.id'))
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('place', 'text', (column) => column.notNull())
      .addColumn('fingerprint', 'text', (column) => column.notNull())
      .addColumn('masked', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('decided_by', 'text')
      .addColumn('decided_ms', 'double precision')
      .addColumn('valid_ms', 'double precision', (column) => column.notNull())
      .addColumn('until_ms', 'double precision')
      .addColumn('shown_ms', 'double precision')
      .execute();
    await db.schema.createIndex('reveals_by_state').on('reveals').columns(['state', 'id']).execute();
    await db.schema
      .createTable('quarantines')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('file_id', 'integer', (column) => column.notNull().references('files.id'))
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('content_digest', 'text', (column) => column.notNull())
      .addColumn('size_bytes', 'double precision', (column) => column.notNull())
      .addColumn('modified_ms', 'double precision', (column) => column.notNull())
      .addColumn('mode', 'integer', (column) => column.notNull())
      .addColumn('contact', 'text', (column) => column.notNull())
      .addColumn('why', 'text', (column) => column.notNull())
      .addColumn('moved_by', 'text', (column) => column.notNull())
      .addColumn('moved_ms', 'double precision', (column) => column.notNull())
      .addColumn('restored_by', 'text')
      .addColumn('restored_ms', 'double precision')
      .execute();
    await db.schema.createIndex('quarantines_by_file').on('quarantines').column('file_id').execute();
    await db.schema
      .createTable('clean_samples')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('week', 'text', (column) => column.notNull())
      .addColumn('area', 'text', (column) => column.notNull())
      .addColumn('seed', 'text', (column) => column.notNull())
      .addColumn('clean_files', 'integer', (column) => column.notNull())
      .addColumn('drawn_ms', 'double precision', (column) => column.notNull())
      .addUniqueConstraint('one_sample_per_week_and_area', ['week', 'area'])
      .execute();
    await db.schema
      .createTable('clean_sample_files')
      .addColumn('sample_id', 'integer', (column) => column.notNull().references('clean_samples.id'))
      .addColumn('file_id', 'integer', (column) => column.notNull().references('files.id'))
      .addColumn('content_digest', 'text')
      .addColumn('answer', 'text')
      .addColumn('answered_by', 'text')
      .addColumn('answered_ms', 'double precision')
      .addColumn('note', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('clean_sample_files_key', ['sample_id', 'file_id'])
      .execute();
  },
};
