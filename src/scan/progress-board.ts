/**
 * What each worker is doing now, in memory that both threads see: a message would not arrive from a thread that hangs.
 * Six 32-bit fields for each of the pool's task slots.
 */
export interface ProgressBoard {
  readonly memory: SharedArrayBuffer;
}

export interface SlotState {
  /** Index in the batch of the file being read, or -1 before the first. */
  readonly fileIndex: number;
  /** Milliseconds on the shared clock when that file was begun. */
  readonly sinceMs: number;
  /** Node's id of the thread, 0 before it took the task. */
  readonly threadId: number;
  /** The system's id of the thread, 0 where it tells none. */
  readonly systemThread: number;
  /** Processor milliseconds that the thread had taken when that file was begun. */
  readonly cpuMs: number;
  /** Milliseconds for which it had waited for a processor by then. */
  readonly queuedMs: number;
}

const FIELDS = 6;

export function createBoard(slots: number): ProgressBoard {
  return { memory: new SharedArrayBuffer(slots * FIELDS * 4) };
}

/** After so many milliseconds, 24 days, the shared clock begins again at 0. */
const CLOCK_ROUND_MS = 0x7fffffff;

/** Milliseconds that fit 32 bits and are the same in every thread of a process; compare them with `elapsedMs` only. */
export function sharedClockMs(): number {
  return Math.trunc(performance.timeOrigin + performance.now()) % CLOCK_ROUND_MS;
}

/** Time between two moments of the shared clock, also where it began again in between. Pure. */
export function elapsedMs(sinceMs: number, nowMs: number): number {
  return (nowMs - sinceMs + CLOCK_ROUND_MS) % CLOCK_ROUND_MS;
}

export function clearSlot(board: ProgressBoard, slot: number): void {
  writeSlot(board, slot, {
    fileIndex: -1,
    sinceMs: sharedClockMs(),
    threadId: 0,
    systemThread: 0,
    cpuMs: 0,
    queuedMs: 0,
  });
}

export function markSlot(board: ProgressBoard, slot: number, begun: Omit<SlotState, 'sinceMs'>): void {
  writeSlot(board, slot, { ...begun, sinceMs: sharedClockMs() });
}

/** The file comes last: whoever sees its number sees the rest. */
function writeSlot(board: ProgressBoard, slot: number, state: SlotState): void {
  const fields = new Int32Array(board.memory);
  const at = slot * FIELDS;
  Atomics.store(fields, at + 5, Math.trunc(state.queuedMs));
  Atomics.store(fields, at + 4, Math.trunc(state.cpuMs));
  Atomics.store(fields, at + 3, state.systemThread);
  Atomics.store(fields, at + 2, state.threadId);
  Atomics.store(fields, at + 1, state.sinceMs);
  Atomics.store(fields, at, state.fileIndex);
}

export function slotState(board: ProgressBoard, slot: number): SlotState {
  const fields = new Int32Array(board.memory);
  const at = slot * FIELDS;
  return {
    fileIndex: Atomics.load(fields, at),
    sinceMs: Atomics.load(fields, at + 1),
    threadId: Atomics.load(fields, at + 2),
    systemThread: Atomics.load(fields, at + 3),
    cpuMs: Atomics.load(fields, at + 4),
    queuedMs: Atomics.load(fields, at + 5),
  };
}
