import { basename } from 'node:path';
import type { FileFacts } from '../model/index.ts';
import type { Comparison, NotReached } from '../record/index.ts';
import { type DirectoryListing, walk } from '../walk/index.ts';
import type { Recorded } from './judge-again.ts';
import type { Done, Waiting } from './reading-lane.ts';
import { READING_TURNS, type ReadingTurn, readingTurnOf } from './reading-turn.ts';
import type { ScanRequest } from './scan-request.ts';
import { unreadReading } from './unread-reading.ts';

export interface NightOptions {
  readonly request: ScanRequest;
  readonly runId: number;
  /** Takes a file that is to be read; resolves when there is room. */
  readonly read: (file: Waiting) => Promise<void>;
  /** Resolves when all that was to be read is recorded. */
  readonly drain: () => Promise<void>;
  readonly record: (files: readonly Done[]) => Promise<void>;
  readonly judgeAgain: (files: readonly Recorded[]) => Promise<void>;
  readonly hasTurned: (facts: FileFacts) => boolean;
  readonly wasInFlight: (facts: FileFacts) => boolean;
  /** Told once of each listing, with how many of its files are known and unchanged. */
  readonly onMet: (entries: number, unchanged: number) => void;
  /** Undefined without a time budget. */
  readonly endsAtMs: number | undefined;
}

export interface NightWalked {
  /** Whether every directory was seen. */
  readonly complete: boolean;
  readonly notReached: NotReached | undefined;
}

/**
 * Walks the shares and hands on what is to be read. With a time budget the walk is made once for each turn that has files, so that
 * what is new is read before what changed, and so on, and memory does not grow with what waits. When the time is over the walk
 * goes on without reading, so that all that was not reached is known.
 */
export async function walkNight(options: NightOptions): Promise<NightWalked> {
  const { request, endsAtMs, drain } = options;
  const left: Record<ReadingTurn, number> = { new: 0, changed: 0, retry: 0, outdated: 0 };
  const met: Record<ReadingTurn, number> = { new: 0, changed: 0, retry: 0, outdated: 0 };
  let isFirst = true;
  for (const turn of READING_TURNS) {
    if (!isFirst && met[turn] === 0) continue;
    for await (const listing of walk(request.shares, request.walk)) {
      if (request.stop?.aborted) return { complete: false, notReached: someOf(left) };
      await meetListing(options, listing, { isFirst, turn: endsAtMs === undefined ? undefined : turn, met, left });
    }
    await drain();
    isFirst = false;
    if (endsAtMs === undefined) break;
  }
  return { complete: true, notReached: someOf(left) };
}

interface Pass {
  readonly isFirst: boolean;
  /** What is read; undefined: everything. */
  readonly turn: ReadingTurn | undefined;
  readonly met: Record<ReadingTurn, number>;
  readonly left: Record<ReadingTurn, number>;
}

async function meetListing(options: NightOptions, listing: DirectoryListing, pass: Pass): Promise<void> {
  const { request, runId, wasInFlight, hasTurned, endsAtMs } = options;
  const neighbours = listing.entries.flatMap((entry) => (entry.kind === 'file' ? [basename(entry.facts.path)] : []));
  const comparisons = await request.record.catalogue.meet(runId, listing);
  const recorded: Recorded[] = [];
  const unreached: { turn: ReadingTurn; comparison: Comparison }[] = [];
  let unchanged = 0;
  for (const comparison of comparisons) {
    const { facts, fileId, status, reason, known, isOutOfDate, readRunId } = comparison;
    const inFlightAtCrash = wasInFlight(facts);
    const turn = readingTurnOf(comparison, { fresh: request.fresh, inFlightAtCrash });
    if (turn !== undefined && pass.isFirst) pass.met[turn] += 1;
    if (turn === undefined && pass.isFirst && status === 'unchanged') unchanged += 1;
    const isItsTurn = turn !== undefined && (pass.turn === undefined || pass.turn === turn);
    // A later pass finds what earlier ones of this run have read.
    if (!pass.isFirst && (!isItsTurn || readRunId === runId)) continue;
    if (isItsTurn && (endsAtMs === undefined || request.clockMs() < endsAtMs)) {
      const takesOver = known !== undefined && !request.fresh && !inFlightAtCrash;
      await options.read({ facts, neighbours, ...(takesOver && { known }) });
      continue;
    }
    if (isItsTurn) unreached.push({ turn, comparison });
    else if (turn !== undefined) continue;
    // What opens an encrypted file may have been laid beside it, or taken away.
    if (fileId !== undefined && status !== 'changed' && (isOutOfDate || reason === 'encrypted' || hasTurned(facts)))
      recorded.push({ fileId, facts, neighbours, isOutOfDate });
  }
  if (pass.isFirst) options.onMet(listing.entries.length, unchanged);
  await options.judgeAgain(recorded);
  for (const { turn } of unreached) pass.left[turn] += 1;
  await leave(
    options,
    unreached.map(({ comparison }) => comparison),
    neighbours,
  );
}

/** Nothing that was not read may pass for clean: what nobody has read is unread, and so is what holds other bytes than were read. */
async function leave(
  { request, runId, record }: NightOptions,
  files: readonly Comparison[],
  neighbours: readonly string[],
): Promise<void> {
  const fresh = files.filter(({ status }) => status === 'new');
  const reading = unreadReading('not-reached', 'the time of the night was over');
  if (fresh.length > 0) await record(fresh.map(({ facts }) => ({ facts, neighbours, reading })));
  const fileIds = files.flatMap(({ status, fileId }) => (status === 'changed' && fileId !== undefined ? [fileId] : []));
  if (fileIds.length > 0) await request.record.catalogue.leaveUnread({ runId, fileIds });
}

function someOf(left: NotReached): NotReached | undefined {
  return Object.values(left).some((files) => files > 0) ? left : undefined;
}
