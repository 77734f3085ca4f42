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
  const long: LongValue[] = [];
  for (let index = 0; index < count; index += 1) {
    const value = values[index] as string;
    const offset = index * BLOCK_BYTES;
    const tag = tags[index] as number;
    state[offset] = tag & 0xff;
    state[offset + 1] = tag >>> 8;
    const bytes = value.length <= LONGEST_BYTES && isAsciiText(value) ? value : bytesOf(value);
    state[offset + 2] = bytes.length <= LONGEST_BYTES ? bytes.length : 0;
    const read =
      bytes.length <= LONGEST_BYTES ? bytes : createHash('sha256').update(bytes, 'latin1').digest().toString('latin1');
    for (let i = 0; i < FIRST_BYTES && i < read.length; i += 1) state[offset + 3 + i] = read.charCodeAt(i);
    if (read.length > FIRST_BYTES) long.push({ index, bytes: read });
  }
  const out = encrypt(state);
  let open = long;
  for (let at = FIRST_BYTES; open.length > 0; at += BLOCK_BYTES) {
    const blocks = Buffer.alloc(open.length * BLOCK_BYTES);
    for (let slot = 0; slot < open.length; slot += 1) {
      const { index, bytes } = open[slot] as LongValue;
      for (let i = 0; i < BLOCK_BYTES; i += 1) {
        const byte = at + i < bytes.length ? bytes.charCodeAt(at + i) : 0;
        blocks[slot * BLOCK_BYTES + i] = (out[index * BLOCK_BYTES + i] as number) ^ byte;
      }
    }
    const mixed = encrypt(blocks);
    for (let slot = 0; slot < open.length; slot += 1) {
      const { index } = open[slot] as LongValue;
      for (let i = 0; i < BLOCK_BYTES; i += 1) out[index * BLOCK_BYTES + i] = mixed[slot * BLOCK_BYTES + i] as number;
    }
    const next = at + BLOCK_BYTES;
    open = open.filter(({ bytes }) => bytes.length > next);
  }
  return out;
}

/** A value of more than one block: one character for each byte. */
interface LongValue {
  readonly index: number;
  readonly bytes: string;
}

function bytesOf(value: string): string {
  return Buffer.from(value).toString('latin1');
}

function isAsciiText(value: string): boolean {
  for (let i = 0; i < value.length; i += 1) if (value.charCodeAt(i) >= 0x80) return false;
  return true;
}
