import type { Transaction } from 'kysely';
import { ACTIVE_STATES, type FlagState, OperatorError } from '../../model/index.ts';
import type { AuditWithWriter } from '../audit.ts';
import type { Connection } from '../open-database.ts';
import type { Schema } from '../schema.ts';
import { restoreBaseline, writeBaselines } from './decision-baselines.ts';
import { appendEntries, type FlagEntry } from './flag-events.ts';
import type { AssignFlags, DecideFlags, Flags, FlagsWritten, UndoFlags } from './flag-types.ts';
import { inChunks } from './in-chunks.ts';
import { matchingFlags } from './list-flags.ts';

type FlagRow = Schema['flags'];
type Refused = FlagsWritten['refused'][number];

/** What an entry of a person changes, kept with the entry so that it can be taken back. */
interface Before {
  readonly state: FlagState;
  readonly untilMs: number | null;
  readonly assignee: string | null;
  readonly dueAtMs: number | null;
}

const BY_PERSON: readonly string[] = ['acknowledged', 'false-alarm', 'permitted', 'reopened-by-hand', 'assigned'];

/** Entries of people. All flags of a request are one transaction and one row of the audit chain. */
export function createDecider({ db }: Connection, audit: AuditWithWriter): Pick<Flags, 'decide' | 'assign' | 'undo'> {
  return {
    async decide(request) {
      checkDecision(request);
      const { decision } = request;
      const state: FlagState = decision.kind === 'reopened-by-hand' ? 'open' : decision.kind;
      const untilMs = 'untilMs' in decision ? (decision.untilMs ?? null) : null;
      return db.transaction().execute(async (trx) => {
        const { rows, refused } = await standing(trx, request);
        const unread = decision.kind === 'false-alarm' ? await unreadAmong(trx, rows) : new Set<number>();
        const closed = rows.filter(isRemediated);
        const open = rows.filter((row) => !isRemediated(row) && !unread.has(row.id));
        const entries = open.map((row) =>
          entryOf(row, decision.kind, request.why, { decision, before: beforeOf(row) }),
        );
        const ids = open.map(({ id }) => id);
        for (const chunk of inChunks(ids)) {
          await trx
            .updateTable('flags')
            .set({ state, active: activeOf(state), until_ms: untilMs, changed_ms: request.atMs })
            .set(({ eb }) => ({ version: eb('version', '+', 1) }))
            .where('id', 'in', chunk)
            .execute();
        }
        await writeBaselines(trx, ids, decision.kind === 'reopened-by-hand' ? undefined : scopeOf(decision));
        const batchId = await appendEntries(trx, audit, entries, { ...request, action: 'flags-decided' });
        const remediated = closed.map(({ id, version }) => ({ flagId: id, reason: 'remediated' as const, version }));
        const notRead = rows
          .filter((row) => !isRemediated(row) && unread.has(row.id))
          .map(({ id, version }) => ({ flagId: id, reason: 'unread' as const, version }));
        return written(entries, [...refused, ...remediated, ...notRead], batchId);
      });
    },
    assign: (request) =>
      db.transaction().execute(async (trx) => {
        const { rows, refused } = await standing(trx, request);
        const { assignee, dueAtMs } = request;
        const change = { ...(assignee !== undefined && { assignee }), ...(dueAtMs !== undefined && { dueAtMs }) };
        const entries = rows.map((row) => entryOf(row, 'assigned', request.why, { ...change, before: beforeOf(row) }));
        for (const chunk of inChunks(rows.map(({ id }) => id))) {
          await trx
            .updateTable('flags')
            .set({
              changed_ms: request.atMs,
              ...(assignee !== undefined && { assignee }),
              ...(dueAtMs !== undefined && { due_ms: dueAtMs }),
            })
            .set(({ eb }) => ({ version: eb('version', '+', 1) }))
            .where('id', 'in', chunk)
            .execute();
        }
        const batchId = await appendEntries(trx, audit, entries, { ...request, action: 'flags-assigned' });
        return written(entries, refused, batchId);
      }),
    undo: (request) => db.transaction().execute((trx) => undo(trx, audit, request)),
  };
}

/** @throws OperatorError for a permission without approver or end, and for words that say nothing. */
function checkDecision({ decision, why, who, atMs }: DecideFlags): void {
  const thing = `decision "${decision.kind}"`;
  if (who.trim() === '') throw new OperatorError(thing, 'nobody is named', 'Name the person who decides');
  if (decision.kind === 'reopened-by-hand') return;
  if (decision.kind === 'acknowledged' && decision.because !== 'confirmed') return;
  if (why.trim() === '') throw new OperatorError(thing, 'no reason is given', 'Say why, in a sentence');
  if (decision.kind === 'acknowledged') return;
  if (decision.untilMs !== undefined && decision.untilMs <= atMs)
    throw new OperatorError(thing, 'its last day is not in the future', 'Give a later day');
  if (decision.kind === 'permitted' && decision.approver.trim() === '')
    throw new OperatorError(thing, 'nobody has approved it', 'Name the person who approved it');
}

