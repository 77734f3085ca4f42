import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { deadlineMsFor } from '../../extract/index.ts';
import type { DisclosureTask } from './perform-task.ts';
import type { WorkerReply, WorkerSetting } from './worker.ts';

export type TaskOutcome =
  | WorkerReply
  | { readonly kind: 'lost'; readonly reason: 'too-slow' | 'too-much-memory' | 'reader-crashed' };

/** Where the values are: tasks go in one after the other, and only counts, row numbers and keyed fingerprints come back. */
export interface DisclosureThread {
  /** Never rejects for what a file does to it. */
  run(task: DisclosureTask): Promise<TaskOutcome>;
  close(): Promise<void>;
}

const WORKER = fileURLToPath(new URL('./worker.js', import.meta.url));
const HEAP_LIMIT_MB = 1_024;
/** Times what a scan allows: trying hashes, and for a copy two measures and two passes of writing. */
const TIME_FACTORS: Readonly<Record<DisclosureTask['kind'], number>> = { measure: 4, copy: 16 };

/** The patterns are compiled once; a thread that was lost is replaced at the next task. */
export function openDisclosureThread(setting: WorkerSetting): DisclosureThread {
  let worker: Worker | undefined;
  const started = (): Worker => {
    worker ??= new Worker(WORKER, {
      workerData: setting,
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB },
    });
    return worker;
  };
  const close = async (): Promise<void> => {
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  };
  return {
    close,
    run(task) {
      const timeoutMs = TIME_FACTORS[task.kind] * deadlineMsFor(statSync(task.path).size, setting.limits);
      return new Promise((settle) => {
        const thread = started();
        const finish = (outcome: TaskOutcome): void => {
          clearTimeout(timer);
          thread.removeAllListeners();
          // An error of a thread that is being ended has nobody else to go to.
          thread.on('error', () => undefined);
          if (outcome.kind === 'lost') void close().then(() => settle(outcome));
          else settle(outcome);
        };
        const timer = setTimeout(() => finish({ kind: 'lost', reason: 'too-slow' }), timeoutMs);
        thread.once('message', (reply: WorkerReply) => finish(reply));
        thread.once('error', (error: Error & { code?: string }) =>
          finish({
            kind: 'lost',
            reason: error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too-much-memory' : 'reader-crashed',
          }),
        );
        thread.once('exit', () => finish({ kind: 'lost', reason: 'reader-crashed' }));
        thread.postMessage(task);
      });
    },
  };
}
