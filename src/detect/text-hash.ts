/** Two 32-bit hashes of a text, for counting in this process only: they are not keyed and never leave it. */
export interface TextHash {
  high: number;
  low: number;
}

/** Writes the hash of `text` into `out`, so that a hot loop allocates nothing. */
export function hashText(text: string, out: TextHash): void {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x5bd1e995);
    low ^= low >>> 15;
  }
  out.high = mix(high ^ text.length);
  out.low = mix(low + Math.imul(text.length, 0x27d4eb2f));
}

/**
 * The hash that `hashText` gives for the letters and digits of `text` in one case, without building that text.
 * `upper`: letters and digits only, capitals; otherwise every character, small letters.
 */
export function hashSpelling(text: string, upper: boolean, out: TextHash): void {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  let length = 0;
  for (let i = 0; i < text.length; i += 1) {
    let unit = text.charCodeAt(i);
    if (upper) {
      if (unit >= 0x61 && unit <= 0x7a) unit -= 0x20;
      if (!((unit >= 0x30 && unit <= 0x39) || (unit >= 0x41 && unit <= 0x5a) || unit === 0x2a)) continue;
    } else if (unit >= 0x41 && unit <= 0x5a) unit += 0x20;
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x5bd1e995);
    low ^= low >>> 15;
    length += 1;
  }
  out.high = mix(high ^ length);
  out.low = mix(low + Math.imul(length, 0x27d4eb2f));
}

/** The finalizer of MurmurHash3. */
function mix(value: number): number {
  let hash = value;
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
