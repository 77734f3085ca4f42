/** A map from 64-bit keys to small whole numbers. */
export interface KeyTable {
  /** The value, or -1 where the key is not in. */
  find(low: number, high: number): number;
  /** Sets the value, which must not be negative. The key 0 is not a key. */
  set(low: number, high: number, value: number): void;
  /** Forgets all keys and keeps its size. */
  clear(): void;
}

/** Share of the slots that may be taken; beyond it the table doubles. */
const FILL = 0.7;
/** Low half, high half and value, side by side: one look at memory for each probe. */
const FIELDS = 3;

/** Open addressing in a typed array: 12 bytes a slot, so that the keys of a million people cost 50 MB and no objects. */
export function createKeyTable(expectedKeys: number): KeyTable {
  let slots = slotsFor(expectedKeys);
  let fields = new Int32Array(slots * FIELDS);
  let used = 0;

  /** Where the key is, or the free place where it belongs. */
  const placeOf = (low: number, high: number): number => {
    let slot = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
    slot = (slot ^ (slot >>> 15)) & (slots - 1);
    for (;;) {
      const at = slot * FIELDS;
      const heldLow = fields[at] as number;
      const heldHigh = fields[at + 1] as number;
      if ((heldLow === low && heldHigh === high) || (heldLow === 0 && heldHigh === 0)) return at;
      slot = (slot + 1) & (slots - 1);
    }
  };

  const isFree = (at: number): boolean => fields[at] === 0 && fields[at + 1] === 0;

  const grow = (): void => {
    const old = fields;
    slots *= 2;
    fields = new Int32Array(slots * FIELDS);
    for (let from = 0; from < old.length; from += FIELDS) {
      const [low, high] = [old[from] as number, old[from + 1] as number];
      if (low === 0 && high === 0) continue;
      const at = placeOf(low, high);
      fields[at] = low;
      fields[at + 1] = high;
      fields[at + 2] = old[from + 2] as number;
    }
  };

  return {
    find(low, high) {
      const at = placeOf(low | 0, high | 0);
      return isFree(at) ? -1 : (fields[at + 2] as number);
    },
    set(low, high, value) {
      if (low === 0 && high === 0) return;
      let at = placeOf(low | 0, high | 0);
      if (isFree(at)) {
        if (used >= slots * FILL) {
          grow();
          at = placeOf(low | 0, high | 0);
        }
        used += 1;
        fields[at] = low;
        fields[at + 1] = high;
      }
      fields[at + 2] = value;
    },
    clear() {
      fields.fill(0);
      used = 0;
    },
  };
}

function slotsFor(keys: number): number {
  let slots = 64;
  while (slots * FILL < keys) slots *= 2;
  return slots;
}
