import { createCipheriv, createHash } from 'node:crypto';

const BLOCK_BYTES = 16;
/** Tag and length. */
const HEAD_BYTES = 3;
const HASH_BYTES = 32;
/** Longer values are hashed first; their length is written as 0, which no shorter value has. */
const LONGEST_BYTES = 255;

/**
 * Keyed fingerprints in batches. A value of up to 13 bytes costs one AES-256 block, a longer one a block more for every 16 bytes:
 * CBC-MAC over `tag (2) | length (1) | value | zeros`, where the length in front makes the encoding prefix-free, so that CBC-MAC
 * is a pseudo-random function (Bellare, Kilian, Rogaway, "The Security of the Cipher Block Chaining Message Authentication Code").
 * Only somebody with the key can tell which of the 10^9 possible SSNs a fingerprint belongs to.
 */
export interface Fingerprinter {
  /** 16 bytes for each value, one after the other. Value `i` is `values[i]` and `tails[i]` behind it. */
  readonly batch: (tags: readonly number[], values: readonly string[], tails?: readonly string[]) => Uint8Array;
  /** 32 hex digits. */
  readonly hex: (tag: number, value: string) => string;
}

/** @param key 32 bytes */
export function createFingerprinter(key: Uint8Array): Fingerprinter {
  if (key.length !== 32) throw new RangeError('a fingerprint key has 32 bytes');
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  const encrypt = (blocks: Uint8Array): Buffer => cipher.update(blocks);
  const batch: Fingerprinter['batch'] = (tags, values, tails = []) => macBatch(encrypt, blocksOf(tags, values, tails));
  return { batch, hex: (tag, value) => Buffer.from(batch([tag], [value])).toString('hex') };
}

/** A number of two bytes for a name, so that the same digits as two types have two fingerprints. */
export function tagOf(name: string): number {
  return createHash('sha256').update(name).digest().readUInt16LE(0);
}

/** What is encrypted of each value, in whole blocks: those of value `i` begin at `starts[i]` and end where the next begin. */
interface ValueBlocks {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
}

/** Bytes of UTF-8 that one unit of a string may take. */
const UNIT_BYTES_MAX = 3;

function blocksOf(tags: readonly number[], values: readonly string[], tails: readonly string[]): ValueBlocks {
  let room = 0;
  for (let i = 0; i < values.length; i += 1) {
    const units = (values[i] as string).length + (tails[i] ?? '').length;
    room += wholeBlocks(HEAD_BYTES + Math.min(LONGEST_BYTES, units * UNIT_BYTES_MAX + HASH_BYTES));
  }
  const bytes = new Uint8Array(room);
  const starts = new Int32Array(values.length + 1);
  let at = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as string;
    const tail = tails[i] ?? '';
    const tag = tags[i] as number;
    bytes[at] = tag & 0xff;
    bytes[at + 1] = tag >>> 8;
    let length = value.length + tail.length;
    const from = at + HEAD_BYTES;
    const isPlain =
      length <= LONGEST_BYTES && writeAscii(bytes, from, value) && writeAscii(bytes, from + value.length, tail);
    if (isPlain) bytes[at + 2] = length;
    else {
      const written = Buffer.from(value + tail);
      const isShort = written.length <= LONGEST_BYTES;
      const own = isShort ? written : createHash('sha256').update(written).digest();
      bytes.fill(0, from, from + Math.min(length, LONGEST_BYTES));
      length = own.length;
      bytes.set(own, from);
      bytes[at + 2] = isShort ? length : 0;
    }
    at += wholeBlocks(HEAD_BYTES + length);
    starts[i + 1] = at;
  }
  return { bytes, starts };
}

/** False where the text is not ASCII. */
function writeAscii(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) return false;
    bytes[at + i] = unit;
  }
  return true;
}

function wholeBlocks(bytes: number): number {
  return Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;
}

function macBatch(encrypt: (blocks: Uint8Array) => Buffer, { bytes, starts }: ValueBlocks): Uint8Array {
  let open = Int32Array.from({ length: starts.length - 1 }, (_, value) => value);
  const states = new Uint8Array(open.length * BLOCK_BYTES);
  for (let round = 0; open.length > 0; round += 1) {
    const blocks = new Uint8Array(open.length * BLOCK_BYTES);
    for (let slot = 0; slot < open.length; slot += 1) {
      const value = open[slot] as number;
      const from = (starts[value] as number) + round * BLOCK_BYTES;
      for (let i = 0; i < BLOCK_BYTES; i += 1)
        blocks[slot * BLOCK_BYTES + i] = (states[value * BLOCK_BYTES + i] as number) ^ (bytes[from + i] as number);
    }
    const mixed = encrypt(blocks);
    for (let slot = 0; slot < open.length; slot += 1) {
      const value = open[slot] as number;
      for (let i = 0; i < BLOCK_BYTES; i += 1)
        states[value * BLOCK_BYTES + i] = mixed[slot * BLOCK_BYTES + i] as number;
    }
    const next = (round + 1) * BLOCK_BYTES;
    open = open.filter((value) => (starts[value] as number) + next < (starts[value + 1] as number));
  }
  return states;
}
