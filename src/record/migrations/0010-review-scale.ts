import type { Kysely } from 'kysely';

/** Indexes in the order in which the web app counts and pages, so that no table is read for it; and what a run's verdicts rest on. */
export const reviewScale = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const [table, name, columns] of INDEXES)
      await db.schema.createIndex(name).on(table).columns(columns).execute();
    await db.schema.dropIndex('flag_events_by_run').execute();
    await db.schema.alterTable('runs').addColumn('judged_by', 'text').execute();
  },
};

const INDEXES: readonly (readonly [table: string, name: string, columns: string[]])[] = [
  ['flags', 'flags_counted', ['active', 'state', 'rule', 'severity', 'due_ms']],
  ['flags', 'flags_by_exposure', ['active', 'exposure_id', 'severity_rank', 'rule', 'state', 'owner']],
  ['flag_events', 'flag_events_by_time', ['at_ms', 'run_id', 'kind', 'flag_id']],
  ['flag_events', 'flag_events_by_run_and_kind', ['run_id', 'kind', 'flag_id']],
  ['files', 'files_by_outcome', ['outcome', 'directory_id', 'reason', 'vanished_run', 'since_run']],
];
