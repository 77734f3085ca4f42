import { closeSync, openSync, readlinkSync, readSync } from 'node:fs';

/** A file that waits for a busy machine may take this many times its processor time. */
export const WALL_FACTOR = 4;

/** Ticks of a second in which Linux counts processor time (proc(5), `sysconf(_SC_CLK_TCK)`). */
const TICKS_PER_SECOND = 100;
const STAT_BYTES_MAX = 1024;

/** Time that a reading has taken so far. */
export interface ReadingClock {
  /** Processor time of the reading thread; wall time where the system does not tell. */
  usedMs(): number;
  wallMs(): number;
}

export function startReadingClock(): ReadingClock {
  const startMs = performance.now();
  const startCpuMs = threadCpuMs();
  const wallMs = (): number => performance.now() - startMs;
  return {
    wallMs,
    usedMs() {
      const cpuMs = threadCpuMs();
      return cpuMs === undefined || startCpuMs === undefined ? wallMs() : cpuMs - startCpuMs;
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

/** Processor time of a thread of this process, milliseconds; nothing where the system does not tell, or the thread is gone. */
export function cpuMsOfThread(systemThread: number): number | undefined {
  if (systemThread === 0) return undefined;
  try {
    const descriptor = openSync(`/proc/self/task/${systemThread}/stat`, 'r');
    try {
      return cpuMsIn(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}

let ownStat: number | undefined;

/** Processor time of the calling thread, milliseconds; nothing where the system does not tell. */
export function threadCpuMs(): number | undefined {
  try {
    ownStat ??= openSync('/proc/thread-self/stat', 'r');
    return cpuMsIn(ownStat);
  } catch {
    return undefined;
  }
}

/** User and system time: the twelfth and thirteenth field behind the name, which stands in brackets and may hold anything. */
function cpuMsIn(descriptor: number): number | undefined {
  const buffer = Buffer.alloc(STAT_BYTES_MAX);
  const text = buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, buffer.length, 0));
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return Number.isFinite(ticks) ? (ticks * 1000) / TICKS_PER_SECOND : undefined;
}
