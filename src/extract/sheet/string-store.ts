import { isAscii } from 'node:buffer';

/** Bytes of strings kept for cells to point at; what comes after is handed out as text. */
const STORE_BYTES_MAX = 160 * 1024 * 1024;

const SLAB_BYTES = 4 * 1024 * 1024;

/** Strings gathered before they are written: one write costs as much as hundreds of short strings. */
const BATCH_LENGTH = 32 * 1024;

/** Cells ask for strings in about the order that they were added in, so stretches are decoded whole. A slab holds a whole number. */
const STRETCH_BYTES = 32 * 1024;

const STRETCHES_MAX = 128;

/** Strings looked up most are those that come first. */
const RECENT_MAX = 65_536;

/** Many strings in few big buffers: a million strings as objects would cost several times their bytes. */
export interface StringStore {
  /** False when the store is full; then the string was not kept. */
  add(text: string): boolean;
  /** Empty for an index that was never added. */
  get(index: number): string;
  readonly size: number;
}

export function createStringStore(): StringStore {
  const slabs: Buffer[] = [];
  let starts = new Float64Array(4096);
  let lengths = new Uint32Array(4096);
  let recent: (string | undefined)[] = [];
  const stretches = new Map<number, string | undefined>();
  let count = 0;
  let bytes = 0;
  let slabUsed = SLAB_BYTES;
  let batch = '';
  let batchFirst = 0;

  const writeBatch = (): void => {
    if (slabUsed + batch.length * 3 > SLAB_BYTES) {
      slabs.push(Buffer.allocUnsafe(SLAB_BYTES));
      slabUsed = 0;
    }
    const written = (slabs.at(-1) as Buffer).write(batch, slabUsed, 'utf8');
    let start = (slabs.length - 1) * SLAB_BYTES + slabUsed;
    let taken = 0;
    for (let index = batchFirst; index < count; index += 1) {
      const length = lengths[index] ?? 0;
      const byteLength =
        written === batch.length ? length : Buffer.byteLength(batch.substring(taken, taken + length), 'utf8');
      starts[index] = start;
      lengths[index] = byteLength;
      start += byteLength;
      taken += length;
    }
    slabUsed += written;
    bytes += written + 12 * (count - batchFirst);
    batch = '';
    batchFirst = count;
    recent = [];
    stretches.clear();
  };
  /** The string that stands in one decoded stretch; nothing where bytes and characters differ, or where it crosses two. */
  const withinStretch = (start: number, length: number): string | undefined => {
    const number = Math.floor(start / STRETCH_BYTES);
    const at = start - number * STRETCH_BYTES;
    if (at + length > STRETCH_BYTES) return undefined;
    let text = stretches.get(number);
    if (text === undefined && !stretches.has(number)) {
      const slab = slabs[Math.floor(start / SLAB_BYTES)];
      const from = start - at - Math.floor(start / SLAB_BYTES) * SLAB_BYTES;
      const decoded = slab?.subarray(from, from + STRETCH_BYTES);
      text = decoded && isAscii(decoded) ? decoded.toString('latin1') : undefined;
      if (stretches.size >= STRETCHES_MAX) stretches.clear();
      stretches.set(number, text);
    }
    return text?.substring(at, at + length);
  };

  return {
    add(text) {
      if (count === starts.length) grow();
      if (bytes + batch.length > STORE_BYTES_MAX || text.length * 3 > SLAB_BYTES) {
        // Its number stays taken, so that the others keep theirs.
        lengths[count] = 0;
        count += 1;
        return false;
      }
      if (batch.length + text.length > BATCH_LENGTH) writeBatch();
      lengths[count] = text.length;
      count += 1;
      batch += text;
      return true;
    },
    get(index) {
      if (!(index >= 0 && index < count)) return '';
      if (batchFirst < count) writeBatch();
      const known = recent[index];
      if (known !== undefined) return known;
      const start = starts[index] ?? 0;
      const length = lengths[index] ?? 0;
      const text = withinStretch(start, length) ?? decode(start, length);
      if (index < RECENT_MAX) recent[index] = text;
      return text;
    },
    get size() {
      return count;
    },
  };

  function decode(start: number, length: number): string {
    const at = start % SLAB_BYTES;
    return slabs[Math.floor(start / SLAB_BYTES)]?.toString('utf8', at, at + length) ?? '';
  }

  function grow(): void {
    const more = new Float64Array(count * 2);
    more.set(starts);
    starts = more;
    const longer = new Uint32Array(count * 2);
    longer.set(lengths);
    lengths = longer;
  }
}
