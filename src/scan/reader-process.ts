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
  /** A piece of the people of one file, before the items that it belongs to: a message is copied several times on its way. */
  | {
      readonly kind: 'rows';
      readonly batch: number;
      /** Of the file in the batch. */
      readonly index: number;
      readonly offset: number;
      readonly totalBytes: number;
      readonly rows: Uint8Array;
    }
  /** No thread can be started. */
  | { readonly kind: 'broken'; readonly problem: string };

/** Resident memory, as a share of what is allowed, above which a process that has read for a while is replaced. */
const WORN_SHARE = 0.8;
const BATCHES_BEFORE_WORN = 10;
const KILLS_BEFORE_WORN = 3;
const PIECE_BYTES = 1024 * 1024;
/** Every task was settled by then, and its answer is on its way. */
const LAST_ANSWERS_MS = 1000;
/** Share of the allowed memory that reading may always need on top of what the process had at its start. */
const ROOM_SHARE = 0.25;

let threads: ReaderThreads | undefined;
let startBytes = 0;
let batches = 0;
let isStuck = false;

/** Resolves when the message is on its way, so that no queue of them grows. */
function answer(message: ReaderAnswer): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(message, undefined, undefined, () => resolve());
  });
}

/** Sends the people of big files ahead, in pieces; the items without them. */
async function sendRowsAhead(batch: number, items: readonly BatchItem[]): Promise<readonly BatchItem[]> {
  const rest: BatchItem[] = [];
  for (const [index, item] of items.entries()) {
    const rows = item.kind === 'read' ? item.reading.ledger.rows : undefined;
    if (item.kind !== 'read' || !rows || rows.length <= PIECE_BYTES) {
      rest.push(item);
      continue;
    }
    for (let offset = 0; offset < rows.length; offset += PIECE_BYTES) {
      const piece = rows.slice(offset, offset + PIECE_BYTES);
      await answer({ kind: 'rows', batch, index, offset, totalBytes: rows.length, rows: piece });
    }
    rest.push({ kind: 'read', reading: { ...item.reading, ledger: { rows: new Uint8Array(0) } } });
  }
  return rest;
}

function holdsLongList(item: BatchItem): boolean {
  return item.kind === 'read' && item.reading.ledger.rows.length > PIECE_BYTES;
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
    const items = [...(await reader.read(order.files))];
    const small = await sendRowsAhead(order.batch, items);
    if (order.files.length > 0) batches += 1;
    // The other process writes a long list now, which takes room of its own.
    if (items.splice(0).some(holdsLongList)) globalThis.gc?.();
    const memoryStop = small.some((item) => item.kind === 'lost' && item.reason === 'too-much-memory');
    const isFull = batches >= BATCHES_BEFORE_WORN && process.memoryUsage.rss() > allowedBytes * WORN_SHARE;
    const worn = memoryStop || isStuck || isFull || reader.killed() >= KILLS_BEFORE_WORN;
    await answer({ kind: 'items', batch: order.batch, items: small, worn });
  } catch (error) {
    await answer({ kind: 'broken', problem: error instanceof Error ? error.message : 'no thread can be started' });
  }
}

process.on('message', (order: ReaderOrder) => {
  if (order.kind === 'start') threads = start(order.options);
  else if (threads) void read(threads, order);
});
process.on('disconnect', end);
// Who started this process decides when it ends: what is being read when a person stops the scan is still recorded.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
