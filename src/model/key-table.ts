/** A map from 64-bit keys to small whole numbers. */
export interface KeyTable {
  /** The value, or -1 where the key is not in. */
  find(low: number, high: number): number;
  /** Sets the value, which must not be negative. The key 0 is not a key. */
  set(low: number, high: number, value: number): void;
}

/** Share of the slots that may be taken; beyond it the table doubles. */
const FILL = 0.7;

/** Open addressing in typed arrays: 12 bytes a slot, so that the keys of a million people cost 50 MB and no objects. */
export function createKeyTable(expectedKeys: number): KeyTable {
  let slots = slotsFor(expectedKeys);
  let lows = new Uint32Array(slots);
  let highs = new Uint32Array(slots);
  let values = new Int32Array(slots);
  let used = 0;

  /** The slot of the key, or the free one where it belongs. */
  const slotOf = (low: number, high: number): number => {
    let slot = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
    slot = (slot ^ (slot >>> 15)) & (slots - 1);
    while ((lows[slot] !== 0 || highs[slot] !== 0) && (lows[slot] !== low || highs[slot] !== high)) {
      slot = (slot + 1) & (slots - 1);
    }
    return slot;
  };

  const grow = (): void => {
    const [oldLows, oldHighs, oldValues] = [lows, highs, values];
    slots *= 2;
    lows = new Uint32Array(slots);
    highs = new Uint32Array(slots);
    values = new Int32Array(slots);
    for (let old = 0; old < oldLows.length; old++) {
      const [low, high] = [oldLows[old] ?? 0, oldHighs[old] ?? 0];
      if (low === 0 && high === 0) continue;
      const slot = slotOf(low, high);
      lows[slot] = low;
      highs[slot] = high;
      values[slot] = oldValues[old] ?? 0;
    }
  };

  return {
    find(low, high) {
      const slot = slotOf(low, high);
      return lows[slot] === 0 && highs[slot] === 0 ? -1 : (values[slot] ?? -1);
    },
    set(low, high, value) {
      if (low === 0 && high === 0) return;
      let slot = slotOf(low, high);
      if (lows[slot] === 0 && highs[slot] === 0) {
        if (used >= slots * FILL) {
          grow();
          slot = slotOf(low, high);
        }
        used += 1;
        lows[slot] = low;
        highs[slot] = high;
      }
      values[slot] = value;
    },
  };
}

function slotsFor(keys: number): number {
  let slots = 64;
  while (slots * FILL < keys) slots *= 2;
  return slots;
}
