/** Bytes of strings kept for cells to point at; what comes after is handed out as text. */
const STORE_BYTES_MAX = 160 * 1024 * 1024;

const SLAB_BYTES = 4 * 1024 * 1024;

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
  const recent: (string | undefined)[] = [];
  let count = 0;
  let bytes = 0;
  let slabUsed = SLAB_BYTES;

  return {
    add(text) {
      const longest = text.length * 3;
      if (bytes > STORE_BYTES_MAX || longest > SLAB_BYTES) {
        // Its number stays taken, so that the others keep theirs.
        put(0, 0);
        return false;
      }
      if (slabs.length === 0 || slabUsed + longest > SLAB_BYTES) {
        slabs.push(Buffer.allocUnsafe(SLAB_BYTES));
        slabUsed = 0;
      }
      const slab = slabs.at(-1) as Buffer;
      const length = slab.write(text, slabUsed, 'utf8');
      put((slabs.length - 1) * SLAB_BYTES + slabUsed, length);
      slabUsed += length;
      bytes += length + 12;
      return true;
    },
    get(index) {
      if (!(index >= 0 && index < count)) return '';
      const known = recent[index];
      if (known !== undefined) return known;
      const start = starts[index] ?? 0;
      const at = start % SLAB_BYTES;
      const text = slabs[Math.floor(start / SLAB_BYTES)]?.toString('utf8', at, at + (lengths[index] ?? 0)) ?? '';
      if (index < RECENT_MAX) recent[index] = text;
      return text;
    },
    get size() {
      return count;
    },
  };

  function put(start: number, length: number): void {
    if (count === starts.length) {
      const more = new Float64Array(count * 2);
      more.set(starts);
      starts = more;
      const longer = new Uint32Array(count * 2);
      longer.set(lengths);
      lengths = longer;
    }
    starts[count] = start;
    lengths[count] = length;
    count += 1;
  }
}
