/**
 * Program of the process whose threads read files. A process of its own, because a native library that crashes ends a whole process,
 * because the memory that an ended thread leaves behind is freed by nothing else, and because a thread inside a native library
 * cannot be ended. It writes nothing and ends with the process that started it.
 */
import type { BatchItem } from './batch-item.ts';
import type { ReadRequest } from './read-file.ts';
import { createReaderThreads, type ReaderThreads, type ReaderThreadsOptions } from './reader-threads.ts';

/** What the reader process is told. */
export type ReaderOrder =
  | { readonly kind: 'start'; readonly options: Omit<ReaderThreadsOptions, 'onStuck'> }
  | {
      readonly kind: 'read';
      readonly batch: number;
      readonly files: readonly ReadRequest[];
      /** Resident memory that this process may have; counted from what it has after its start where that is more. */
      readonly allowedBytes: number;
    };

/** What it answers. */
export type ReaderAnswer =
  | {
      readonly kind: 'items';
      readonly batch: number;
      readonly items: readonly BatchItem[];
      /** It should be replaced once nothing else is being read: memory was lost, or has not come back. */
      readonly worn: boolean;
    }
  /** No thread can be started. */
  | { readonly kind: 'broken'; readonly problem: string };

/** Resident memory, as a share of what is allowed, above which a process that has read for a while is replaced. */
const WORN_SHARE = 0.8;
const BATCHES_BEFORE_WORN = 10;
const KILLS_BEFORE_WORN = 3;
/** Every task was settled by then, and its answer is on its way. */
const LAST_ANSWERS_MS = 1000;
/** Share of the allowed memory that reading may always need on top of what the process had at its start. */
const ROOM_SHARE = 0.25;

let threads: ReaderThreads | undefined;
let startBytes = 0;
let batches = 0;
let isStuck = false;

function answer(message: ReaderAnswer): void {
  process.send?.(message);
}

function end(): void {
  // Not an exit: that would wait for threads that cannot be ended.
  process.kill(process.pid, 'SIGKILL');
}

function start(options: Omit<ReaderThreadsOptions, 'onStuck'>): ReaderThreads {
  startBytes = process.memoryUsage.rss();
  return createReaderThreads({
    ...options,
    onStuck: () => {
      isStuck = true;
      setTimeout(end, LAST_ANSWERS_MS);
    },
  });
}

async function read(reader: ReaderThreads, order: Extract<ReaderOrder, { kind: 'read' }>): Promise<void> {
  const allowedBytes = Math.max(order.allowedBytes, startBytes + order.allowedBytes * ROOM_SHARE);
  reader.allowBytes(allowedBytes);
  try {
    const items = await reader.read(order.files);
    batches += 1;
    const memoryStop = items.some((item) => item.kind === 'lost' && item.reason === 'too-much-memory');
    const isFull = batches >= BATCHES_BEFORE_WORN && process.memoryUsage.rss() > allowedBytes * WORN_SHARE;
    const worn = memoryStop || isStuck || isFull || reader.killed() >= KILLS_BEFORE_WORN;
    answer({ kind: 'items', batch: order.batch, items, worn });
  } catch (error) {
    answer({ kind: 'broken', problem: error instanceof Error ? error.message : 'no thread can be started' });
  }
}

process.on('message', (order: ReaderOrder) => {
  if (order.kind === 'start') threads = start(order.options);
  else if (threads) void read(threads, order);
});
process.on('disconnect', end);
// Who started this process decides when it ends: what is being read when a person stops the scan is still recorded.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
