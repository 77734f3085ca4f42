import { sql } from 'kysely';
import type { UnreadReason } from '../../model/index.ts';
import { conditionsOf } from '../flags/flag-conditions.ts';
import { liesWithin } from '../folder-scope.ts';
import { present } from '../met-files.ts';
import { cataloguePath } from '../names.ts';
import type { Connection } from '../open-database.ts';
import { explained } from '../store-errors.ts';
import type { EntryCount, ReviewReads } from './review-types.ts';

const DAY_MS = 86_400_000;

export function createReviewReads({ db, path }: Connection): ReviewReads {
  return {
    entries: explained(path, async ({ sinceMs, ...filter }) => {
      const conditions = [sql<boolean>`v.at_ms >= ${sinceMs}`, ...conditionsOf(filter)];
      const { rows } = await sql<{ run_id: number | null; day: number; kind: string; n: number }>`SELECT v.run_id,
          CAST(floor(v.at_ms / ${sql.lit(DAY_MS)}) AS integer) AS day, v.kind, count(*) AS n
        FROM flag_events v JOIN flags g ON g.id = v.flag_id WHERE ${sql.join(conditions, sql` AND `)}
        GROUP BY 1, 2, 3 ORDER BY 2, 1, 3`.execute(db);
      return rows.map(({ run_id, day, kind, n }) => ({
        ...(run_id !== null && { runId: run_id }),
        day: Number(day),
        kind: kind as EntryCount['kind'],
        entries: Number(n),
      }));
    }),
    unread: explained(path, async ({ within, limit }) => {
      const from = sql`FROM files f JOIN directories d ON d.id = f.directory_id JOIN shares s ON s.id = d.share_id
        WHERE f.outcome = 'unread' AND ${present()}${within ? sql` AND ${liesWithin(within)}` : sql``}`;
      const { rows: counted } = await sql<{ n: number }>`SELECT count(*) AS n ${from}`.execute(db);
      const { rows } = await sql<{
        id: number;
        share: string;
        directory: string;
        name: string;
        reason: string | null;
        since_run: number;
      }>`SELECT f.id, s.name AS share, d.path AS directory, f.name, f.reason, f.since_run ${from}
        ORDER BY f.since_run, f.id LIMIT ${limit}`.execute(db);
      return {
        count: Number(counted[0]?.n ?? 0),
        files: rows.map(({ id, share, directory, name, reason, since_run }) => ({
          fileId: id,
          share,
          path: cataloguePath(directory, name),
          reason: (reason ?? 'not-reached') as UnreadReason,
          sinceRunId: since_run,
        })),
      };
    }),
    outcomes: explained(path, async ({ within }) => {
      const { rows } = await sql<{ share: string; outcome: string; partly: number; n: number }>`SELECT s.name AS share,
          f.outcome, CASE WHEN f.outcome <> 'unread' AND f.reason IS NOT NULL THEN 1 ELSE 0 END AS partly, count(*) AS n
        FROM files f JOIN directories d ON d.id = f.directory_id JOIN shares s ON s.id = d.share_id
        WHERE f.outcome IS NOT NULL AND ${present()}${within ? sql` AND ${liesWithin(within)}` : sql``}
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`.execute(db);
      return rows.map(({ share, outcome, partly, n }) => ({ share, outcome, partly: partly === 1, files: Number(n) }));
    }),
  };
}
