import { parentPort, workerData } from 'node:worker_threads';
import { createDetector } from '../../detect/index.ts';
import { silenceThread, systemThreadId } from '../../extract/index.ts';
import { guessBudget } from './guess-budget.ts';
import { type DisclosureReply, type DisclosureTask, performTask, type TaskSetting } from './perform-task.ts';

export type WorkerReply =
  | { readonly kind: 'ready'; readonly systemThread: number }
  | DisclosureReply
  | { readonly kind: 'crashed'; readonly detail: string };

const port = parentPort;
if (!port) throw new Error('this runs as a worker thread only');
silenceThread();

const setting = workerData as TaskSetting;
port.postMessage({ kind: 'ready', systemThread: systemThreadId() } satisfies WorkerReply);
const guesses = guessBudget();
const detector = createDetector(setting.pack, setting.fingerprintKey);

port.on('message', (task: DisclosureTask) => {
  performTask(task, detector, setting, guesses).then(
    (reply) => port.postMessage(reply),
    (error: unknown) => port.postMessage({ kind: 'crashed', detail: framesOf(error) } satisfies WorkerReply),
  );
});

/** An error's message may quote the file; its class and frames do not. */
function framesOf(error: unknown): string {
  if (!(error instanceof Error)) return 'not an Error';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.constructor.name, ...frames.slice(0, 6)].join(' ');
}
