import { deadlineMsFor, type Limits } from '../extract/index.ts';
import { absolutePathOf, type FileFacts, type FileReading, type UnreadReason } from '../model/index.ts';
import type { Journal, KnownContent } from '../record/index.ts';
import type { BatchItem } from './batch-item.ts';
import type { ReadRequest } from './read-file.ts';
import type { ReaderPool } from './reader-pool.ts';
import { unreadReading } from './unread-reading.ts';

/** A file that waits for a worker, with what its verdict will need. */
export interface Waiting {
  readonly facts: FileFacts;
  /** Names in the same folder; one array for all files of a listing. */
  readonly neighbours: readonly string[];
  /** A recorded reading that is taken over where the bytes are the same. */
  readonly known?: KnownContent;
}

export interface Done extends Waiting {
  readonly reading: FileReading;
}

/** Takes files one by one, hands them to workers in batches, gives back what became of each. */
export interface ReadingLane {
  /** Resolves when there is room; waits while every worker is busy. */
  add(file: Waiting): Promise<void>;
  /** For a file that brought a process or a thread down: read by itself, after all others. */
  addSuspect(file: Waiting): void;
  /** Reads all that waits; resolves when every file has been given to `onDone`. */
  drain(): Promise<void>;
  waiting(): number;
}

export interface LaneOptions {
  readonly pool: ReaderPool;
  readonly threads: number;
  readonly runId: number;
  readonly journal: Journal;
  readonly limits: Limits;
  readonly onDone: (files: readonly Done[]) => Promise<void>;
  /** Files whose known reading holds. */
  readonly onRecognised: (files: readonly Recognised[]) => Promise<void>;
}

export interface Recognised extends Waiting {
  readonly known: KnownContent;
}

const BATCH_FILES = 64;
const BATCH_BYTES = 4 << 20;
/** Causes that may lie with a neighbour in the same thread or process. */
const WORTH_A_SECOND_TRY: readonly UnreadReason[] = ['reader-crashed', 'too-much-memory'];

export function createReadingLane(options: LaneOptions): ReadingLane {
  const { pool, threads, runId, journal, onDone, onRecognised } = options;
  let batch: Waiting[] = [];
  let batchBytes = 0;
  const suspects: Waiting[] = [];
  const inFlight = new Set<Promise<void>>();
  let inFlightFiles = 0;

  async function send(): Promise<void> {
    const files = batch;
    batch = [];
    batchBytes = 0;
    // No batch lies ready behind these: its files would count as suspects of a scan that is killed.
    while (inFlight.size >= threads) await Promise.race(inFlight);
    const task = read(files, false).finally(() => inFlight.delete(task));
    // A failure surfaces at the next `race` or at the drain; until then it must not count as unhandled.
    task.catch(() => undefined);
    inFlight.add(task);
  }

  async function read(files: readonly Waiting[], isLastTry: boolean): Promise<void> {
    inFlightFiles += files.length;
    try {
      let rest = files;
      while (rest.length > 0) {
        // A kill while a reader loads its patterns must not make suspects of files that nobody has opened.
        await pool.ready();
        await journal.start(
          runId,
          rest.map(({ facts }) => facts),
        );
        const items = await pool.read(rest.map((file) => requestOf(file, options.limits)));
        rest = await settle(rest, items, isLastTry);
      }
    } finally {
      inFlightFiles -= files.length;
    }
  }

  /** Gives what is finished to `onDone` and returns the files whose turn had not come. */
  async function settle(
    files: readonly Waiting[],
    items: readonly BatchItem[],
    isLastTry: boolean,
  ): Promise<Waiting[]> {
    const done: Done[] = [];
    const recognised: Recognised[] = [];
    const again: Waiting[] = [];
    for (const [index, file] of files.entries()) {
      const item = items[index] ?? { kind: 'not-started' };
      if (item.kind === 'not-started') again.push(file);
      else if (item.kind === 'read') done.push({ ...file, reading: item.reading });
      else if (item.kind === 'recognised') recognised.push(knownOf(file));
      else if (!isLastTry && !item.certain && WORTH_A_SECOND_TRY.includes(item.reason)) suspects.push(file);
      else done.push({ ...file, reading: unreadReading(item.reason, item.detail) });
    }
    if (done.length > 0) await onDone(done);
    if (recognised.length > 0) await onRecognised(recognised);
    return again;
  }

  return {
    async add(file) {
      batch.push(file);
      batchBytes += file.facts.sizeBytes;
      if (batch.length >= BATCH_FILES || batchBytes >= BATCH_BYTES) await send();
    },
    addSuspect(file) {
      suspects.push(file);
    },
    async drain() {
      if (batch.length > 0) await send();
      await Promise.all(inFlight);
      for (let suspect = suspects.shift(); suspect; suspect = suspects.shift()) await read([suspect], true);
    },
    waiting: () => batch.length + suspects.length + inFlightFiles,
  };
}

/** A reader stops itself at its deadline, and what it read by then counts; the kill is for one that hangs. */
export const KILL_GRACE_MS = 10_000;

function knownOf(file: Waiting): Recognised {
  if (file.known === undefined) throw new Error('a file was recognised of which nothing is known');
  return { ...file, known: file.known };
}

function requestOf({ facts, known }: Waiting, limits: Limits): ReadRequest {
  return {
    path: absolutePathOf(facts),
    name: facts.path,
    timeoutMs: deadlineMsFor(facts.sizeBytes, limits) + KILL_GRACE_MS,
    ...(known && { known: { contentDigest: known.contentDigest, name: known.otherPath ?? facts.path } }),
  };
}
