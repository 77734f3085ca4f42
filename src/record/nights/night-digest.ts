import { type Kysely, sql } from 'kysely';
import { type FlagNightEvent, OperatorError, SEVERITIES, type Severity, type UnreadReason } from '../../model/index.ts';
import { auditHead } from '../audit.ts';
import { cataloguePath } from '../names.ts';
import type { RunSummary } from '../recorded.ts';
import type { Schema } from '../schema.ts';
import type { DigestFlag, DigestGroup, NightDigest, UnreadFile } from './night-types.ts';

const SHOWN = 50;

const GROUP_OF: Readonly<Record<FlagNightEvent, DigestGroup>> = {
  opened: 'new',
  reopened: 'new',
  expired: 'new',
  worse: 'worse',
  regraded: 'worse',
  better: 'better',
  remediated: 'closed',
  moved: 'moved',
};

/** Compares a run with the last one that finished before it and scanned one of its shares. */
export async function readDigest(db: Kysely<Schema>, runId: number): Promise<NightDigest> {
  const run = await db.selectFrom('runs').select(['id', 'summary']).where('id', '=', runId).executeTakeFirst();
  if (!run) throw new OperatorError(`run ${runId}`, 'there is no such run', 'Give the number that a scan printed');
  const { notReached } = JSON.parse(run.summary ?? '{}') as Partial<RunSummary>;
  const sinceRunId = await runBefore(db, runId);
  const since = sinceRunId ?? 0;
  const events = await flagEvents(db, since, runId);
  const unread = await unreadFiles(db, runId);
  const before = sinceRunId === undefined ? [] : await unreadFiles(db, sinceRunId);
  const [now, then] = [new Set(unread.map(({ fileId }) => fileId)), new Set(before.map(({ fileId }) => fileId))];
  return {
    runId,
    ...(sinceRunId !== undefined && { sinceRunId }),
    flags: {
      new: groupOf(events, 'new'),
      worse: groupOf(events, 'worse'),
      better: groupOf(events, 'better'),
      closed: groupOf(events, 'closed'),
      moved: groupOf(events, 'moved'),
    },
    ...(notReached && { notReached }),
    auditHead: await auditHead(db),
    decisions: await decisionsBetween(db, since, runId),
    unread: {
      count: unread.length,
      sinceThen: unread.filter(({ fileId }) => !then.has(fileId)).length,
      noLonger: before.filter(({ fileId }) => !now.has(fileId)).length,
      first: [...unread].sort((a, b) => b.nights - a.nights || a.fileId - b.fileId).slice(0, SHOWN),
    },
  };
}

async function runBefore(db: Kysely<Schema>, runId: number): Promise<number | undefined> {
  const { rows } = await sql<{ id: number | null }>`SELECT max(r.id) AS id FROM runs r
    WHERE r.id < ${runId} AND r.state = 'finished' AND EXISTS (SELECT 1 FROM run_shares a
      JOIN run_shares b ON b.share_id = a.share_id AND b.run_id = ${runId} WHERE a.run_id = r.id)`.execute(db);
  return rows[0]?.id ?? undefined;
}

async function flagEvents(db: Kysely<Schema>, since: number, until: number): Promise<DigestFlag[]> {
  const { rows } = await sql<{
    flag_id: number;
    kind: string;
    why: string;
    data: string;
    rule: string;
    file_id: number;
    share: string;
    directory: string;
    name: string;
  }>`SELECT v.flag_id, v.kind, v.why, v.data, g.rule, g.first_file AS file_id, s.name AS share, d.path AS directory, f.name
    FROM flag_events v JOIN flags g ON g.id = v.flag_id JOIN files f ON f.id = g.first_file
    JOIN directories d ON d.id = f.directory_id JOIN shares s ON s.id = d.share_id
    WHERE v.run_id > ${since} AND v.run_id <= ${until} ORDER BY v.flag_id, v.version`.execute(db);
  const flags = rows.map(({ flag_id, kind, why, data, rule, file_id, share, directory, name }) => ({
    flagId: flag_id,
    rule,
    severity: (JSON.parse(data) as { severity: Severity }).severity,
    event: kind as FlagNightEvent,
    why,
    fileId: file_id,
    share,
    path: cataloguePath(directory, name),
  }));
  return flags.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || a.flagId - b.flagId);
}

function groupOf(events: readonly DigestFlag[], group: DigestGroup): NightDigest['flags'][DigestGroup] {
  const of = events.filter(({ event }) => GROUP_OF[event] === group);
  return { count: of.length, first: of.slice(0, SHOWN) };
}

/** What people entered after the run before had ended and before this one did. */
async function decisionsBetween(db: Kysely<Schema>, since: number, until: number): Promise<number> {
  const ends = await db.selectFrom('runs').select(['id', 'finished_ms']).where('id', 'in', [since, until]).execute();
  const endOf = (id: number) => ends.find((run) => run.id === id)?.finished_ms ?? undefined;
  const row = await db
    .selectFrom('flag_events')
    .select(({ fn }) => fn.countAll().as('n'))
    .where('run_id', 'is', null)
    .where('at_ms', '>', endOf(since) ?? 0)
    .where('at_ms', '<=', endOf(until) ?? Number.MAX_SAFE_INTEGER)
    .executeTakeFirst();
  return Number(row?.n ?? 0);
}

/** Files that were unread when the run ended: by their present state, or by the one that held then. */
async function unreadFiles(db: Kysely<Schema>, runId: number): Promise<UnreadFile[]> {
  const { rows } = await sql<{
    id: number;
    share_id: number;
    share: string;
    directory: string;
    name: string;
    since_run: number;
    reason: string | null;
  }>`SELECT u.id, d.share_id, s.name AS share, d.path AS directory, u.name, u.since_run, u.reason FROM
      (SELECT f.id, f.directory_id, f.name, f.since_run, f.reason FROM files f
        WHERE f.outcome = 'unread' AND f.vanished_run IS NULL AND f.since_run <= ${runId}
       UNION ALL
       SELECT f.id, f.directory_id, f.name, a.since_run, NULL FROM file_states a JOIN files f ON f.id = a.file_id
        WHERE a.outcome = 'unread' AND a.vanished = 0 AND a.since_run <= ${runId} AND a.until_run > ${runId}) u
    JOIN directories d ON d.id = u.directory_id JOIN shares s ON s.id = d.share_id ORDER BY s.name, d.path, u.name`.execute(
    db,
  );
  const nights = await nightsOfShares(db);
  return rows.map(({ id, share_id, share, directory, name, since_run, reason }) => ({
    fileId: id,
    share,
    path: cataloguePath(directory, name),
    ...(reason !== null && { reason: reason as UnreadReason }),
    nights: nightsBetween(nights.get(share_id) ?? [], since_run, runId),
  }));
}

/** Ids of the runs that scanned each share to an end, rising. */
export async function nightsOfShares(db: Kysely<Schema>): Promise<ReadonlyMap<number, readonly number[]>> {
  const rows = await db
    .selectFrom('run_shares')
    .innerJoin('runs', 'runs.id', 'run_shares.run_id')
    .select(['run_shares.share_id', 'runs.id'])
    .where('runs.state', 'in', ['finished', 'running'])
    .orderBy('runs.id')
    .execute();
  const nights = new Map<number, number[]>();
  for (const { share_id, id } of rows) nights.set(share_id, [...(nights.get(share_id) ?? []), id]);
  return nights;
}

export function nightsBetween(nights: readonly number[], first: number, last: number): number {
  return nights.filter((id) => id >= first && id <= last).length;
}
