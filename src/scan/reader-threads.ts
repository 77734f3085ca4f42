import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { StaticPool } from 'node-worker-threads-pool';
import { notEnded, timesOfThread, tooSlow, WALL_FACTOR } from '../extract/index.ts';
import type { UnreadReason } from '../model/index.ts';
import type { BatchItem } from './batch-item.ts';
import { clearSlot, createBoard, elapsedMs, type SlotState, sharedClockMs, slotState } from './progress-board.ts';
import type { ReadRequest } from './read-file.ts';
import type { BatchReply, BatchTask, WorkerSettings } from './worker.ts';

/** The threads of one reader process. */
export interface ReaderThreads {
  /** Rejects only where no thread can be started. At most as many at a time as there are threads. */
  read(files: readonly ReadRequest[]): Promise<readonly BatchItem[]>;
  /** Threads that were ended by force: memory of their native libraries stays behind, and nobody frees it. */
  killed(): number;
  /** Resident memory of this process above which the reader of the oldest file is ended. */
  allowBytes(bytes: number): void;
}

export interface ReaderThreadsOptions extends Omit<WorkerSettings, 'board'> {
  readonly threads: number;
  /** Another worker program than the reader; only the pool's own tests need one. */
  readonly workerFile?: string;
  /** A thread does not end although it was told to: it is inside a native library. Every task was settled before. */
  readonly onStuck: () => void;
}

const READER = fileURLToPath(new URL('./worker.js', import.meta.url));
const WATCH_INTERVAL_MS = 200;
const MEGABYTE = 1 << 20;
const HEAP_LIMIT_MB = 256;
/** Three spaces of 8 MB, half of the engine's own choice: what a reader makes is short-lived. */
const YOUNG_HEAP_LIMIT_MB = 24;
const STARTS_WITHOUT_WORK = 3;
/** Loading the patterns takes seconds, on a busy machine minutes; a task that nobody took after this is lost. */
const TAKE_TIMEOUT_MS = 900_000;
/** A thread in JavaScript ends within milliseconds. */
const EXIT_TIMEOUT_MS = 10_000;

type ThreadPool = StaticPool<(task: BatchTask) => Promise<BatchReply>> & NodeJS.EventEmitter;

interface Task {
  readonly files: readonly ReadRequest[];
  readonly settle: (items: readonly BatchItem[]) => void;
  readonly fail: (error: Error) => void;
}

interface RunningTask extends Task {
  readonly slot: number;
  killedFor?: { reason: UnreadReason; detail: string; atMs: number };
}

/**
 * The one place that knows node-worker-threads-pool, and what it does not do by itself: a thread that exits never
 * settles its task, an error of an idle thread ends the process, and no limit covers memory outside the heap.
 * Every task here settles, by reply, by the thread's exit, or by the watchdog.
 */
