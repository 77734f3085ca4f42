import { type Kysely, sql } from 'kysely';
import type { UnreadReason } from '../../model/index.ts';
import { metBy, present } from '../met-files.ts';
import type { Schema } from '../schema.ts';
import { nightsBetween, nightsOfShares } from './night-digest.ts';
import type { ShareCoverage } from './night-types.ts';

interface Group {
  readonly outcome: string;
  readonly reason: string | null;
  readonly met: number;
  readonly outdated: number;
  readonly files: number;
  readonly since: number;
  readonly size: number;
}

/** The ledger of every share that was ever scanned, in the order of their names. */
export async function readCoverage(db: Kysely<Schema>): Promise<ShareCoverage[]> {
  const shares = await db.selectFrom('shares').selectAll().orderBy('name').orderBy('root').execute();
  const nights = await nightsOfShares(db);
  const coverage: ShareCoverage[] = [];
  for (const { id, name, root } of shares) {
    const ofShare = nights.get(id) ?? [];
    coverage.push({ share: name, root, ...(await coverageOf(db, id, ofShare)) });
  }
  return coverage;
}

async function coverageOf(
  db: Kysely<Schema>,
  shareId: number,
  nights: readonly number[],
): Promise<Omit<ShareCoverage, 'share' | 'root'>> {
  const runId = nights.at(-1);
  const run =
    runId === undefined
      ? undefined
      : await db.selectFrom('runs').select(['engine', 'started_ms']).where('id', '=', runId).executeTakeFirst();
  const { rows } = await sql<Group>`SELECT f.outcome, f.reason, CASE WHEN ${metBy(runId ?? 0)} THEN 1 ELSE 0 END AS met,
      CASE WHEN f.kind = 'file' AND f.engine <> ${run?.engine ?? 0} THEN 1 ELSE 0 END AS outdated,
      count(*) AS files, min(f.since_run) AS since, sum(f.size_bytes) AS size
    FROM directories d JOIN files f ON f.directory_id = d.id
    WHERE d.share_id = ${shareId} AND ${present()} GROUP BY 1, 2, 3, 4`.execute(db);
  const met = rows.filter((row) => row.met === 1);
  const unread = met.filter(({ outcome }) => outcome === 'unread');
  const count = (groups: readonly Group[]) => groups.reduce((sum, { files }) => sum + Number(files), 0);
  return {
    ...(runId !== undefined && { runId }),
    ...(run && { atMs: run.started_ms }),
    met: count(met),
    fullyRead: count(met.filter(({ outcome, reason }) => outcome !== 'unread' && reason === null)),
    partlyRead: count(met.filter(({ outcome, reason }) => outcome !== 'unread' && reason !== null)),
    unread: count(unread),
    sizeBytes: met.reduce((sum, { size }) => sum + Number(size), 0),
    unreadByReason: byReason(unread, nights),
    notMet: count(rows) - count(met),
    outdated: count(met.filter(({ outdated, outcome }) => outdated === 1 && outcome !== 'unread')),
  };
}

function byReason(unread: readonly Group[], nights: readonly number[]): ShareCoverage['unreadByReason'] {
  const reasons = new Map<UnreadReason, { files: number; since: number }>();
  for (const { reason, files, since } of unread) {
    const key = (reason ?? 'not-reached') as UnreadReason;
    const known = reasons.get(key);
    reasons.set(key, {
      files: (known?.files ?? 0) + Number(files),
      since: Math.min(known?.since ?? since, since),
    });
  }
  return [...reasons]
    .map(([reason, { files, since }]) => ({
      reason,
      files,
      nights: nightsBetween(nights, since, Number.MAX_SAFE_INTEGER),
    }))
    .sort((a, b) => b.files - a.files || (a.reason < b.reason ? -1 : 1));
}
