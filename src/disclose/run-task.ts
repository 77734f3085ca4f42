import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { DisclosureReply, DisclosureTask } from './worker.ts';

const WORKER = fileURLToPath(new URL('./worker.js', import.meta.url));
const HEAP_LIMIT_MB = 1_024;

export type TaskOutcome =
  | DisclosureReply
  | { readonly kind: 'lost'; readonly reason: 'too-slow' | 'too-much-memory' | 'reader-crashed' };

/** One task in a thread of its own, ended when it takes longer than `timeoutMs`. Never rejects for what a file does to it. */
export function runTask(task: DisclosureTask, timeoutMs: number): Promise<TaskOutcome> {
  return new Promise((settle) => {
    const worker = new Worker(WORKER, {
      workerData: task,
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB },
    });
    const timer = setTimeout(() => finish({ kind: 'lost', reason: 'too-slow' }), timeoutMs);
    const finish = (outcome: TaskOutcome): void => {
      clearTimeout(timer);
      settle(outcome);
      void worker.terminate();
    };
    worker.once('message', (reply: DisclosureReply) => finish(reply));
    worker.once('error', (error: Error & { code?: string }) =>
      finish({
        kind: 'lost',
        reason: error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too-much-memory' : 'reader-crashed',
      }),
    );
    worker.once('exit', () => finish({ kind: 'lost', reason: 'reader-crashed' }));
  });
}
