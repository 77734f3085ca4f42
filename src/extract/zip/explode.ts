import type { Budget } from '../limits.ts';
import { Damaged } from '../limits.ts';
import { guardRatio, UNPACKED_CHUNK_BYTES } from './unpack.ts';

/** General purpose bits of method 6 (APPNOTE 4.4.4): an 8 KB window instead of 4 KB, and a tree for literals. */
const BIG_WINDOW_FLAG = 2;
const LITERAL_TREE_FLAG = 4;
const CODE_BITS_MAX = 16;
/** A length that goes on in a further byte. */
const LONG_LENGTH = 63;

/** Children of each node, two a node: another node, or `-1 - symbol`; 0 is no child. */
type Tree = Int32Array;

/**
 * Bytes of a member packed with implode, as PKZIP 1 wrote them (APPNOTE 5.3: sliding window and Shannon-Fano trees).
 * `unpackedBytes`: where it ends; the packed bytes do not say. @throws Damaged, Cut
 */
export function* explode(packed: Buffer, flags: number, unpackedBytes: number, budget: Budget): Generator<Buffer> {
  const distanceBits = (flags & BIG_WINDOW_FLAG) !== 0 ? 7 : 6;
  const hasLiterals = (flags & LITERAL_TREE_FLAG) !== 0;
  const lengthMin = hasLiterals ? 3 : 2;
  let at = 0;
  let bitAt = 0;
  const literals = hasLiterals ? tree(256) : undefined;
  const lengths = tree(64);
  const distances = tree(64);

  const window = Buffer.alloc(1 << (distanceBits + 6));
  const mask = window.length - 1;
  let out = Buffer.allocUnsafe(UNPACKED_CHUNK_BYTES);
  let filled = 0;
  let written = 0;
  while (written < unpackedBytes) {
    if (bit() === 1) {
      put(literals ? symbol(literals) : bits(8));
    } else {
      const low = bits(distanceBits);
      const distance = ((symbol(distances) << distanceBits) | low) + 1;
      let length = symbol(lengths);
      if (length === LONG_LENGTH) length += bits(8);
      length += lengthMin;
      for (; length > 0 && written < unpackedBytes; length -= 1) {
        put(window[(written - distance) & mask] ?? 0);
        if (filled === out.length) yield* full();
      }
    }
    if (filled === out.length) yield* full();
  }
  yield* full();

  function put(byte: number): void {
    window[written & mask] = byte;
    out[filled] = byte;
    filled += 1;
    written += 1;
  }

  function* full(): Generator<Buffer> {
    if (filled === 0) return;
    budget.spend(filled);
    guardRatio(packed.length, written, budget);
    yield out.subarray(0, filled);
    out = Buffer.allocUnsafe(UNPACKED_CHUNK_BYTES);
    filled = 0;
  }

  function bit(): number {
    const byte = packed[at];
    if (byte === undefined) throw new Damaged('the packed bytes are damaged or cut off');
    const value = (byte >> bitAt) & 1;
    bitAt += 1;
    if (bitAt === 8) {
      bitAt = 0;
      at += 1;
    }
    return value;
  }

  function bits(count: number): number {
    let value = 0;
    for (let index = 0; index < count; index += 1) value |= bit() << index;
    return value;
  }

  function symbol(codes: Tree): number {
    let node = 0;
    for (;;) {
      const next = codes[node * 2 + bit()] ?? 0;
      if (next < 0) return -1 - next;
      if (next === 0) throw new Damaged('the packed bytes are damaged or cut off');
      node = next;
    }
  }

  /** A tree stands in front of the data as the lengths of its codes. */
  function tree(symbols: number): Tree {
    const lengthsOfCodes: number[] = [];
    const runs = (packed[at] ?? 0) + 1;
    for (let index = 1; index <= runs; index += 1) {
      const run = packed[at + index] ?? 0;
      for (let again = run >> 4; again >= 0; again -= 1) lengthsOfCodes.push((run & 15) + 1);
    }
    at += 1 + runs;
    if (lengthsOfCodes.length !== symbols) throw new Damaged('a tree of the packed bytes is damaged');
    return treeOf(lengthsOfCodes);
  }
}

/** Codes by length and number, the longest and last first, from 0 upwards (APPNOTE 5.3.8). */
function treeOf(lengths: readonly number[]): Tree {
  const order = lengths.map((length, symbol) => ({ length, symbol }));
  order.sort((a, b) => a.length - b.length || a.symbol - b.symbol);
  const nodes: number[] = [0, 0];
  let code = 0;
  let step = 0;
  let last = 0;
  for (const { length, symbol } of order.reverse()) {
    code += step;
    if (length !== last) {
      last = length;
      step = 1 << (CODE_BITS_MAX - length);
    }
    let node = 0;
    for (let index = 0; index < length; index += 1) {
      const side = node * 2 + ((code >> (CODE_BITS_MAX - 1 - index)) & 1);
      if (index === length - 1) nodes[side] = -1 - symbol;
      else {
        if ((nodes[side] ?? 0) <= 0) {
          nodes[side] = nodes.length / 2;
          nodes.push(0, 0);
        }
        node = nodes[side] ?? 0;
      }
    }
  }
  return Int32Array.from(nodes);
}
