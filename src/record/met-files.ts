import { type RawBuilder, sql } from 'kysely';

/**
 * Condition on `files f join directories d`: met by this run. A directory that was listed by the run stands for all its rows
 * that have not vanished; one that could not be listed stands for itself only.
 */
export function metBy(runId: number): RawBuilder<boolean> {
  return sql<boolean>`(f.vanished_run IS NULL AND f.outcome IS NOT NULL
    AND ((f.name <> '.' AND d.listed_run = ${runId}) OR (f.name = '.' AND d.seen_run = ${runId})))`;
}

/** Condition on `files f`: in the record and not vanished. */
export function present(): RawBuilder<boolean> {
  return sql<boolean>`(f.vanished_run IS NULL AND f.outcome IS NOT NULL)`;
}

/** Above every run: the greatest number of PostgreSQL's integer. */
export const LAST_RUN_ID = 2_147_483_647;
