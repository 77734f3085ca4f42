import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { deadlineMsFor, timesOfThread, WALL_FACTOR } from '../../extract/index.ts';
import type { DisclosureTask, TaskSetting } from './perform-task.ts';
import type { WorkerReply } from './worker.ts';

export type TaskOutcome =
  | Exclude<WorkerReply, { kind: 'ready' }>
  | { readonly kind: 'lost'; readonly reason: 'too-slow' | 'too-much-memory' | 'reader-crashed' };

/** Where the values are: tasks go in one after the other, and only counts, row numbers and keyed fingerprints come back. */
export interface DisclosureThread {
  /** Never rejects for what a file does to it. */
  run(task: DisclosureTask): Promise<TaskOutcome>;
  close(): Promise<void>;
}

const WORKER = fileURLToPath(new URL('./worker.js', import.meta.url));
const HEAP_LIMIT_MB = 1_024;
const LOOK_MS = 500;
/** Times what a scan allows: trying hashes, and for a copy two measures and two passes of writing. */
const TIME_FACTORS: Readonly<Record<DisclosureTask['kind'], number>> = { measure: 4, copy: 16 };

interface RunningThread {
  readonly worker: Worker;
  /** Number that the system gives it; 0 until it says so. */
  systemThread: number;
  /** Takes the outcome of the task that runs. */
  settle: ((outcome: TaskOutcome) => void) | undefined;
}

/** The patterns are compiled once; a thread that was lost is replaced at the next task. */
export function openDisclosureThread(setting: TaskSetting): DisclosureThread {
  let running: RunningThread | undefined;
  const close = async (): Promise<void> => {
    const ending = running;
    running = undefined;
    await ending?.worker.terminate();
  };
  return {
    close,
    run(task) {
      running ??= startThread(setting);
      const thread = running;
      const allowedMs = TIME_FACTORS[task.kind] * deadlineMsFor(sizeOf(task.path), setting.limits);
      return new Promise((resolve) => {
        const isOver = deadline(thread, allowedMs);
        const looking = setInterval(() => {
          if (isOver()) thread.settle?.({ kind: 'lost', reason: 'too-slow' });
        }, LOOK_MS);
        thread.settle = (outcome) => {
          thread.settle = undefined;
          clearInterval(looking);
          if (outcome.kind === 'lost') void close().then(() => resolve(outcome));
          else resolve(outcome);
        };
        thread.worker.postMessage(task);
      });
    },
  };
}

/**
 * Listens once for the thread's whole life: a worker whose listeners were all removed and added again hands on no message any more
 * (Node.js keeps its own among them).
 */
function startThread(setting: TaskSetting): RunningThread {
  const worker = new Worker(WORKER, {
    workerData: setting,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB },
  });
  const thread: RunningThread = { worker, systemThread: 0, settle: undefined };
  worker.on('message', (reply: WorkerReply) => {
    if (reply.kind === 'ready') thread.systemThread = reply.systemThread;
    else thread.settle?.(reply);
  });
  worker.on('error', (error: Error & { code?: string }) =>
    thread.settle?.({
      kind: 'lost',
      reason: error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too-much-memory' : 'reader-crashed',
    }),
  );
  worker.on('exit', () => thread.settle?.({ kind: 'lost', reason: 'reader-crashed' }));
  return thread;
}

/** Processor time counts, so that a busy machine ends no honest check; waiting may take `WALL_FACTOR` times as long. */
function deadline(thread: RunningThread, allowedMs: number): () => boolean {
  const startMs = performance.now();
  let start = timesOfThread(thread.systemThread);
  return () => {
    const now = timesOfThread(thread.systemThread);
    start ??= now;
    const elapsedMs = performance.now() - startMs;
    if (!start || !now) return elapsedMs > allowedMs * WALL_FACTOR;
    return now.cpuMs - start.cpuMs > allowedMs || elapsedMs - (now.queuedMs - start.queuedMs) > allowedMs * WALL_FACTOR;
  };
}

/** A file that vanished is told by its reader. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
