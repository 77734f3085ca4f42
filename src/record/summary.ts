import { type Kysely, sql } from 'kysely';
import { SEVERITIES, type Severity, type UnreadReason } from '../model/index.ts';
import { worstRank } from './flagged.ts';
import { metBy, present } from './met-files.ts';
import type { Counts, RecordedShare, RuleCount, RunSummary, ShareCounts, TypeTotal } from './recorded.ts';
import type { Schema } from './schema.ts';

export type SummaryWithoutRun = Omit<RunSummary, 'run'>;

interface Group {
  readonly share: string;
  readonly root: string;
  readonly outcome: string;
  readonly reason: string | null;
  /** Index in SEVERITIES of the worst; SEVERITIES.length for none. */
  readonly worst: number;
  readonly files: number;
  readonly size: number;
  readonly read: number;
  readonly bytesRead: number;
}

/** Counts of a run from the catalogue: one pass over the files, one over the types, one over the verdicts. */
export async function computeSummary(
  db: Kysely<Schema>,
  runId: number,
  shares: readonly RecordedShare[],
): Promise<SummaryWithoutRun> {
  const groups = await outcomeGroups(db, runId);
  const total = countGroups(groups);
  return {
    ...total,
    unreadByReason: unreadByReason(groups),
    ...(await countedOnly(db, runId)),
    directories: await seenDirectories(db, runId),
    read: sum(groups, ({ read }) => read),
    bytesRead: sum(groups, ({ bytesRead }) => bytesRead),
    filesWithAllowed: await filesWithAllowed(db, runId),
    vanished: await vanishedFiles(db, runId),
    filesBySeverity: bySeverity(groups),
    shares: shares.map(({ name, root }) => shareCounts(name, root, groups)),
    types: await typeTotals(db, runId),
    rules: await ruleCounts(db, runId),
  };
}

/** Files by rule, verdict and severity; of every file present without a run. */
export async function ruleCounts(db: Kysely<Schema>, runId: number | undefined): Promise<RuleCount[]> {
  const { rows } = await sql<RuleCount>`SELECT v.rule, v.verdict, v.severity, count(*) AS files
    FROM verdicts v JOIN files f ON f.id = v.file_id JOIN directories d ON d.id = f.directory_id
    WHERE ${runId === undefined ? present() : metBy(runId)} GROUP BY v.rule, v.verdict, v.severity ORDER BY v.rule, v.verdict, v.severity`.execute(
    db,
  );
  return rows;
}

async function outcomeGroups(db: Kysely<Schema>, runId: number): Promise<Group[]> {
  const { rows } =
    await sql<Group>`SELECT s.name AS share, s.root, f.outcome, f.reason, ${worstRank()} AS worst, count(*) AS files,
      sum(f.size_bytes) AS size, sum(CASE WHEN f.kind = 'file' AND f.read_run = ${runId} AND coalesce(f.reason, '') <> 'not-reached' THEN 1 ELSE 0 END) AS "read",
      sum(CASE WHEN f.read_run = ${runId} THEN f.bytes_read ELSE 0 END) AS "bytesRead"
    FROM directories d JOIN files f ON f.directory_id = d.id JOIN shares s ON s.id = d.share_id
    WHERE d.seen_run = ${runId} AND ${metBy(runId)} GROUP BY s.id, f.outcome, f.reason, worst`.execute(db);
  return rows;
}

async function countedOnly(db: Kysely<Schema>, runId: number): Promise<Pick<RunSummary, 'links' | 'excluded'>> {
  const { rows } = await sql<{ kind: string; what: string; n: number }>`SELECT f.kind, f.what, count(*) AS n
    FROM directories d JOIN files f ON f.directory_id = d.id
    WHERE d.listed_run = ${runId} AND f.vanished_run IS NULL AND f.kind <> 'file' GROUP BY f.kind, f.what`.execute(db);
  const count = (kind: string, what: string): number =>
    rows.find((row) => row.kind === kind && row.what === what)?.n ?? 0;
  return {
    links: { inside: count('link', 'inside'), outside: count('link', 'outside'), broken: count('link', 'broken') },
    excluded: { files: count('excluded', 'file'), directories: count('excluded', 'directory') },
  };
}

async function seenDirectories(db: Kysely<Schema>, runId: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM directories WHERE listed_run = ${runId}`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}

async function vanishedFiles(db: Kysely<Schema>, runId: number): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`SELECT count(*) AS n FROM files WHERE vanished_run = ${runId} AND kind = 'file'`.execute(db);
  return rows[0]?.n ?? 0;
}

async function filesWithAllowed(db: Kysely<Schema>, runId: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT count(DISTINCT n.file_id) AS n
    FROM notes n JOIN files f ON f.id = n.file_id JOIN directories d ON d.id = f.directory_id
    WHERE n.note = 'allowed' AND ${metBy(runId)}`.execute(db);
  return Number(rows[0]?.n ?? 0);
}

async function typeTotals(db: Kysely<Schema>, runId: number): Promise<TypeTotal[]> {
  const { rows } =
    await sql<TypeTotal>`SELECT t.type, sum(CASE WHEN t.high + t.medium > 0 THEN 1 ELSE 0 END) AS files, sum(t.count) AS count,
      sum(t.high) AS high, sum(t.medium) AS medium, sum(t.low) AS low
    FROM type_counts t JOIN files f ON f.id = t.file_id JOIN directories d ON d.id = f.directory_id
    WHERE ${metBy(runId)} GROUP BY t.type ORDER BY t.type`.execute(db);
  return rows;
}

function shareCounts(share: string, root: string, all: readonly Group[]): ShareCounts {
  const groups = all.filter((group) => group.share === share && group.root === root);
  return { share, root, ...countGroups(groups), filesBySeverity: bySeverity(groups) };
}

function countGroups(groups: readonly Group[]): Counts {
  const files = (outcome: string) =>
    sum(
      groups.filter((group) => group.outcome === outcome),
      (group) => group.files,
    );
  return {
    met: sum(groups, (group) => group.files),
    clean: files('clean'),
    matched: files('matched'),
    unread: files('unread'),
    matchedPartly: sum(
      groups.filter(({ outcome, reason }) => outcome === 'matched' && reason !== null),
      (group) => group.files,
    ),
    sizeBytes: sum(groups, ({ size }) => size),
  };
}

function unreadByReason(groups: readonly Group[]): Partial<Record<UnreadReason, number>> {
  const counts: Partial<Record<UnreadReason, number>> = {};
  for (const { outcome, reason, files } of groups) {
    if (outcome !== 'unread' || reason === null) continue;
    counts[reason as UnreadReason] = (counts[reason as UnreadReason] ?? 0) + files;
  }
  return counts;
}

function bySeverity(groups: readonly Group[]): Record<Severity, number> {
  const entries = SEVERITIES.map(
    (severity, index) =>
      [
        severity,
        sum(
          groups.filter(({ worst }) => worst === index),
          ({ files }) => files,
        ),
      ] as const,
  );
  return Object.fromEntries(entries) as Record<Severity, number>;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
