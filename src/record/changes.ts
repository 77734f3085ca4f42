import { type Kysely, sql } from 'kysely';
import type { Readers } from '../model/index.ts';
import { LAST_RUN_ID } from './met-files.ts';
import { cataloguePath } from './names.ts';
import type { Changes, FileChange, FileState } from './recorded.ts';
import type { Schema } from './schema.ts';

interface ChangeRow {
  readonly id: number;
  readonly share: string;
  readonly directory: string;
  readonly name: string;
  readonly outcome: FileChange['after'];
  readonly first_run: number;
  readonly vanished_run: number | null;
  readonly content_digest: string | null;
  readonly before: FileChange['before'] | null;
  readonly before_content: string | null;
  /** 1 where the file was known and gone at that time. */
  readonly before_vanished: number | null;
  readonly before_until: number | null;
  readonly after_until: number | null;
}

/**
 * Rows that are new since the run, or whose state began after it, beside the state that held in the run: the oldest one that
 * ended after it. The same at the other end; the present state where none ended after that.
 */
export async function changesSince(db: Kysely<Schema>, runId: number, untilRunId = LAST_RUN_ID): Promise<Changes> {
  const { rows: all } =
    await sql<ChangeRow>`SELECT f.id, s.name AS share, d.path AS directory, f.name, coalesce(a.outcome, f.outcome) AS outcome,
      f.first_run, CASE WHEN a.file_id IS NULL THEN f.vanished_run WHEN a.vanished = 1 THEN a.since_run END AS vanished_run,
      CASE WHEN a.file_id IS NULL THEN f.content_digest ELSE a.content_digest END AS content_digest,
      b.until_run AS before_until, a.until_run AS after_until, b.outcome AS before, b.content_digest AS before_content, b.vanished AS before_vanished
    FROM files f JOIN directories d ON d.id = f.directory_id JOIN shares s ON s.id = d.share_id
    LEFT JOIN file_states b ON b.file_id = f.id AND b.until_run =
      (SELECT min(until_run) FROM file_states WHERE file_id = f.id AND until_run > ${runId})
    LEFT JOIN file_states a ON a.file_id = f.id AND a.until_run =
      (SELECT min(until_run) FROM file_states WHERE file_id = f.id AND until_run > ${untilRunId})
    WHERE f.first_run <= ${untilRunId} AND f.since_run > ${runId} AND f.outcome IS NOT NULL ORDER BY s.name, d.path, f.name`.execute(
      db,
    );
  // One state for both ends: nothing happened in between.
  const rows = all.filter((row) => row.before_until === null || row.before_until !== row.after_until);
  const is = (test: (row: ChangeRow) => boolean) => rows.filter(test).map(toChange);
  return {
    added: is((row) => !wasThere(row, runId) && isThere(row)),
    changed: is((row) => wasThere(row, runId) && isThere(row) && row.before_content !== row.content_digest),
    vanished: is((row) => wasThere(row, runId) && !isThere(row)),
    newlyMatched: is(
      (row) => isThere(row) && row.outcome === 'matched' && !(wasThere(row, runId) && row.before === 'matched'),
    ),
    cleaned: is(
      (row) => wasThere(row, runId) && row.before === 'matched' && (!isThere(row) || row.outcome === 'clean'),
    ),
  };
}

/** States of a file, oldest first; the present one is the last and has no end. A time in which it was gone is left out. */
export async function historyOf(db: Kysely<Schema>, fileId: number): Promise<FileState[]> {
  const earlier = await db
    .selectFrom('file_states')
    .leftJoin('reader_sets', 'reader_sets.id', 'file_states.readers')
    .selectAll('file_states')
    .select('reader_sets.readers as reader_set')
    .where('file_id', '=', fileId)
    .where('vanished', '=', 0)
    .orderBy('until_run')
    .execute();
  const present = await db
    .selectFrom('files')
    .leftJoin('reader_sets', 'reader_sets.id', 'files.readers')
    .selectAll('files')
    .select('reader_sets.readers as reader_set')
    .where('files.id', '=', fileId)
    .executeTakeFirst();
  const states: FileState[] = earlier.map((row) => ({
    ...toState(row),
    untilRunId: row.until_run,
    types: JSON.parse(row.types) as Record<string, number>,
  }));
  if (!present || present.outcome === null || present.vanished_run !== null) return states;
  const types = await db.selectFrom('type_counts').selectAll().where('file_id', '=', fileId).orderBy('type').execute();
  const strong = types
    .filter(({ high, medium }) => high + medium > 0)
    .map(({ type, high, medium }) => [type, high + medium]);
  return [...states, { ...toState({ ...present, outcome: present.outcome }), types: Object.fromEntries(strong) }];
}

function toState(row: {
  since_run: number;
  outcome: string;
  audience: string;
  location: string;
  content_digest: string | null;
  reader_set: string | null;
}) {
  return {
    sinceRunId: row.since_run,
    outcome: row.outcome as FileState['outcome'],
    audience: row.audience as FileState['audience'],
    location: row.location as FileState['location'],
    ...(row.content_digest !== null && { contentDigest: row.content_digest }),
    ...(row.reader_set !== null && { readers: JSON.parse(row.reader_set) as Readers }),
  };
}

function wasThere(row: ChangeRow, runId: number): boolean {
  return row.first_run <= runId && row.before_vanished !== 1 && row.before !== null;
}

function isThere(row: ChangeRow): boolean {
  return row.vanished_run === null;
}

function toChange(row: ChangeRow): FileChange {
  return {
    fileId: row.id,
    share: row.share,
    path: cataloguePath(row.directory, row.name),
    ...(row.before && { before: row.before }),
    ...(row.vanished_run === null && row.outcome && { after: row.outcome }),
  };
}
