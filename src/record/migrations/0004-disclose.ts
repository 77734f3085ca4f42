import type { Kysely } from 'kysely';

/** The register of agreements, and the log of disclosures (34 CFR 99.32, https://www.ecfr.gov/current/title-34/section-99.32). */
export const disclose = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('agreements')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('sha256', 'text', (column) => column.notNull())
      .addColumn('recipient', 'text', (column) => column.notNull())
      .addColumn('expires', 'text', (column) => column.notNull())
      .addColumn('registered_ms', 'double precision', (column) => column.notNull())
      .addColumn('registered_by', 'text', (column) => column.notNull())
      .addColumn('withdrawn_ms', 'double precision')
      .execute();
    await db.schema
      .createTable('disclosures')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('at_ms', 'double precision', (column) => column.notNull())
      .addColumn('who', 'text', (column) => column.notNull())
      .addColumn('recipient', 'text', (column) => column.notNull())
      .addColumn('interest', 'text', (column) => column.notNull())
      .addColumn('basis', 'text', (column) => column.notNull())
      .addColumn('agreement', 'text', (column) => column.notNull())
      .addColumn('agreement_sha256', 'text', (column) => column.notNull())
      .addColumn('certificate_sha256', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('disclosure_files')
      .addColumn('disclosure_id', 'text', (column) => column.notNull().references('disclosures.id'))
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('content_sha256', 'text', (column) => column.notNull())
      .addColumn('size_bytes', 'double precision', (column) => column.notNull())
      .addColumn('types', 'text', (column) => column.notNull())
      .addColumn('row_count', 'integer', (column) => column.notNull())
      .addColumn('row_fingerprints', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('disclosure_files_key', ['disclosure_id', 'position'])
      .execute();
    await db.schema
      .createIndex('disclosure_files_by_content')
      .on('disclosure_files')
      .column('content_sha256')
      .execute();
  },
};
