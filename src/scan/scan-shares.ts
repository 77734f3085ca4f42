import { createHash, createHmac } from 'node:crypto';
import type { FileFacts, Verdict } from '../model/index.ts';
import { createJudgeAgain } from './judge-again.ts';
import { classesByPattern, elementsByPattern } from './judge-recorded.ts';
import { createReaderPool } from './reader-pool.ts';
import { createReadingLane, type Done, type ReadingLane, type Waiting } from './reading-lane.ts';
import type { ScanProgress, ScanRequest, ScanResult } from './scan-request.ts';
import { createTakeOver } from './take-over.ts';
import { unreadReading } from './unread-reading.ts';
import { walkNight } from './walk-night.ts';

const PROGRESS_INTERVAL_MS = 250;
/** Part of the engine: records made before digests were keyed are read again. */
const CONTENT_DIGEST_FORM = 'hmac-sha256';
/** In flight at two crashes: the file itself is the likely cause. */
const CRASHES_UNTIL_UNREAD = 2;

/**
 * Walks the shares, reads what is new or changed, judges and records every file. Ends with every file met recorded as exactly
 * one outcome. Rejects with OperatorError for what the operator can mend; what a file does is an outcome.
 */
export async function scanShares(request: ScanRequest): Promise<ScanResult> {
  const { record, policy } = request;
  const nowMs = request.clockMs();
  const leftovers = new Map((await record.journal.leftovers()).map((file) => [fileKey(file), file.attempts]));
  const { runId, interruptedRunIds } = await record.runs.startRun({
    startedAtMs: nowMs,
    shares: request.shares,
    versions: request.versions,
    engineDigest: digestOf([
      request.versions,
      CONTENT_DIGEST_FORM,
      request.pack.digest,
      request.limits,
      request.findingsPerType,
      request.allowances,
      ...passwordsDigest(request),
    ]),
    patternDigest: request.pack.digest,
    policyDigest: digestOf([policy.digest, request.registers, request.settings]),
    judgedBy: {
      policy: policy.digest,
      settings: digestOf([request.settings]),
      ...Object.fromEntries(Object.entries(request.registers).map(([name, entries]) => [name, digestOf([entries])])),
    },
    actor: request.actor,
  });

  const progress = {
    met: 0,
    unchanged: 0,
    read: 0,
    recognised: 0,
    bytesRead: 0,
    matched: 0,
    unread: 0,
    walkFinished: false,
  };
  const ofPatterns = { classesOf: classesByPattern(request.pack), elementsOf: elementsByPattern(request.pack) };
  const judge = (file: Waiting & { reading: Omit<Done['reading'], 'ledger'> }): readonly Verdict[] =>
    policy.judge({ ...file, registers: request.registers, settings: request.settings, ...ofPatterns, nowMs });

  const judgeAgain = createJudgeAgain({ record, runId, judge });
  const pool = createReaderPool({
    pack: request.pack,
    allowances: request.allowances,
    passwords: request.passwords ?? [],
    asOf: new Date(nowMs).toISOString().slice(0, 10),
    fingerprintKey: request.fingerprintKey,
    limits: request.limits,
    findingsPerType: request.findingsPerType,
    threads: request.threads,
    residentLimitBytes: request.residentLimitBytes,
  });
  const recordAll = async (files: readonly Done[]): Promise<void> => {
    await record.catalogue.recordBatch({ runId, files: files.map((file) => ({ ...file, verdicts: judge(file) })) });
  };
  const takeOver = createTakeOver({ record, runId, judge, judgeAgain });
  const onDone = async (files: readonly Done[]): Promise<void> => {
    await recordAll(files);
    for (const { reading } of files) {
      progress.read += 1;
      progress.bytesRead += reading.bytesRead;
      if (reading.outcome === 'matched') progress.matched += 1;
      if (reading.outcome === 'unread') progress.unread += 1;
    }
  };
  const lane = createReadingLane({
    pool,
    threads: request.threads,
    runId,
    journal: record.journal,
    limits: request.limits,
    onDone,
    onRecognised: async (files) => {
      const replaced = await takeOver(files);
      for (const file of replaced) lane.addSuspect(file);
      progress.recognised += files.length - replaced.length;
    },
  });
  const ticker = tickProgress(request.onProgress, () => ({ ...progress, inFlight: lane.waiting() }));

  try {
    const { complete, notReached } = await walkNight({
      request,
      runId,
      judgeAgain,
      hasTurned: await turnedSinceLastNight(request, runId, nowMs),
      read: (file) => assign(file, leftovers.get(fileKey(file.facts)) ?? 0, lane, onDone),
      drain: lane.drain,
      record: recordAll,
      wasInFlight: (facts) => leftovers.has(fileKey(facts)),
      onMet: (entries, unchanged) => {
        progress.met += entries;
        progress.unchanged += unchanged;
      },
      endsAtMs: request.timeBudgetMs === undefined ? undefined : nowMs + request.timeBudgetMs,
    });
    progress.walkFinished = true;
    await lane.drain();
    // What the readers hold is wanted for laying people together.
    await pool.close();
    const summary = await record.runs.finishRun({
      runId,
      finishedAtMs: request.clockMs(),
      complete,
      actor: request.actor,
      ...(notReached && { notReached }),
    });
    const flags = await record.flags.follow({ runId, atMs: request.clockMs() });
    return { runId, summary, flags, recognised: progress.recognised, interruptedRunIds, complete };
  } finally {
    ticker.end();
    await pool.close();
  }
}

