import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { StaticPool } from 'node-worker-threads-pool';
import type { FileReading, UnreadReason } from '../model/index.ts';
import { clearSlot, createBoard, sharedClockMs, slotState } from './progress-board.ts';
import type { ReadRequest } from './read-file.ts';
import type { BatchReply, BatchTask, WorkerSettings } from './worker.ts';

/** What became of one file of a batch. `not-started`: the batch ended before its turn; give it again. */
export type BatchItem =
  | { readonly kind: 'read'; readonly reading: FileReading }
  | {
      readonly kind: 'lost';
      readonly reason: UnreadReason;
      readonly detail: string;
      /** This file and no neighbour was the cause. */
      readonly certain: boolean;
    }
  | { readonly kind: 'not-started' };

export interface ReaderPool {
  /** Never rejects for what a file does to its reader. At most `threads` calls at a time. */
  read(files: readonly ReadRequest[]): Promise<readonly BatchItem[]>;
  close(): Promise<void>;
}

export interface ReaderPoolOptions extends Omit<WorkerSettings, 'board'> {
  readonly threads: number;
  /** Resident memory of the whole process above which the worker on the oldest file is killed. */
  readonly residentLimitBytes: number;
  /** Another worker program than the reader; only the pool's own tests need one. */
  readonly workerFile?: string;
}

const READER = fileURLToPath(new URL('./worker.js', import.meta.url));
const WATCH_INTERVAL_MS = 200;
const MEGABYTE = 1 << 20;
const HEAP_LIMIT_MB = 256;
/** Share of the resident limit that a new thread may always need on top of what is there. */
const ROOM_SHARE = 0.25;
const STARTS_WITHOUT_WORK = 3;
/** Loading the patterns takes a second or two; a task that nobody took after this is lost. */
const TAKE_TIMEOUT_MS = 60_000;

interface RunningTask {
  readonly slot: number;
  readonly files: readonly ReadRequest[];
  readonly settle: (items: readonly BatchItem[]) => void;
  readonly fail: (error: Error) => void;
  killedFor?: { reason: UnreadReason; detail: string };
}

/**
 * The one place that knows node-worker-threads-pool, and what it does not do by itself: a thread that exits never
 * settles its task, an error of an idle thread ends the process, and no limit covers memory outside the heap.
 * Every task here settles, by reply, by the thread's exit, or by the watchdog.
 */