export function createReaderThreads(options: ReaderThreadsOptions): ReaderThreads {
  const { threads, workerFile = READER, onStuck, ...workerSettings } = options;
  const board = createBoard(threads);
  const running = new Map<number, RunningTask>();
  const workers = new Map<number, Worker>();
  let startsWithoutWork = 0;
  let killed = 0;
  let brokenBy: Error | undefined;
  let allowedBytes = Number.POSITIVE_INFINITY;

  /** A thread, or the one that follows it, for each slot. */
  const pools = new Map<number, ThreadPool>();

  /** Started with the first task of its slot: to compile the patterns costs as much as to read many files. */
  function poolOf(slot: number): ThreadPool {
    const known = pools.get(slot);
    if (known) return known;
    const pool = new StaticPool({
      size: 1,
      task: workerFile,
      workerData: { ...workerSettings, board } satisfies WorkerSettings,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB, maxYoungGenerationSizeMb: YOUNG_HEAP_LIMIT_MB },
    }) as ThreadPool;
    pool.on('worker-ready', watch);
    pools.set(slot, pool);
    return pool;
  }

  function watch(worker: Worker): void {
    const { threadId } = worker;
    if (workers.has(threadId)) return;
    workers.set(threadId, worker);
    let diedOf: Error | undefined;
    worker.on('error', (error: Error) => {
      diedOf = error;
    });
    worker.once('exit', () => {
      workers.delete(threadId);
      onExit(threadId, diedOf);
    });
  }

  setInterval(() => {
    const nowMs = sharedClockMs();
    const tasks = [...running.values()].map((task) => ({ task, state: slotState(board, task.slot) }));
    for (const { task, state } of tasks) {
      const timeoutMs = task.files[state.fileIndex]?.timeoutMs;
      if (task.killedFor) {
        if (elapsedMs(task.killedFor.atMs, nowMs) > EXIT_TIMEOUT_MS) giveUp();
      } else if (timeoutMs === undefined) {
        if (elapsedMs(state.sinceMs, nowMs) > TAKE_TIMEOUT_MS) giveBack(task);
      } else {
        const detail = overdue(state, nowMs, timeoutMs);
        if (detail) kill(task, state.threadId, 'too-slow', detail);
      }
    }
    const residentBytes = process.memoryUsage.rss();
    if (residentBytes <= allowedBytes || tasks.some(({ task }) => task.killedFor)) return;
    const oldest = tasks
      .filter(({ state }) => state.fileIndex >= 0)
      .sort((a, b) => elapsedMs(b.state.sinceMs, nowMs) - elapsedMs(a.state.sinceMs, nowMs))[0];
    if (oldest)
      kill(
        oldest.task,
        oldest.state.threadId,
        'too-much-memory',
        `stopped above ${Math.round(allowedBytes / MEGABYTE)} MB for all readers`,
      );
  }, WATCH_INTERVAL_MS);

  /** The thread that was handed the task died before it could say so. */
  function giveBack(task: RunningTask): void {
    leave(task);
    task.settle(notStarted(task));
    noteIdleDeath(undefined);
  }

  function failAll(error: Error): void {
    for (const { fail } of running.values()) fail(error);
    running.clear();
  }

  function kill(task: RunningTask, threadId: number, reason: UnreadReason, detail: string): void {
    task.killedFor = { reason, detail, atMs: sharedClockMs() };
    killed += 1;
    void workers.get(threadId)?.terminate();
  }

  /** What the other threads read so far is given up too, and read again by another process. */
  function giveUp(): void {
    for (const task of running.values()) {
      const { killedFor } = task;
      task.settle(
        killedFor ? itemsAfterDeath(task, slotState(board, task.slot).fileIndex, killedFor) : notStarted(task),
      );
    }
    running.clear();
    onStuck();
  }

  function onExit(threadId: number, error: Error | undefined): void {
    const task = [...running.values()].find(({ slot }) => slotState(board, slot).threadId === threadId);
    if (task) {
      leave(task);
      if (!task.killedFor) killed += 1;
      task.settle(itemsAfterDeath(task, slotState(board, task.slot).fileIndex, task.killedFor ?? causeOfDeath(error)));
      return;
    }
    noteIdleDeath(error);
  }

  function noteIdleDeath(error: Error | undefined): void {
    startsWithoutWork += 1;
    if (startsWithoutWork < STARTS_WITHOUT_WORK * threads) return;
    brokenBy = error ?? new Error('reader threads end before they take any work');
    failAll(brokenBy);
  }

  function begin(task: Task): void {
    const slot = freeSlot(running, threads);
    clearSlot(board, slot);
    const begun: RunningTask = { ...task, slot };
    running.set(slot, begun);
    poolOf(slot)
      .exec({ slot, files: task.files })
      .then(
        (reply) => {
          if (running.get(slot) !== begun) return;
          leave(begun);
          startsWithoutWork = 0;
          task.settle(reply.map(itemOfReply));
        },
        // The thread's own exit event follows and settles the task.
        () => undefined,
      );
  }

  function leave({ slot }: RunningTask): void {
    running.delete(slot);
  }

  return {
    killed: () => killed,
    allowBytes(bytes) {
      allowedBytes = bytes;
    },
    read(files) {
      if (brokenBy) return Promise.reject(brokenBy);
      return new Promise((settle, fail) => begin({ files, settle, fail }));
    },
  };
}

/** Why a reader must be ended: its processor time is used up, or it waits too long for something else than a processor. */
function overdue(state: SlotState, nowMs: number, timeoutMs: number): string | undefined {
  const wallMs = elapsedMs(state.sinceMs, nowMs);
  if (wallMs <= timeoutMs) return undefined;
  const times = timesOfThread(state.systemThread);
  if (!times || times.cpuMs - state.cpuMs > timeoutMs) return tooSlow(timeoutMs);
  return wallMs - (times.queuedMs - state.queuedMs) > timeoutMs * WALL_FACTOR ? notEnded(timeoutMs) : undefined;
}

function freeSlot(running: ReadonlyMap<number, RunningTask>, threads: number): number {
  for (let slot = 0; slot < threads; slot += 1) if (!running.has(slot)) return slot;
  throw new Error(`more than ${threads} batches in threads`);
}

function notStarted({ files }: Task): BatchItem[] {
  return files.map(() => ({ kind: 'not-started' }));
}

function itemOfReply(item: BatchReply[number]): BatchItem {
  if (item.kind !== 'crashed') return item;
  return { kind: 'lost', reason: 'reader-crashed', detail: item.detail, certain: true };
}

function itemsAfterDeath(
  task: RunningTask,
  culprit: number,
  { reason, detail }: { readonly reason: UnreadReason; readonly detail: string },
): BatchItem[] {
  return task.files.map((_, index) =>
    index === culprit ? { kind: 'lost', reason, detail, certain: false } : { kind: 'not-started' },
  );
}

function causeOfDeath(error: (Error & { code?: string }) | undefined): { reason: UnreadReason; detail: string } {
  if (error?.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return { reason: 'too-much-memory', detail: `needed more than ${HEAP_LIMIT_MB} MB of heap` };
  return { reason: 'reader-crashed', detail: `the reader ended: ${error?.name ?? 'without an error'}` };
}