/** Tells unchanged files whose verdicts time may have turned since their share was scanned to an end. */
async function turnedSinceLastNight(
  { record, policy, registers, settings, shares }: ScanRequest,
  runId: number,
  nowMs: number,
): Promise<(facts: FileFacts) => boolean> {
  const byShare = new Map<string, (facts: FileFacts) => boolean>();
  for (const share of shares) {
    const last = await record.runs.lastFinishedRun(runId, share);
    const sinceMs = last?.startedAtMs ?? 0;
    byShare.set(shareKey(share.name, share.root), policy.turnedByTime({ registers, settings, sinceMs, nowMs }));
  }
  return (facts) => byShare.get(shareKey(facts.share, facts.root))?.(facts) ?? false;
}

function shareKey(name: string, root: string): string {
  return `${name}\0${root}`;
}

async function assign(
  file: Waiting,
  crashes: number,
  lane: ReadingLane,
  onDone: (files: readonly Done[]) => Promise<void>,
): Promise<void> {
  if (crashes >= CRASHES_UNTIL_UNREAD) {
    const detail = `was being read at ${crashes} crashes`;
    await onDone([{ ...file, reading: unreadReading('reader-crashed', detail) }]);
  } else if (crashes > 0) lane.addSuspect(file);
  else await lane.add(file);
}

function fileKey({ root, path, rawPath }: { root: string; path: string; rawPath?: string }): string {
  return `${root}\0${rawPath ?? path}`;
}

function digestOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Another list may open what was locked, so the files are read again; without the installation's key it says nothing. */
function passwordsDigest({ passwords = [], fingerprintKey }: ScanRequest): string[] {
  if (passwords.length === 0) return [];
  return [
    createHmac('sha256', fingerprintKey)
      .update(JSON.stringify(['passwords', ...passwords]))
      .digest('hex'),
  ];
}

function tickProgress(onProgress: ScanRequest['onProgress'], now: () => ScanProgress): { end(): void } {
  if (!onProgress) return { end: () => undefined };
  const timer = setInterval(() => onProgress(now()), PROGRESS_INTERVAL_MS);
  timer.unref();
  return {
    end() {
      clearInterval(timer);
      onProgress(now());
    },
  };
}