export function createReaderPool(options: ReaderPoolOptions): ReaderPool {
  const { threads, residentLimitBytes, workerFile = READER, ...workerSettings } = options;
  const board = createBoard(threads);
  const running = new Map<number, RunningTask>();
  const workers = new Map<number, Worker>();
  let startsWithoutWork = 0;
  let brokenBy: Error | undefined;
  let closing = false;
  /** A thread that was killed leaves memory of native libraries behind that nobody frees: the limit rises above that. */
  let allowedBytes = residentLimitBytes;

  const pool = new StaticPool({
    size: threads,
    task: workerFile,
    workerData: { ...workerSettings, board } satisfies WorkerSettings,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB },
  }) as StaticPool<(task: BatchTask) => Promise<BatchReply>> & NodeJS.EventEmitter;

  pool.on('worker-ready', (worker: Worker) => {
    const { threadId } = worker;
    if (workers.has(threadId)) return;
    workers.set(threadId, worker);
    allowedBytes = Math.max(
      residentLimitBytes,
      Math.round(process.memoryUsage.rss() + residentLimitBytes * ROOM_SHARE),
    );
    let diedOf: Error | undefined;
    worker.on('error', (error: Error) => {
      diedOf = error;
    });
    worker.once('exit', () => {
      workers.delete(threadId);
      if (!closing) onExit(threadId, diedOf);
    });
  });

  const watch = setInterval(() => {
    const nowMs = sharedClockMs();
    const tasks = [...running.values()].map((task) => ({ task, state: slotState(board, task.slot) }));
    for (const { task, state } of tasks) {
      const ageMs = nowMs - state.sinceMs;
      const timeoutMs = task.files[state.fileIndex]?.timeoutMs;
      if (timeoutMs === undefined) {
        if (ageMs > TAKE_TIMEOUT_MS) giveBack(task);
      } else if (ageMs > timeoutMs) {
        kill(task, state.threadId, 'too-slow', `stopped after ${Math.round(timeoutMs / 1000)} s`);
      }
    }
    if (process.memoryUsage.rss() <= allowedBytes) return;
    const oldest = tasks
      .filter(({ state }) => state.fileIndex >= 0)
      .sort((a, b) => a.state.sinceMs - b.state.sinceMs)[0];
    if (oldest)
      kill(
        oldest.task,
        oldest.state.threadId,
        'too-much-memory',
        `stopped above ${Math.round(allowedBytes / MEGABYTE)} MB in all`,
      );
  }, WATCH_INTERVAL_MS);
  watch.unref();

  /** The thread that was handed the task died before it could say so. */
  function giveBack(task: RunningTask): void {
    running.delete(task.slot);
    task.settle(task.files.map(() => ({ kind: 'not-started' })));
    noteIdleDeath(undefined);
  }

  function kill(task: RunningTask, threadId: number, reason: UnreadReason, detail: string): void {
    if (task.killedFor) return;
    task.killedFor = { reason, detail };
    void workers.get(threadId)?.terminate();
  }

  function onExit(threadId: number, error: Error | undefined): void {
    const task = [...running.values()].find(({ slot }) => slotState(board, slot).threadId === threadId);
    if (task) {
      running.delete(task.slot);
      task.settle(itemsAfterDeath(task, slotState(board, task.slot).fileIndex, task.killedFor ?? causeOfDeath(error)));
      return;
    }
    noteIdleDeath(error);
  }

  function noteIdleDeath(error: Error | undefined): void {
    startsWithoutWork += 1;
    if (startsWithoutWork < STARTS_WITHOUT_WORK * threads) return;
    brokenBy = error ?? new Error('reader threads end before they take any work');
    for (const { fail } of running.values()) fail(brokenBy);
    running.clear();
  }

  return {
    read(files) {
      if (brokenBy) return Promise.reject(brokenBy);
      const slot = freeSlot(running, threads);
      clearSlot(board, slot);
      return new Promise((settle, fail) => {
        const task: RunningTask = { slot, files, settle, fail };
        running.set(slot, task);
        pool.exec({ slot, files }).then(
          (reply) => {
            if (running.get(slot) !== task) return;
            running.delete(slot);
            startsWithoutWork = 0;
            settle(reply.map(itemOfReply));
          },
          // The thread's own exit event follows and settles the task.
          () => undefined,
        );
      });
    },
    async close() {
      closing = true;
      clearInterval(watch);
      await pool.destroy();
    },
  };
}

function freeSlot(running: ReadonlyMap<number, RunningTask>, threads: number): number {
  for (let slot = 0; slot < threads; slot += 1) if (!running.has(slot)) return slot;
  throw new Error(`more than ${threads} batches at a time`);
}

function itemOfReply(item: BatchReply[number]): BatchItem {
  return item.kind === 'read' ? item : { kind: 'lost', reason: 'reader-crashed', detail: item.detail, certain: true };
}

function itemsAfterDeath(
  task: RunningTask,
  culprit: number,
  cause: { readonly reason: UnreadReason; readonly detail: string },
): BatchItem[] {
  return task.files.map((_, index) =>
    index === culprit ? { kind: 'lost', ...cause, certain: false } : { kind: 'not-started' },
  );
}

function causeOfDeath(error: (Error & { code?: string }) | undefined): { reason: UnreadReason; detail: string } {
  if (error?.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return { reason: 'too-much-memory', detail: `needed more than ${HEAP_LIMIT_MB} MB of heap` };
  return { reason: 'reader-crashed', detail: `the reader ended: ${error?.name ?? 'without an error'}` };
}
