/** A stretch of a buffer with what is read around it. Findings that begin in `own` belong to the window. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly ownFrom: number;
  readonly ownTo: number;
}

/** RE2's set is fastest on buffers of this size. */
export const WINDOW_BYTES = 64 * 1024;
/** Read before a window: labels and boundaries of what begins in it. */
export const LEAD_BYTES = 512;
/** Read after a window: the rest of what begins in it. Longer than any identifier; a key block is found by its first line. */
export const TAIL_BYTES = 2048;

/** Windows over `buffer` from `ownFrom` on. Borders never cut a UTF-8 character. `ownTo` is where the last one's own part ends. */
export function* windowsOver(buffer: Uint8Array, ownFrom: number, ownTo: number): Generator<Window> {
  let start = ownFrom;
  while (start < ownTo) {
    const end = start + WINDOW_BYTES >= ownTo ? ownTo : characterStart(buffer, start + WINDOW_BYTES);
    yield {
      from: characterStart(buffer, Math.max(0, start - LEAD_BYTES)),
      to: characterStart(buffer, Math.min(buffer.length, end + TAIL_BYTES)),
      ownFrom: start,
      ownTo: end,
    };
    start = end;
  }
}

/** The nearest place at or before `at` where a character begins. */
export function characterStart(buffer: Uint8Array, at: number): number {
  let place = at;
  while (place > 0 && place < buffer.length && ((buffer[place] as number) & 0xc0) === 0x80) place -= 1;
  return place;
}
