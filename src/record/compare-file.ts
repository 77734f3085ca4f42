import type { FileFacts, UnreadReason } from '../model/index.ts';
import type { RunContext } from './interned.ts';
import type { ComparisonStatus } from './scan-record.ts';

/** The columns that tell whether a file is the same, in this order: a million rows are read as arrays, not as objects. */
export const KNOWN_COLUMNS =
  'id, kind, size_bytes, modified_ms, changed_ms, inode, mode, uid, gid, owner, audience, location, outcome, reason, engine, policy, vanished_run, content_digest, what, detail, read_run, readers';

export type KnownRow = [
  id: number,
  kind: string,
  sizeBytes: number,
  modifiedMs: number,
  changedMs: number,
  inode: string,
  mode: number,
  uid: number,
  gid: number,
  owner: string | null,
  audience: string,
  location: string,
  outcome: string | null,
  reason: string | null,
  engine: number,
  policy: number,
  vanishedRun: number | null,
  contentDigest: string | null,
  what: string | null,
  detail: string | null,
  readRun: number,
  readers: number,
];

/** Reasons that may have passed by the next night. */
const PASSING: ReadonlySet<string> = new Set<UnreadReason>([
  'denied',
  'vanished',
  'changed-while-read',
  'input-output-error',
  'not-reached',
]);

/**
 * The device is left out on purpose: its number changes with a remount or a restart, and inode, size and two times with
 * fractions of a millisecond do not agree by chance.
 */
export function compareFile(
  row: KnownRow | undefined,
  facts: FileFacts,
  run: RunContext,
  readersId: number | undefined,
): ComparisonStatus {
  if (!row) return 'new';
  const [, kind, sizeBytes, modifiedMs, changedMs, inode] = row;
  if (
    kind !== 'file' ||
    sizeBytes !== facts.sizeBytes ||
    modifiedMs !== facts.modifiedAtMs ||
    changedMs !== facts.changedAtMs ||
    inode !== facts.inode
  ) {
    return 'changed';
  }
  if (row[14] !== run.engine) return 'outdated';
  if (row[13] !== null && PASSING.has(row[13])) return 'retry';
  return isOutOfDate(row, facts, run, readersId) ? 'regraded' : 'unchanged';
}

/** Whether it was judged by other facts or another policy, or came back. */
export function isOutOfDate(row: KnownRow, facts: FileFacts, run: RunContext, readersId: number | undefined): boolean {
  return row[16] !== null || row[15] !== run.policy || row[21] !== readersId || !sameGrade(row, facts);
}

/** Whether its reading is whole and by the present engine, so that it holds wherever the same bytes lie. */
export function holdsForItsBytes(row: KnownRow, facts: FileFacts, run: RunContext): boolean {
  const [, kind, sizeBytes] = row;
  return (
    kind === 'file' &&
    sizeBytes === facts.sizeBytes &&
    row[14] === run.engine &&
    row[13] === null &&
    (row[12] === 'clean' || row[12] === 'matched')
  );
}

function sameGrade(row: KnownRow, facts: FileFacts): boolean {
  return (
    row[6] === facts.mode &&
    row[7] === facts.uid &&
    row[8] === facts.gid &&
    row[9] === (facts.owner ?? null) &&
    row[10] === facts.audience &&
    row[11] === facts.location
  );
}
