import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BatchItem } from './batch-item.ts';
import type { ReadRequest } from './read-file.ts';
import type { ReaderAnswer, ReaderOrder } from './reader-process.ts';
import type { ReaderThreadsOptions } from './reader-threads.ts';

export interface ReaderPool {
  /** Resolves when a reader has loaded all it needs and waits for files. Counts as a call of `read`. */
  ready(): Promise<void>;
  /** Never rejects for what a file does to its reader. At most `threads` calls at a time. */
  read(files: readonly ReadRequest[]): Promise<readonly BatchItem[]>;
  close(): Promise<void>;
}

export interface ReaderPoolOptions extends Omit<ReaderThreadsOptions, 'onStuck'> {
  /** Resident memory of this process and the reader's together above which the oldest file is given up. */
  readonly residentLimitBytes: number;
  /** Where the built reader process lies; only the pool's own tests need another place. */
  readonly processFile?: string;
}

const READER_PROCESS = fileURLToPath(new URL('./reader-process.js', import.meta.url));
/**
 * Every reader's thread collects its own garbage. Helpers of the engine, one set for all threads, would take the processors from the
 * readers, and wait for each other where all are busy. A reader that has counted a long list gives its tables back at once.
 */
const READER_FLAGS = ['--single-threaded-gc', '--expose-gc'];
const STARTS_WITHOUT_WORK = 3;
const CLOSE_TIMEOUT_MS = 2000;

interface Pending {
  readonly files: readonly ReadRequest[];
  /** People of big files, which come ahead of their items. */
  readonly rows: Map<number, Uint8Array>;
  readonly settle: (items: readonly BatchItem[]) => void;
  readonly fail: (error: Error) => void;
}

/** One reader process with what it was given and has not answered. */
interface Reader {
  readonly child: ChildProcess;
  readonly pending: Map<number, Pending>;
  isWorn: boolean;
  hasWorked: boolean;
}

/**
 * Reads files in the threads of another process, which is started with the first file and replaced when it crashes, hangs where no
 * thread can be ended, or has lost memory to threads that were. Every call settles.
 */
export function createReaderPool(options: ReaderPoolOptions): ReaderPool {
  const { residentLimitBytes, processFile = READER_PROCESS, ...threadsOptions } = options;
  let reader: Reader | undefined;
  /** Resolves when a worn process has ended. */
  let replacing: Promise<void> | undefined;
  let startsWithoutWork = 0;
  let brokenBy: Error | undefined;
  let batches = 0;

  function start(): Reader {
    const child = fork(processFile, [], {
      serialization: 'advanced',
      execArgv: READER_FLAGS,
      // What a library or a dying engine prints may quote a file.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const started: Reader = { child, pending: new Map(), isWorn: false, hasWorked: false };
    child.on('message', (answer: ReaderAnswer) => onAnswer(started, answer));
    // A message that cannot be sent: the exit that follows settles what was given.
    child.on('error', () => undefined);
    child.once('exit', (_code, signal) => onExit(started, signal));
    send(started, { kind: 'start', options: threadsOptions });
    return started;
  }

  function send({ child }: Reader, order: ReaderOrder): void {
    child.send(order, () => undefined);
  }

  function onAnswer(from: Reader, answer: ReaderAnswer): void {
    switch (answer.kind) {
      case 'items': {
        const pending = from.pending.get(answer.batch);
        from.pending.delete(answer.batch);
        from.hasWorked = true;
        from.isWorn ||= answer.worn;
        startsWithoutWork = 0;
        if (from.isWorn && from.pending.size === 0) replace(from);
        pending?.settle(answer.items.map((item, index) => withRows(item, pending.rows.get(index))));
        return;
      }
      case 'rows': {
        const known = from.pending.get(answer.batch)?.rows;
        const rows = known?.get(answer.index) ?? new Uint8Array(answer.totalBytes);
        rows.set(answer.rows, answer.offset);
        known?.set(answer.index, rows);
        return;
      }
      case 'broken':
        fail(from, new Error(answer.problem));
        return;
      default:
        answer satisfies never;
    }
  }

  function fail(from: Reader, error: Error): void {
    brokenBy = error;
    for (const pending of from.pending.values()) pending.fail(error);
    from.pending.clear();
  }

  /** Ends a worn process first, so that two never have memory at one time. */
  function replace(worn: Reader): void {
    if (reader !== worn) return;
    reader = undefined;
    const ended = endOf(worn);
    replacing = ended;
    void ended.then(() => {
      if (replacing === ended) replacing = undefined;
    });
  }

  function onExit(from: Reader, signal: NodeJS.Signals | null): void {
    if (reader === from) reader = undefined;
    const pending = [...from.pending.values()];
    from.pending.clear();
    if (!from.hasWorked && pending.length > 0) startsWithoutWork += 1;
    if (startsWithoutWork >= STARTS_WITHOUT_WORK)
      brokenBy = new Error('the reader process ends before it reads anything');
    const detail = `the reader process ended: ${signal ?? 'without a signal'}`;
    for (const { files, settle } of pending)
      settle(files.map(() => ({ kind: 'lost', reason: 'reader-crashed', detail, certain: false })));
  }

  async function read(files: readonly ReadRequest[]): Promise<readonly BatchItem[]> {
    // A worn process takes nothing more; its last answer replaces it.
    while (replacing || reader?.isWorn) await (replacing ?? lastAnswerOf(reader));
    if (brokenBy) throw brokenBy;
    reader ??= start();
    const current = reader;
    batches += 1;
    const batch = batches;
    return await new Promise((settle, fail) => {
      current.pending.set(batch, { files, rows: new Map(), settle, fail });
      send(current, {
        kind: 'read',
        batch,
        files,
        allowedBytes: Math.max(0, residentLimitBytes - process.memoryUsage.rss()),
      });
    });
  }

  return {
    read,
    async ready() {
      await read([]);
    },
    async close() {
      const last = reader;
      reader = undefined;
      await replacing;
      if (last) await endOf(last);
    },
  };
}

function withRows(item: BatchItem, rows: Uint8Array | undefined): BatchItem {
  return rows && item.kind === 'read' ? { kind: 'read', reading: { ...item.reading, ledger: { rows } } } : item;
}

function endOf({ child }: Reader): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_TIMEOUT_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    if (child.connected) child.disconnect();
  });
}

function lastAnswerOf(reader: Reader | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (!reader) resolve();
    else {
      reader.child.once('message', () => resolve());
      reader.child.once('exit', () => resolve());
    }
  });
}
