import type { Kysely } from 'kysely';

/** Accounts of the web app, their sessions and the views that they saved. */
export const review = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('accounts')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('areas', 'text', (column) => column.notNull())
      .addColumn('password_hash', 'text')
      .addColumn('subject', 'text', (column) => column.unique())
      .addColumn('disabled', 'integer', (column) => column.notNull())
      .addColumn('must_change', 'integer', (column) => column.notNull())
      .addColumn('failures', 'integer', (column) => column.notNull())
      .addColumn('locked_until_ms', 'double precision')
      .addColumn('created_ms', 'double precision', (column) => column.notNull())
      .addColumn('seen_ms', 'double precision')
      .execute();
    await db.schema
      .createTable('sessions')
      .addColumn('id_hash', 'text', (column) => column.primaryKey())
      .addColumn('account', 'text', (column) => column.notNull().references('accounts.name'))
      .addColumn('started_ms', 'double precision', (column) => column.notNull())
      .addColumn('seen_ms', 'double precision', (column) => column.notNull())
      .addColumn('agent', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('sessions_by_account').on('sessions').column('account').execute();
    await db.schema
      .createTable('saved_views')
      .addColumn('account', 'text', (column) => column.notNull().references('accounts.name'))
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('query', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('saved_views_key', ['account', 'name'])
      .execute();
  },
};
