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
  const rest: { readonly index: number; readonly bytes: Buffer }[] = [];
  for (let index = 0; index < count; index += 1) {
    const value = values[index] as string;
    const offset = index * BLOCK_BYTES;
    state.writeUInt16LE(tags[index] as number, offset);
    const ascii = value.length <= FIRST_BYTES && writeAscii(state, offset + 3, value);
    if (ascii) {
      state[offset + 2] = value.length;
      continue;
    }
    const long = Buffer.byteLength(value) > LONGEST_BYTES;
    const bytes = long ? createHash('sha256').update(value).digest() : Buffer.from(value);
    state[offset + 2] = long ? 0 : bytes.length;
    bytes.copy(state, offset + 3, 0, FIRST_BYTES);
    if (bytes.length > FIRST_BYTES) rest.push({ index, bytes: bytes.subarray(FIRST_BYTES) });
  }
  const out = encrypt(state);
  let open = rest;
  for (let done = 0; open.length > 0; done += BLOCK_BYTES) {
    const blocks = Buffer.alloc(open.length * BLOCK_BYTES);
    for (const [slot, { index, bytes }] of open.entries()) {
      for (let i = 0; i < BLOCK_BYTES; i += 1) {
        blocks[slot * BLOCK_BYTES + i] = (out[index * BLOCK_BYTES + i] as number) ^ (bytes[done + i] ?? 0);
      }
    }
    const mixed = encrypt(blocks);
    for (const [slot, { index }] of open.entries())
      mixed.copy(out, index * BLOCK_BYTES, slot * BLOCK_BYTES, (slot + 1) * BLOCK_BYTES);
    open = open.filter(({ bytes }) => bytes.length > done + BLOCK_BYTES);
  }
  return out;
}

function writeAscii(out: Buffer, offset: number, value: string): boolean {
  for (let i = 0; i < value.length; i += 1) {
    const unit = value.charCodeAt(i);
    if (unit >= 0x80) return false;
    out[offset + i] = unit;
  }
  return true;
}
