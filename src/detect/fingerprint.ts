import { createCipheriv, createHash } from 'node:crypto';

const BLOCK_BYTES = 16;
/** Bytes of the value that fit beside tag and length in the first block. */
const FIRST_BYTES = 13;
/** Longer values are hashed first; their length is written as 0, which no shorter value has. */
const LONGEST_BYTES = 255;

/**
 * Keyed fingerprints in batches. A value of up to 13 bytes costs one AES-256 block, a longer one a block more for every 16 bytes:
 * CBC-MAC over `tag (2) | length (1) | value | zeros`, where the length in front makes the encoding prefix-free, so that CBC-MAC
 * is a pseudo-random function (Bellare, Kilian, Rogaway, "The Security of the Cipher Block Chaining Message Authentication Code").
 * Only somebody with the key can tell which of the 10^9 possible SSNs a fingerprint belongs to.
 */
export interface Fingerprinter {
  /** 16 bytes for each value, one after the other. */
  readonly batch: (tags: readonly number[], values: readonly string[]) => Uint8Array;
  /** 32 hex digits. */
  readonly hex: (tag: number, value: string) => string;
}

/** @param key 32 bytes */
export function createFingerprinter(key: Uint8Array): Fingerprinter {
  if (key.length !== 32) throw new RangeError('a fingerprint key has 32 bytes');
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  const encrypt = (blocks: Uint8Array): Buffer => cipher.update(blocks);
  const batch = (tags: readonly number[], values: readonly string[]): Uint8Array => macBatch(encrypt, tags, values);
  return { batch, hex: (tag, value) => Buffer.from(batch([tag], [value])).toString('hex') };
}

/** A number of two bytes for a name, so that the same digits as two types have two fingerprints. */
export function tagOf(name: string): number {
  return createHash('sha256').update(name).digest().readUInt16LE(0);
}

function macBatch(
  encrypt: (blocks: Uint8Array) => Buffer,
  tags: readonly number[],
  values: readonly string[],
): Uint8Array {
  const count = values.length;
  const state = Buffer.alloc(count * BLOCK_BYTES);
  // Values of more than one block.
  let long: number[] = [];
  const read = new Array<string>(count);
  for (let index = 0; index < count; index += 1) {
    const value = values[index] as string;
    const offset = index * BLOCK_BYTES;
    const tag = tags[index] as number;
    const bytes = isAsciiText(value) ? value : Buffer.from(value).toString('latin1');
    const isShort = bytes.length <= LONGEST_BYTES;
    const own = isShort ? bytes : createHash('sha256').update(bytes, 'latin1').digest().toString('latin1');
    state[offset] = tag & 0xff;
    state[offset + 1] = tag >>> 8;
    state[offset + 2] = isShort ? bytes.length : 0;
    const length = Math.min(FIRST_BYTES, own.length);
    for (let i = 0; i < length; i += 1) state[offset + 3 + i] = own.charCodeAt(i);
    read[index] = own;
    if (own.length > FIRST_BYTES) long.push(index);
  }
  const out = encrypt(state);
  for (let at = FIRST_BYTES; long.length > 0; at += BLOCK_BYTES) {
    const blocks = Buffer.allocUnsafe(long.length * BLOCK_BYTES);
    let to = 0;
    for (const index of long) {
      const own = read[index] as string;
      const length = Math.min(BLOCK_BYTES, own.length - at);
      const from = index * BLOCK_BYTES;
      for (let i = 0; i < BLOCK_BYTES; i += 1)
        blocks[to + i] = (out[from + i] as number) ^ (i < length ? own.charCodeAt(at + i) : 0);
      to += BLOCK_BYTES;
    }
    const mixed = encrypt(blocks);
    for (const [slot, index] of long.entries())
      mixed.copy(out, index * BLOCK_BYTES, slot * BLOCK_BYTES, (slot + 1) * BLOCK_BYTES);
    const next = at + BLOCK_BYTES;
    long = long.filter((index) => (read[index] as string).length > next);
  }
  return out;
}

function isAsciiText(value: string): boolean {
  for (let i = 0; i < value.length; i += 1) if (value.charCodeAt(i) >= 0x80) return false;
  return true;
}
