import { type Kysely, sql } from 'kysely';
import { binaryType, makeAppendOnly } from './dialect.ts';

/** Keyed content digests, exposures and flags. */
export const nights = {
  async up(db: Kysely<unknown>): Promise<void> {
    await keyContentDigests(db);
    await makeExposures(db);
    await makeFlags(db);
    await makeAppendOnly(db, 'flag_events');
  },
};

/** Digests without a key could be guessed: those that an older version wrote are forgotten and made anew at the next reading. */
async function keyContentDigests(db: Kysely<unknown>): Promise<void> {
  for (const table of ['files', 'file_states', 'assessment_files']) {
    await db.schema.alterTable(table).renameColumn('content_sha256', 'content_digest').execute();
    await sql`UPDATE ${sql.table(table)} SET content_digest = NULL`.execute(db);
  }
  await db.schema.createIndex('files_by_time_and_size').on('files').columns(['modified_ms', 'size_bytes']).execute();
}

async function makeExposures(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('exposures')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('opened_run', 'integer', (column) => column.notNull())
    .addColumn('people_lower', 'integer', (column) => column.notNull())
    .addColumn('people_likely', 'integer', (column) => column.notNull())
    .addColumn('people_upper', 'integer', (column) => column.notNull())
    .addColumn('distinct_contents', 'integer', (column) => column.notNull())
    .addColumn('types', 'text', (column) => column.notNull())
    .addColumn('owner', 'text')
    .addColumn('people_keys', binaryType(db), (column) => column.notNull())
    .addColumn('value_keys', binaryType(db), (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('exposure_files')
    .addColumn('file_id', 'integer', (column) => column.primaryKey().references('files.id'))
    .addColumn('exposure_id', 'integer', (column) => column.notNull().references('exposures.id'))
    .addColumn('content_digest', 'text')
    .addColumn('read_run', 'integer', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('exposure_files_by_exposure').on('exposure_files').column('exposure_id').execute();
  await db.schema
    .createTable('exposure_contents')
    .addColumn('content_digest', 'text', (column) => column.notNull())
    .addColumn('exposure_id', 'integer', (column) => column.notNull().references('exposures.id'))
    .addPrimaryKeyConstraint('exposure_contents_key', ['content_digest', 'exposure_id'])
    .execute();
}

async function makeFlags(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('flags')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('exposure_id', 'integer', (column) => column.notNull().references('exposures.id'))
    .addColumn('rule', 'text', (column) => column.notNull())
    .addColumn('verdict', 'text', (column) => column.notNull())
    .addColumn('severity', 'text', (column) => column.notNull())
    .addColumn('severity_rank', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('active', 'integer', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('opened_run', 'integer', (column) => column.notNull())
    .addColumn('opened_ms', 'double precision', (column) => column.notNull())
    .addColumn('changed_ms', 'double precision', (column) => column.notNull())
    .addColumn('places', 'integer', (column) => column.notNull())
    .addColumn('first_file', 'integer', (column) => column.notNull().references('files.id'))
    .addColumn('people_sort', 'integer', (column) => column.notNull())
    .addColumn('owner', 'text')
    .addColumn('assignee', 'text')
    .addColumn('due_ms', 'double precision')
    .addColumn('until_ms', 'double precision')
    .addUniqueConstraint('one_flag_per_rule_and_exposure', ['exposure_id', 'rule'])
    .execute();
  for (const [name, columns] of Object.entries(FLAG_INDEXES)) {
    await db.schema.createIndex(name).on('flags').columns(columns).execute();
  }
  await db.schema
    .createTable('flag_places')
    .addColumn('flag_id', 'integer', (column) => column.notNull().references('flags.id'))
    .addColumn('file_id', 'integer', (column) => column.notNull().references('files.id'))
    .addColumn('share_id', 'integer', (column) => column.notNull().references('shares.id'))
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('verdict', 'text', (column) => column.notNull())
    .addColumn('severity', 'text', (column) => column.notNull())
    .addColumn('audience', 'text', (column) => column.notNull())
    .addColumn('since_run', 'integer', (column) => column.notNull())
    .addColumn('until_run', 'integer')
    .addColumn('why', 'text')
    .addColumn('decided', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('flag_places_key', ['flag_id', 'file_id'])
    .execute();
  await db.schema.createIndex('flag_places_by_file').on('flag_places').column('file_id').execute();
  await db.schema
    .createTable('flag_baselines')
    .addColumn('flag_id', 'integer', (column) => column.primaryKey().references('flags.id'))
    .addColumn('people_keys', binaryType(db), (column) => column.notNull())
    .addColumn('value_keys', binaryType(db), (column) => column.notNull())
    .addColumn('types', 'text', (column) => column.notNull())
    .addColumn('scope', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('flag_events')
    .addColumn('flag_id', 'integer', (column) => column.notNull().references('flags.id'))
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('at_ms', 'double precision', (column) => column.notNull())
    .addColumn('run_id', 'integer')
    .addColumn('who', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('why', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('audit_id', 'integer', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('flag_events_key', ['flag_id', 'version'])
    .execute();
  await db.schema.createIndex('flag_events_by_audit').on('flag_events').column('audit_id').execute();
  await db.schema.createIndex('flag_events_by_run').on('flag_events').column('run_id').execute();
}

/** One for each way in which the list is paged. */
const FLAG_INDEXES: Readonly<Record<string, string[]>> = {
  flags_by_severity: ['active', 'severity_rank', 'people_sort', 'id'],
  flags_by_people: ['active', 'people_sort', 'id'],
  flags_by_age: ['active', 'opened_ms', 'id'],
  flags_by_due: ['active', 'due_ms', 'id'],
  flags_by_rule: ['rule', 'active', 'severity_rank', 'people_sort', 'id'],
  flags_by_assignee: ['assignee', 'active', 'severity_rank', 'people_sort', 'id'],
  flags_by_state: ['state', 'severity_rank', 'people_sort', 'id'],
};
