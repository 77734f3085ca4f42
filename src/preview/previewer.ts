import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { deadlineMsFor } from '../extract/index.ts';
import type {
  NotShown,
  PreviewOutcome,
  PreviewRequest,
  RecordedIdentity,
  RevealOutcome,
  RevealRequest,
} from './preview-types.ts';
import { TARGETS_MAX } from './preview-types.ts';
import type { PreviewSettings, PreviewTask } from './worker.ts';

/** Reads files again for people who look at them, in a thread of its own; one request after the other. */
export interface Previewer {
  /** Masked surroundings of at most `TARGETS_MAX` matches. Never rejects for what a file does to its reader. */
  preview(request: PreviewRequest): Promise<PreviewOutcome>;
  /**
   * The value of one match, for one response. The thread ends right after it. The one way by which a value leaves a worker: the
   * caller hands it to the person who may see it and keeps it nowhere.
   */
  reveal(request: RevealRequest): Promise<RevealOutcome>;
  close(): Promise<void>;
}

const WORKER = fileURLToPath(new URL('./worker.js', import.meta.url));
const HEAP_LIMIT_MB = 512;
const WAITING_MAX = 8;
/** Loading the patterns takes seconds, so the thread stays for the next page; then its memory is given back. */
const IDLE_MS = 300_000;
const KILL_GRACE_MS = 10_000;

export function createPreviewer(settings: PreviewSettings): Previewer {
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let waiting = 0;
  let turn: Promise<unknown> = Promise.resolve();

  const end = async (): Promise<void> => {
    clearTimeout(idle);
    const ended = worker;
    worker = undefined;
    await ended?.terminate();
  };

  function start(): Worker {
    const started = new Worker(WORKER, {
      workerData: settings,
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB },
    });
    started.unref();
    // Without a listener an error of an idle thread would end the process.
    started.on('error', () => undefined);
    started.once('exit', () => {
      if (worker === started) worker = undefined;
    });
    return started;
  }

  function run<Outcome>(task: PreviewTask, file: RecordedIdentity): Promise<Outcome | NotShown> {
    return new Promise((settle) => {
      worker ??= start();
      const thread = worker;
      thread.ref();
      const timer = setTimeout(
        () => finish({ kind: 'not-shown', reason: 'too-slow' }, true),
        deadlineMsFor(file.sizeBytes, settings.limits) + KILL_GRACE_MS,
      );
      const onMessage = (outcome: Outcome): void => finish(outcome, task.kind === 'reveal');
      const onError = (error: Error & { code?: string }): void =>
        finish(
          {
            kind: 'not-shown',
            reason: error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too-much-memory' : 'reader-crashed',
          },
          true,
        );
      const onExit = (): void => finish({ kind: 'not-shown', reason: 'reader-crashed' }, true);
      function finish(outcome: Outcome | NotShown, endThread: boolean): void {
        clearTimeout(timer);
        thread.off('message', onMessage).off('error', onError).off('exit', onExit);
        thread.unref();
        if (endThread) void end();
        settle(outcome);
      }
      thread.once('message', onMessage).once('error', onError).once('exit', onExit);
      thread.postMessage(task);
    });
  }

  async function inTurn<Outcome>(task: PreviewTask, file: RecordedIdentity): Promise<Outcome | NotShown> {
    if (waiting >= WAITING_MAX) return { kind: 'not-shown', reason: 'busy' };
    waiting += 1;
    clearTimeout(idle);
    const mine = turn.then(() => run<Outcome>(task, file));
    turn = mine;
    try {
      return await mine;
    } finally {
      waiting -= 1;
      if (waiting === 0) idle = setTimeout(() => void end(), IDLE_MS).unref();
    }
  }

  return {
    preview: (request) =>
      inTurn<PreviewOutcome>(
        { kind: 'preview', request: { ...request, targets: request.targets.slice(0, TARGETS_MAX) } },
        request.file,
      ),
    reveal: (request) => inTurn<RevealOutcome>({ kind: 'reveal', request }, request.file),
    close: end,
  };
}
