/** Fingerprints of rows by which a leaked copy is recognised: order of columns, spaces and capitals do not matter. */
export interface RowSketch {
  add(cells: readonly string[]): void;
  rows(): number;
  /** The smallest fingerprints, sorted, eight bytes each: of a leaked part of the file, the same share is found again. */
  finish(): Uint8Array;
}

const FINGERPRINT_BYTES = 8;
const KEPT = 250_000;

/** @param mac keyed, at least eight bytes */
export function rowSketch(mac: (row: string) => Uint8Array): RowSketch {
  let kept = new BigUint64Array(1024);
  let length = 0;
  let rows = 0;
  let ceiling = 0xffff_ffff_ffff_ffffn;
  const shrink = (): void => {
    const sorted = distinct(kept.subarray(0, length));
    length = Math.min(sorted.length, KEPT);
    kept.set(sorted.subarray(0, length));
    if (length === KEPT) ceiling = sorted[length - 1] ?? ceiling;
  };
  return {
    add(cells) {
      rows += 1;
      const value = Buffer.from(mac(rowText(cells))).readBigUInt64BE(0);
      if (value > ceiling) return;
      if (length === kept.length) {
        if (length >= 2 * KEPT) shrink();
        if (length === kept.length) {
          const bigger = new BigUint64Array(kept.length * 2);
          bigger.set(kept);
          kept = bigger;
        }
      }
      kept[length] = value;
      length += 1;
    },
    rows: () => rows,
    finish() {
      shrink();
      const out = Buffer.alloc(length * FINGERPRINT_BYTES);
      for (let at = 0; at < length; at += 1) out.writeBigUInt64BE(kept[at] ?? 0n, at * FINGERPRINT_BYTES);
      return new Uint8Array(out);
    },
  };
}

function distinct(values: BigUint64Array): BigUint64Array {
  const sorted = values.slice().sort();
  let length = 0;
  for (const value of sorted) if (length === 0 || sorted[length - 1] !== value) sorted[length++] = value;
  return sorted.subarray(0, length);
}

function rowText(cells: readonly string[]): string {
  return cells
    .map((cell) => cell.trim().toLowerCase())
    .filter((cell) => cell !== '')
    .sort()
    .join('\u001f');
}

/** How many fingerprints of `part` stand in `whole`; both sorted. Pure. */
export function sharedRows(part: Uint8Array, whole: Uint8Array): number {
  const [a, b] = [Buffer.from(part), Buffer.from(whole)];
  let [i, j, shared] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const order = a.compare(b, j, j + FINGERPRINT_BYTES, i, i + FINGERPRINT_BYTES);
    if (order === 0) shared += 1;
    if (order <= 0) i += FINGERPRINT_BYTES;
    if (order >= 0) j += FINGERPRINT_BYTES;
  }
  return shared;
}
