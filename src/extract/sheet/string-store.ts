/** Bytes of strings kept for cells to point at; what comes after is handed out as text. */
const STORE_BYTES_MAX = 160 * 1024 * 1024;

const SLAB_BYTES = 4 * 1024 * 1024;

/** Most workbooks have few strings: the first slab begins with this and doubles. */
const FIRST_SLAB_BYTES = 16 * 1024;

const FIRST_STRINGS = 512;

/** Strings looked up most are those that come first. */
const RECENT_MAX = 65_536;

/** Cells mostly point at one string after the other: so many of them are decoded together. */
const STRETCH_STRINGS = 128;
const STRETCH_BYTES = 8 * 1024;

/** How far the next string may lie from the last one that was not known. */
const STEP_MAX = 4;

/** Up to this length copying byte by byte is faster than a call. */
const SHORT_BYTES = 32;

/** Many strings in few big buffers: a million strings as objects would cost several times their bytes. */
export interface StringStore {
  /** False when the store is full; then the string was not kept. */
  add(text: string): boolean;
  /** The same for the UTF-8 between two positions. */
  addUtf8(bytes: Buffer, from: number, to: number): boolean;
  /** Empty for an index that was never added. */
  get(index: number): string;
  readonly size: number;
}

export function createStringStore(): StringStore {
  const slabs: Buffer[] = [];
  let starts = new Float64Array(FIRST_STRINGS);
  let lengths = new Uint32Array(FIRST_STRINGS);
  const recent: (string | undefined)[] = [];
  let count = 0;
  let bytes = 0;
  let slabUsed = SLAB_BYTES;
  /** Strings `stretchFrom` to before `stretchTo` as one text of ASCII, which begins at `stretchStart` in all the slabs. */
  let stretch = '';
  let stretchFrom = 0;
  let stretchTo = 0;
  let stretchStart = 0;
  let lastUnknown = -1;

  /** The slab with room for so many bytes; nothing when the store is full. */
  const roomFor = (longest: number): Buffer | undefined => {
    if (bytes > STORE_BYTES_MAX || longest > SLAB_BYTES) {
      // Its number stays taken, so that the others keep theirs.
      put(0, 0);
      return undefined;
    }
    const last = slabs.at(-1);
    if (last && slabUsed + longest <= last.length) return last;
    if (last && slabUsed + longest <= SLAB_BYTES) {
      const bigger = Buffer.allocUnsafe(Math.min(SLAB_BYTES, Math.max(last.length * 2, slabUsed + longest)));
      last.copy(bigger, 0, 0, slabUsed);
      slabs[slabs.length - 1] = bigger;
      return bigger;
    }
    const next = Buffer.allocUnsafe(last ? SLAB_BYTES : Math.max(FIRST_SLAB_BYTES, longest));
    slabs.push(next);
    slabUsed = 0;
    return next;
  };
  const added = (length: number): true => {
    put((slabs.length - 1) * SLAB_BYTES + slabUsed, length);
    slabUsed += length;
    bytes += length + 12;
    return true;
  };
  const slabOf = (start: number): Buffer | undefined => slabs[Math.floor(start / SLAB_BYTES)];

  /** Decodes the strings from `index` on together, where they lie behind each other and are ASCII. */
  const decodeStretch = (index: number): void => {
    stretchFrom = index;
    stretchTo = index;
    stretchStart = starts[index] ?? 0;
    const slab = slabOf(stretchStart);
    const room = Math.min(STRETCH_BYTES, SLAB_BYTES - (stretchStart % SLAB_BYTES));
    let length = 0;
    while (stretchTo < count && stretchTo - index < STRETCH_STRINGS) {
      const next = lengths[stretchTo] ?? 0;
      if ((next > 0 && starts[stretchTo] !== stretchStart + length) || length + next > room) break;
      length += next;
      stretchTo += 1;
    }
    const at = stretchStart % SLAB_BYTES;
    if (!slab || !isAsciiBetween(slab, at, at + length)) stretchTo = index;
    else stretch = slab.toString('latin1', at, at + length);
  };
  const decode = (index: number): string => {
    const start = starts[index] ?? 0;
    const length = lengths[index] ?? 0;
    if (index < stretchFrom || index >= stretchTo) {
      const follows = index > lastUnknown && index - lastUnknown <= STEP_MAX;
      lastUnknown = index;
      if (follows) decodeStretch(index);
    }
    if (length === 0) return '';
    if (index >= stretchFrom && index < stretchTo) {
      lastUnknown = index;
      return stretch.slice(start - stretchStart, start - stretchStart + length);
    }
    const at = start % SLAB_BYTES;
    return slabOf(start)?.toString('utf8', at, at + length) ?? '';
  };

  return {
    add(text) {
      const slab = roomFor(text.length * 3);
      return slab ? added(slab.write(text, slabUsed, 'utf8')) : false;
    },
    addUtf8(from, start, end) {
      const length = end - start;
      const slab = roomFor(length);
      if (!slab) return false;
      if (length > SHORT_BYTES) from.copy(slab, slabUsed, start, end);
      else for (let at = 0; at < length; at += 1) slab[slabUsed + at] = from[start + at] ?? 0;
      return added(length);
    },
    get(index) {
      if (!Number.isInteger(index) || index < 0 || index >= count) return '';
      const known = recent[index];
      if (known !== undefined) return known;
      const text = decode(index);
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

function isAsciiBetween(bytes: Buffer, from: number, to: number): boolean {
  let all = 0;
  for (let at = from; at < to; at += 1) all |= bytes[at] ?? 0;
  return all < 128;
}
