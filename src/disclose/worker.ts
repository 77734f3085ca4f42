import { parentPort, workerData } from 'node:worker_threads';
import { createDetector, type PatternPack } from '../detect/index.ts';
import type { Limits } from '../extract/index.ts';
import type { Agreement } from './agreement.ts';
import { type FileMeasure, measureFile } from './measure-file.ts';
import { createPseudonymizer } from './pseudonym.ts';
import { type RewriteOutcome, rewriteFile } from './rewrite/rewrite-file.ts';

/** One task for a thread of its own. The values stay in it. */
export interface DisclosureTask {
  readonly path: string;
  readonly name: string;
  readonly agreement: Agreement;
  readonly pack: PatternPack;
  readonly fingerprintKey: Uint8Array;
  readonly limits: Limits;
  readonly asOf: string;
  /** Makes a copy at this place instead of measuring. */
  readonly copyTo?: {
    readonly path: string;
    readonly leaveOutRows: readonly number[];
    readonly maskColumns: readonly string[];
  };
}

export type DisclosureReply =
  | { readonly kind: 'measured'; readonly measure: FileMeasure }
  | { readonly kind: 'rewritten'; readonly outcome: RewriteOutcome }
  | { readonly kind: 'crashed'; readonly detail: string };

const port = parentPort;
if (!port) throw new Error('this runs as a worker thread only');
const silent = () => true;
process.stdout.write = silent;
process.stderr.write = silent;

const task = workerData as DisclosureTask;
const setting = {
  pseudonymizer: createPseudonymizer(task.fingerprintKey, task.agreement.id),
  asOf: task.asOf,
  minimumCellSize: task.agreement.minimumCellSize,
};

async function run(): Promise<DisclosureReply> {
  const detector = createDetector(task.pack, task.fingerprintKey);
  if (task.copyTo)
    return {
      kind: 'rewritten',
      outcome: await rewriteFile({ ...task, ...task.copyTo, from: task.path }, detector, setting),
    };
  return { kind: 'measured', measure: await measureFile(task, detector, setting, task.fingerprintKey) };
}

// An error's message may quote the file; its class and frames do not.
run().then(
  (reply) => port.postMessage(reply),
  (error: unknown) =>
    port.postMessage({
      kind: 'crashed',
      detail:
        error instanceof Error
          ? [
              error.constructor.name,
              ...(error.stack ?? '')
                .split('\n')
                .filter((line) => /^\s+at /.test(line))
                .slice(0, 6),
            ].join(' ')
          : 'not an Error',
    } satisfies DisclosureReply),
);
