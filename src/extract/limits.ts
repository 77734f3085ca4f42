import type { UnreadReason } from '../model/index.ts';
import { startReadingClock, WALL_FACTOR } from './reading-clock.ts';

/** What one top-level file may cost, with everything inside it. */
export interface Limits {
  /** Containers within containers. */
  readonly depth: number;
  /** Archive members, attachments and embedded files, over all levels. */
  readonly members: number;
  /** Bytes that unpacking may give, over all levels. */
  readonly bytesOut: number;
  /** Unpacked to packed bytes of one member, once it has given `RATIO_FLOOR_BYTES`. */
  readonly ratio: number;
  /** Processor milliseconds for a small file; `deadlineMsFor` adds time for the bytes of a big one. */
  readonly timeoutMs: number;
}

export const DEFAULT_LIMITS: Limits = {
  depth: 16,
  members: 100_000,
  bytesOut: 16 * 1024 ** 3,
  ratio: 250,
  timeoutMs: 120_000,
};

/** Below this many bytes out, a high ratio is an ordinary well-packed file. */
export const RATIO_FLOOR_BYTES = 64 * 1024 * 1024;

/** One top-level file in all may not give more than `TOTAL_RATIO_FACTOR * ratio` times its own size, past four floors. */
const TOTAL_RATIO_FACTOR = 4;

/** Bytes of members that may be held in memory at one time because their format needs random access. */
export const HELD_BYTES_MAX = 160 * 1024 * 1024;

/** Slowest honest reading, bytes per millisecond: a bigger file gets proportionally more time. */
const BYTES_PER_MS_MIN = 2000;

/**
 * Milliseconds of processor time that a file of this size may take: what the scan room uses for its kill timer, and a reader for
 * itself. It may take `WALL_FACTOR` times as long where it waits for a disk or a share. Waiting for a busy processor does not count.
 */
export function deadlineMsFor(sizeBytes: number, limits: Limits): number {
  return limits.timeoutMs + Math.ceil(sizeBytes / BYTES_PER_MS_MIN);
}

const LEFT_MS_MIN = 1000;

/** How it is said that a file took too much processor time. */
export function tooSlow(allowedMs: number): string {
  return `took more than ${Math.round(allowedMs / 1000)} s of processor time`;
}

/** How it is said that a file did not come to an end, though it took little processor time. */
export function notEnded(allowedMs: number): string {
  return `did not end within ${Math.round((allowedMs * WALL_FACTOR) / 1000)} s`;
}

/** A budget or a reader's own bound was reached. `everything`: nothing more of the top-level file will be read. */
export class Cut extends Error {
  readonly reason: UnreadReason;
  readonly everything: boolean;
  constructor(reason: UnreadReason, detail: string, everything = false) {
    super(detail);
    this.name = 'Cut';
    this.reason = reason;
    this.everything = everything;
  }
}

/** The bytes are not what the format says they must be. The message is plain words, without any content. */
export class Damaged extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = 'Damaged';
  }
}

/** Shared by everything inside one top-level file. */
export interface Budget {
  readonly limits: Limits;
  /** Set once the whole file must stop. */
  stopped: Cut | undefined;
  /** Counts one member. @throws Cut */
  member(): void;
  /** Counts unpacked bytes, and looks at the clock. @throws Cut */
  spend(bytes: number): void;
  /** Looks at the clock. @throws Cut */
  checkTime(): void;
  /** Milliseconds of processor time left for this file, at least a second. */
  leftMs(): number;
  /** Takes memory for a member held whole. @throws Cut */
  hold(bytes: number): void;
  release(bytes: number): void;
}

export function createBudget(limits: Limits, topSizeBytes: number, timedBytes = topSizeBytes): Budget {
  const allowedMs = deadlineMsFor(timedBytes, limits);
  const clock = startReadingClock();
  /** Before this much time by the clock, neither bound can have been reached. */
  let nextLookMs = performance.now() + allowedMs;
  const ratioCeiling = Math.max(4 * RATIO_FLOOR_BYTES, topSizeBytes * limits.ratio * TOTAL_RATIO_FACTOR);
  let members = 0;
  let bytesOut = 0;
  let heldBytes = 0;

  const stop = (reason: UnreadReason, detail: string): never => {
    budget.stopped ??= new Cut(reason, detail, true);
    throw budget.stopped;
  };
  const budget: Budget = {
    limits,
    stopped: undefined,
    member() {
      if (budget.stopped) throw budget.stopped;
      members += 1;
      if (members > limits.members) stop('too-many-members', `more than ${limits.members} members`);
    },
    spend(bytes) {
      bytesOut += bytes;
      if (bytesOut > limits.bytesOut) stop('too-big', `more than ${limits.bytesOut} bytes unpacked`);
      if (bytesOut > ratioCeiling)
        stop('too-big', `unpacks to more than ${limits.ratio * TOTAL_RATIO_FACTOR} times its size`);
      budget.checkTime();
    },
    checkTime() {
      if (budget.stopped) throw budget.stopped;
      const nowMs = performance.now();
      if (nowMs <= nextLookMs) return;
      const [usedMs, elapsedMs] = [clock.usedMs(), clock.elapsedMs()];
      if (usedMs > allowedMs) stop('too-slow', tooSlow(allowedMs));
      if (elapsedMs > allowedMs * WALL_FACTOR) stop('too-slow', notEnded(allowedMs));
      nextLookMs = nowMs + Math.min(allowedMs - usedMs, allowedMs * WALL_FACTOR - elapsedMs);
    },
    leftMs: () => Math.max(LEFT_MS_MIN, allowedMs - clock.usedMs()),
    hold(bytes) {
      if (heldBytes + bytes > HELD_BYTES_MAX)
        throw new Cut('too-much-memory', 'needs random access and is too big to hold');
      heldBytes += bytes;
    },
    release(bytes) {
      heldBytes -= bytes;
    },
  };
  return budget;
}
