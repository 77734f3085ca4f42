import type { Budget } from '../limits.ts';
import { Damaged } from '../limits.ts';
import { guardRatio } from '../zip/unpack.ts';

const BLOCK_BYTES = 512;
const MAP_BYTES_MAX = 4 * 1024 * 1024;
const HOLE_PIECE = Buffer.alloc(64 * 1024);

/**
 * Content of a sparse member as GNU tar 1.0 packs it: a map of decimal lines, filled up to whole blocks, then the data of its
 * stretches (https://www.gnu.org/software/tar/manual/html_node/PAX-1.html). Holes are zeros again, under the budget.
 * @throws Damaged, Cut
 */
export async function* sparseBytes(
  packed: AsyncIterable<Buffer>,
  packedBytes: number,
  budget: Budget,
): AsyncIterable<Buffer> {
  const chunks = packed[Symbol.asyncIterator]();
  let held = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const next = await chunks.next();
    if (!next.done) held = Buffer.concat([held, next.value]);
    return next.done !== true;
  };
  const { stretches, mapBytes } = await readMap();
  held = held.subarray(mapBytes);
  let at = 0;
  for (const { offset, length } of stretches) {
    if (offset < at) throw new Damaged('the map of a sparse member goes backwards');
    yield* hole(offset - at);
    at = offset;
    for (let left = length; left > 0; ) {
      if (held.length === 0 && !(await more())) throw new Damaged('the archive ends inside this member');
      const piece = held.subarray(0, left);
      held = held.subarray(piece.length);
      left -= piece.length;
      at += piece.length;
      yield piece;
    }
  }

  async function readMap(): Promise<{ stretches: { offset: number; length: number }[]; mapBytes: number }> {
    const numbers: number[] = [];
    let from = 0;
    for (;;) {
      for (let end = held.indexOf(10, from); end >= 0; end = held.indexOf(10, from)) {
        numbers.push(Number(held.toString('latin1', from, end)));
        from = end + 1;
        const [count = 0] = numbers;
        if (!Number.isSafeInteger(numbers.at(-1)) || count * 4 > MAP_BYTES_MAX)
          throw new Damaged('the map of a sparse member is damaged');
        if (numbers.length === 1 + count * 2) {
          const stretches = Array.from({ length: count }, (_, index) => ({
            offset: numbers[1 + index * 2] ?? 0,
            length: numbers[2 + index * 2] ?? 0,
          }));
          const mapBytes = Math.ceil(from / BLOCK_BYTES) * BLOCK_BYTES;
          while (held.length < mapBytes && (await more())) budget.checkTime();
          return { stretches, mapBytes };
        }
      }
      if (held.length > MAP_BYTES_MAX || !(await more())) throw new Damaged('the map of a sparse member is damaged');
    }
  }

  function* hole(bytes: number): Generator<Buffer> {
    for (let left = bytes; left > 0; left -= HOLE_PIECE.length) {
      const piece = HOLE_PIECE.subarray(0, left);
      budget.spend(piece.length);
      guardRatio(packedBytes, bytes - left, budget);
      yield piece;
    }
  }
}