/** That something is no personal data can be said only of files that were read. */
async function unreadAmong(trx: Transaction<Schema>, rows: readonly FlagRow[]): Promise<ReadonlySet<number>> {
  const unread = new Set(rows.map(({ id }) => id));
  for (const chunk of inChunks([...unread])) {
    const read = await matchingFlags(trx, { flagIds: chunk, read: true, limit: chunk.length + 1 });
    for (const { flagId } of read.flags) unread.delete(flagId);
  }
  return unread;
}

async function standing(
  trx: Transaction<Schema>,
  { flags }: DecideFlags | AssignFlags | UndoFlags,
): Promise<{ readonly rows: FlagRow[]; readonly refused: Refused[] }> {
  const known = new Map<number, FlagRow>();
  for (const chunk of inChunks(flags.map(({ flagId }) => flagId))) {
    for (const row of await trx.selectFrom('flags').selectAll().where('id', 'in', chunk).execute())
      known.set(row.id, row);
  }
  const rows: FlagRow[] = [];
  const refused: Refused[] = [];
  for (const { flagId, expectedVersion } of flags) {
    const row = known.get(flagId);
    known.delete(flagId);
    if (row === undefined) refused.push({ flagId, reason: 'unknown' });
    else if (row.version !== expectedVersion)
      refused.push({ flagId, reason: 'changed-meanwhile', version: row.version });
    else rows.push(row);
  }
  return { rows, refused };
}

function scopeOf(decision: DecideFlags['decision']): string {
  return JSON.stringify(('scope' in decision ? decision.scope : undefined) ?? { kind: 'places' });
}

async function undo(trx: Transaction<Schema>, audit: AuditWithWriter, request: UndoFlags): Promise<FlagsWritten> {
  const { rows, refused } = await standing(trx, request);
  const entries: FlagEntry[] = [];
  for (const chunk of inChunks(rows)) {
    const last = await trx
      .selectFrom('flag_events as v')
      .innerJoin('flags as g', (join) => join.onRef('g.id', '=', 'v.flag_id').onRef('g.version', '=', 'v.version'))
      .select(['v.flag_id', 'v.kind', 'v.data'])
      .where(
        'g.id',
        'in',
        chunk.map(({ id }) => id),
      )
      .execute();
    const lastOf = new Map(last.map((entry) => [entry.flag_id, entry]));
    for (const row of chunk) {
      const entry = lastOf.get(row.id);
      if (!entry || !BY_PERSON.includes(entry.kind)) {
        refused.push({ flagId: row.id, reason: 'nothing-to-undo', version: row.version });
        continue;
      }
      const { before } = JSON.parse(entry.data) as { before: Before };
      await restore(trx, row, before, request.atMs);
      if (entry.kind !== 'assigned') await restoreBaseline(trx, row.id, row.version);
      entries.push(entryOf(row, 'undone', request.why, { undoes: row.version, restored: before }));
    }
  }
  const batchId = await appendEntries(trx, audit, entries, { ...request, action: 'flags-undone' });
  return written(entries, refused, batchId);
}

async function restore(trx: Transaction<Schema>, row: FlagRow, before: Before, atMs: number): Promise<void> {
  await trx
    .updateTable('flags')
    .set({
      state: before.state,
      active: activeOf(before.state),
      until_ms: before.untilMs,
      assignee: before.assignee,
      due_ms: before.dueAtMs,
      version: row.version + 1,
      changed_ms: atMs,
    })
    .where('id', '=', row.id)
    .execute();
}

function entryOf(row: FlagRow, kind: string, why: string, data: unknown): FlagEntry {
  return { flagId: row.id, version: row.version + 1, kind, why, data };
}

function beforeOf(row: FlagRow): Before {
  return {
    state: row.state as FlagState,
    untilMs: row.until_ms,
    assignee: row.assignee,
    dueAtMs: row.due_ms,
  };
}

function isRemediated({ state }: FlagRow): boolean {
  return state === 'remediated';
}

function activeOf(state: FlagState): number {
  return ACTIVE_STATES.includes(state) ? 1 : 0;
}

function written(
  entries: readonly FlagEntry[],
  refused: readonly Refused[],
  batchId: number | undefined,
): FlagsWritten {
  return {
    ...(batchId !== undefined && { batchId }),
    written: entries.map(({ flagId, version }) => ({ flagId, version })),
    refused,
  };
}
