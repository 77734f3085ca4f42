import type { Transform } from 'node:stream';
import { pipeline, Readable } from 'node:stream';
import type { Budget } from '../limits.ts';
import { Cut, Damaged, RATIO_FLOOR_BYTES } from '../limits.ts';

/** Small enough that a chunk becomes a string of V8's young generation. */
export const UNPACKED_CHUNK_BYTES = 60 * 1024;

/** Packed chunks through a decompressor, under the budget. @throws Cut, Damaged */
export async function* unpack(
  packed: AsyncIterable<Buffer>,
  decompressor: Transform,
  packedBytes: number | undefined,
  budget: Budget,
): AsyncIterable<Buffer> {
  let taken = 0;
  async function* counted(): AsyncIterable<Buffer> {
    for await (const chunk of packed) {
      taken += chunk.length;
      // The chunk is only lent, and a stream keeps it for a while.
      yield Buffer.from(chunk);
    }
  }
  pipeline(Readable.from(counted(), { highWaterMark: 1 }), decompressor, () => {
    // The error also ends the loop below.
  });
  let out = 0;
  try {
    for await (const chunk of decompressor as AsyncIterable<Buffer>) {
      out += chunk.length;
      budget.spend(chunk.length);
      guardRatio(packedBytes ?? taken, out, budget);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof Cut || error instanceof Damaged) throw error;
    throw new Damaged('the packed bytes are damaged or cut off');
  } finally {
    decompressor.destroy();
  }
}

/** @throws Cut when something gives far more than it holds */
export function guardRatio(packedBytes: number, out: number, budget: Budget): void {
  if (out > RATIO_FLOOR_BYTES && out > packedBytes * budget.limits.ratio) {
    throw new Cut('too-big', `unpacks to more than ${budget.limits.ratio} times its size`);
  }
}
