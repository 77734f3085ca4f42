import type { Budget } from '../limits.ts';
import { Damaged } from '../limits.ts';
import { guardRatio, UNPACKED_CHUNK_BYTES } from './unpack.ts';

const CODE_BITS_MIN = 9;
const CODE_BITS_MAX = 13;
const CODES = 1 << CODE_BITS_MAX;
/** The code in front of an order, and the orders: codes get a bit longer; those that nothing follows on are free again. */
const CONTROL = 256;
const LONGER = 1;
const CLEAR = 2;
const NONE = -1;

/**
 * Bytes of a member packed with shrink, as PKZIP 0 wrote them (APPNOTE 5.1: dynamic LZW with partial clearing).
 * `unpackedBytes`: where it ends. @throws Damaged, Cut
 */
export function* unshrink(packed: Buffer, unpackedBytes: number, budget: Budget): Generator<Buffer> {
  const parents = new Int32Array(CODES).fill(NONE);
  const lastBytes = new Uint8Array(CODES);
  for (let code = 0; code < CONTROL; code += 1) lastBytes[code] = code;
  let bitAt = 0;
  let codeBits = CODE_BITS_MIN;
  let free = CONTROL + 1;
  let out: number[] = [];
  let written = 0;

  let previous = next();
  if (previous >= CONTROL) throw new Damaged('the packed bytes are damaged or cut off');
  let firstByte = previous;
  if (unpackedBytes > 0) out.push(previous);
  written = out.length;
  while (written < unpackedBytes) {
    const code = next();
    if (code === CONTROL) {
      const order = next();
      if (order === LONGER && codeBits < CODE_BITS_MAX) codeBits += 1;
      else if (order === CLEAR) clear();
      else throw new Damaged('the packed bytes are damaged or cut off');
      continue;
    }
    const bytes = bytesOf(code);
    firstByte = bytes[0] ?? 0;
    while (free < CODES && parents[free] !== NONE) free += 1;
    if (free < CODES) {
      parents[free] = previous;
      lastBytes[free] = firstByte;
    }
    previous = code;
    const taken = Math.min(bytes.length, unpackedBytes - written);
    for (let index = 0; index < taken; index += 1) out.push(bytes[index] ?? 0);
    written += taken;
    if (out.length >= UNPACKED_CHUNK_BYTES) yield* full();
  }
  yield* full();

  /** The string of a code; of one that is only now made, the string before and its first byte. */
  function bytesOf(code: number): number[] {
    const isNew = code > CONTROL && parents[code] === NONE;
    const bytes = isNew ? [firstByte] : [];
    for (let at = isNew ? previous : code; at !== NONE; at = at < CONTROL ? NONE : (parents[at] ?? NONE)) {
      if (bytes.length > CODES) throw new Damaged('the packed bytes go round in a circle');
      bytes.push(lastBytes[at] ?? 0);
    }
    return bytes.reverse();
  }

  function clear(): void {
    const followed = new Uint8Array(CODES);
    for (let code = CONTROL + 1; code < CODES; code += 1) {
      const parent = parents[code] ?? NONE;
      if (parent > CONTROL) followed[parent] = 1;
    }
    for (let code = CONTROL + 1; code < CODES; code += 1) if (followed[code] === 0) parents[code] = NONE;
    free = CONTROL + 1;
  }

  function next(): number {
    if (bitAt + codeBits > packed.length * 8) throw new Damaged('the packed bytes are damaged or cut off');
    let code = 0;
    for (let index = 0; index < codeBits; index += 1, bitAt += 1)
      code |= (((packed[bitAt >> 3] ?? 0) >> (bitAt & 7)) & 1) << index;
    return code;
  }

  function* full(): Generator<Buffer> {
    if (out.length === 0) return;
    budget.spend(out.length);
    guardRatio(packed.length, written, budget);
    yield Buffer.from(out);
    out = [];
  }
}
