/**
 * What each worker is doing now, in memory that both threads see: a message would not arrive from a thread that hangs.
 * Four 32-bit fields for each of the pool's task slots.
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
}

const FIELDS = 4;

export function createBoard(slots: number): ProgressBoard {
  return { memory: new SharedArrayBuffer(slots * FIELDS * 4) };
}

/** Milliseconds that fit 32 bits for 24 days and are the same in every thread of a process. */
export function sharedClockMs(): number {
  return Math.trunc(performance.timeOrigin + performance.now()) % 0x7fffffff;
}

export function clearSlot(board: ProgressBoard, slot: number): void {
  const fields = new Int32Array(board.memory);
  Atomics.store(fields, slot * FIELDS, -1);
  Atomics.store(fields, slot * FIELDS + 1, sharedClockMs());
  Atomics.store(fields, slot * FIELDS + 2, 0);
}

export function markSlot(board: ProgressBoard, slot: number, fileIndex: number, threadId: number): void {
  const fields = new Int32Array(board.memory);
  Atomics.store(fields, slot * FIELDS + 2, threadId);
  Atomics.store(fields, slot * FIELDS + 1, sharedClockMs());
  Atomics.store(fields, slot * FIELDS, fileIndex);
}

export function slotState(board: ProgressBoard, slot: number): SlotState {
  const fields = new Int32Array(board.memory);
  return {
    fileIndex: Atomics.load(fields, slot * FIELDS),
    sinceMs: Atomics.load(fields, slot * FIELDS + 1),
    threadId: Atomics.load(fields, slot * FIELDS + 2),
  };
}
