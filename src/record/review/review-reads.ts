import { sql } from 'kysely';
import type { UnreadReason } from '../../model/index.ts';
import { flagsWithin } from '../flags/flag-conditions.ts';
import { liesWithin } from '../folder-scope.ts';
import { present } from '../met-files.ts';
import { cataloguePath } from '../names.ts';
import type { Connection } from '../open-database.ts';
import { explained } from '../store-errors.ts';
import type { EntryCount, ReviewReads } from './review-types.ts';

const DAY_MS = 86_400_000;

export function createReviewReads({ db, path }: Connection): ReviewReads {
  return {
    entries: explained(path, async ({ sinceMs, within }) => {
      const ofArea = within ? sql`AND +v.flag_id IN (${flagsWithin(liesWithin(within))})` : sql``;
      // All entries of one scan or of one decision have one time: few groups, which an index holds in order.
      const { rows } = await sql<{ at_ms: number; run_id: number | null; kind: string; n: number }>`SELECT v.at_ms,
          v.run_id, v.kind, count(*) AS n
        FROM flag_events v WHERE v.at_ms >= ${sinceMs} ${ofArea} GROUP BY v.at_ms, v.run_id, v.kind`.execute(db);
      const groups = new Map<string, EntryCount>();
      for (const { at_ms, run_id, kind, n } of rows) {
        const day = Math.floor(at_ms / DAY_MS);
        const key = `${day} ${run_id} ${kind}`;
        groups.set(key, {
          ...(run_id !== null && { runId: run_id }),
          day,
          kind: kind as EntryCount['kind'],
          entries: (groups.get(key)?.entries ?? 0) + Number(n),
        });
      }
      return [...groups.values()];
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
          t.outcome, t.partly, sum(t.n) AS n
        FROM (SELECT f.directory_id, f.outcome, CASE WHEN f.outcome <> 'unread' AND f.reason IS NOT NULL THEN 1 ELSE 0 END AS partly,
            count(*) AS n
          FROM files f WHERE ${present()} GROUP BY f.outcome, f.directory_id, f.reason) t
        JOIN directories d ON d.id = t.directory_id JOIN shares s ON s.id = d.share_id
        ${within ? sql`WHERE ${liesWithin(within)}` : sql``} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`.execute(db);
      return rows.map(({ share, outcome, partly, n }) => ({ share, outcome, partly: partly === 1, files: Number(n) }));
    }),
  };
}
