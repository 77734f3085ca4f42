import { closeSync, openSync, readlinkSync, readSync } from 'node:fs';

/** A file that waits, for a disk or a share, may take this many times its processor time. */
export const WALL_FACTOR = 4;

const STAT_BYTES_MAX = 128;
const NS_PER_MS = 1_000_000;

/** What the system says of a thread since it began (proc(5), `/proc/[pid]/task/[tid]/schedstat`). */
export interface ThreadTimes {
  readonly cpuMs: number;
  /** Ready to run, while others had the processor. */
  readonly queuedMs: number;
}

/** Time that a reading has taken so far. */
export interface ReadingClock {
  /** By the clock, without the time for which the machine was busy with others. */
  elapsedMs(): number;
  /** Processor time of the reading thread; what has elapsed where the system does not tell. */
  usedMs(): number;
}

export function startReadingClock(): ReadingClock {
  const startMs = performance.now();
  const start = ownTimes();
  return {
    elapsedMs() {
      const now = start && ownTimes();
      return performance.now() - startMs - (start && now ? now.queuedMs - start.queuedMs : 0);
    },
    usedMs() {
      const now = start && ownTimes();
      return start && now ? now.cpuMs - start.cpuMs : performance.now() - startMs;
    },
  };
}

/** Number that the system gives the calling thread; 0 where it does not tell. */
export function systemThreadId(): number {
  try {
    return Number(/(\d+)$/.exec(readlinkSync('/proc/thread-self'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Times of a thread of this process; nothing where the system does not tell, or the thread is gone. */
export function timesOfThread(systemThread: number): ThreadTimes | undefined {
  if (systemThread === 0) return undefined;
  try {
    const descriptor = openSync(`/proc/self/task/${systemThread}/schedstat`, 'r');
    try {
      return timesIn(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}

let ownStat: number | undefined;

/** Times of the calling thread; nothing where the system does not tell. */
export function ownTimes(): ThreadTimes | undefined {
  try {
    ownStat ??= openSync('/proc/thread-self/schedstat', 'r');
    return timesIn(ownStat);
  } catch {
    return undefined;
  }
}

function timesIn(descriptor: number): ThreadTimes | undefined {
  const buffer = Buffer.alloc(STAT_BYTES_MAX);
  const text = buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, buffer.length, 0));
  const [cpuNs = 0, queuedNs = 0] = text.split(' ').map(Number);
  // A kernel built without this accounting says 0.
  return cpuNs > 0 ? { cpuMs: cpuNs / NS_PER_MS, queuedMs: queuedNs / NS_PER_MS } : undefined;
}
