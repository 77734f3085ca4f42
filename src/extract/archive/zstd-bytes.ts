import { Decompress } from 'fzstd';
import type { Budget } from '../limits.ts';
import { Cut, Damaged } from '../limits.ts';
import { guardRatio } from '../zip/unpack.ts';

/** Handed over at once: four bytes can stand for a block of 128 KiB, and the library gives all blocks before it returns. */
const PUSH_BYTES = 512;

/** Content of Zstandard frames (RFC 8878, https://www.rfc-editor.org/rfc/rfc8878), streaming. @throws Cut, Damaged */
export async function* zstdBytes(
  packed: AsyncIterable<Buffer>,
  packedBytes: number | undefined,
  budget: Budget,
): AsyncIterable<Buffer> {
  let ready: Buffer[] = [];
  let taken = 0;
  let out = 0;
  const decoder = new Decompress((data) => {
    out += data.length;
    budget.spend(data.length);
    guardRatio(packedBytes ?? taken, out, budget);
    // The library goes on writing into what it gave.
    ready.push(Buffer.from(data));
  });
  try {
    for await (const chunk of packed) {
      for (let at = 0; at < chunk.length; at += PUSH_BYTES) {
        const piece = Uint8Array.from(chunk.subarray(at, at + PUSH_BYTES));
        taken += piece.length;
        decoder.push(piece);
        yield* ready;
        ready = [];
      }
    }
    decoder.push(new Uint8Array(0), true);
  } catch (error) {
    yield* ready;
    if (error instanceof Cut || error instanceof Damaged) throw error;
    throw new Damaged('the packed bytes are damaged or cut off');
  }
  yield* ready;
}
