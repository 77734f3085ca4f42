import { parentPort, threadId, workerData } from 'node:worker_threads';
import { createDetector, type PatternPack } from '../detect/index.ts';
import { contentKeyOf, type Limits, ownTimes, silenceThread, systemThreadId } from '../extract/index.ts';
import type { Allowance, FileReading } from '../model/index.ts';
import { markSlot, type ProgressBoard } from './progress-board.ts';
import { type ReadRequest, readFile } from './read-file.ts';
import { recogniseFile } from './recognise-file.ts';

/** What a worker is given once, when it starts. */
export interface WorkerSettings {
  readonly pack: PatternPack;
  readonly allowances: readonly Allowance[];
  /** Tried on locked files. */
  readonly passwords?: readonly string[];
  /** Day of the run, year-month-day: minors are counted as of it. */
  readonly asOf: string;
  /** 32 bytes. */
  readonly fingerprintKey: Uint8Array;
  readonly limits: Limits;
  readonly findingsPerType: number;
  readonly board: ProgressBoard;
}

export interface BatchTask {
  readonly slot: number;
  readonly files: readonly ReadRequest[];
}

/** One reply for a batch, in its order. A crash carries the error's class and stack frames; never its message, which may quote the file. */
export type BatchReply = readonly (
  | { readonly kind: 'read'; readonly reading: FileReading }
  | { readonly kind: 'recognised' }
  | { readonly kind: 'crashed'; readonly detail: string }
)[];

/** People that were counted with tables larger than the list itself, which are garbage now. */
const LONG_LIST_BYTES = 4 << 20;

const port = parentPort;
if (!port) throw new Error('the reader runs as a worker thread only');
const settings = workerData as WorkerSettings;

silenceThread();

const systemThread = systemThreadId();
const detector = createDetector(settings.pack, settings.fingerprintKey);
const contentKey = contentKeyOf(settings.fingerprintKey);

port.on('message', (task: BatchTask) => {
  void readBatch(task).then((reply) => {
    const ledgers = reply.flatMap((item) => (item.kind === 'read' ? [item.reading.ledger.rows] : []));
    const buffers = new Set(ledgers.filter(ownsItsBuffer).map((rows) => rows.buffer as ArrayBuffer));
    port.postMessage(reply, [...buffers]);
  });
});

async function readBatch(task: BatchTask): Promise<BatchReply> {
  const reply: BatchReply[number][] = [];
  for (const [index, file] of task.files.entries()) {
    const { cpuMs = 0, queuedMs = 0 } = ownTimes() ?? {};
    markSlot(settings.board, task.slot, { fileIndex: index, threadId, systemThread, cpuMs, queuedMs });
    try {
      if (recogniseFile(file, detector, { ...settings, contentKey })) reply.push({ kind: 'recognised' });
      else {
        const reading = await readFile(file, detector, { ...settings, contentKey });
        reply.push({ kind: 'read', reading });
        if (reading.ledger.rows.byteLength > LONG_LIST_BYTES) globalThis.gc?.();
      }
    } catch (error) {
      reply.push({ kind: 'crashed', detail: crashDetail(error) });
    }
  }
  return reply;
}

/** Small Buffers share one pool; moving that pool would empty its other tenants. */
function ownsItsBuffer(rows: Uint8Array): boolean {
  return rows.byteLength > 0 && rows.byteLength === rows.buffer.byteLength;
}

function crashDetail(error: unknown): string {
  if (!(error instanceof Error)) return 'not an Error';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.constructor.name, ...frames.slice(0, 6).map((frame) => frame.trim())].join(' ');
}
