import Bunzip from 'seek-bzip';
import type { Budget } from '../limits.ts';
import { Cut, Damaged } from '../limits.ts';
import type { RandomAccess } from '../source.ts';
import { guardRatio } from '../zip/unpack.ts';

const PIECE_BYTES = 256 * 1024;

type Input = ConstructorParameters<typeof Bunzip>[0];
type Output = ConstructorParameters<typeof Bunzip>[1];

/** Content of a bzip2 file, also of several after each other, block by block: a block gives 46 MB at most. @throws Cut, Damaged */
export async function* bzip2Bytes(packed: RandomAccess, budget: Budget): AsyncIterable<Buffer> {
  const full: Buffer[] = [];
  let piece = Buffer.allocUnsafe(PIECE_BYTES);
  let length = 0;
  let out = 0;
  const output: Output = {
    writeByte(byte) {
      piece[length] = byte;
      length += 1;
      if (length === PIECE_BYTES) {
        full.push(piece);
        piece = Buffer.allocUnsafe(PIECE_BYTES);
        length = 0;
        out += PIECE_BYTES;
        budget.spend(PIECE_BYTES);
        guardRatio(packed.sizeBytes, out, budget);
      }
    },
  };
  const input = byteInput(packed);
  try {
    const decoder = new Bunzip(input, output);
    for (;;) {
      if (decoder._init_block()) {
        decoder._read_bunzip();
        for (let next = full.shift(); next; next = full.shift()) yield next;
        continue;
      }
      decoder.reader.read(32);
      // Bytes that are no further stream are padding.
      if (input.eof() || !startsStream(packed, input.at())) break;
      decoder._start_bunzip(input, output);
    }
  } catch (error) {
    if (error instanceof Cut) throw error;
    for (let next = full.shift(); next; next = full.shift()) yield next;
    if (length > 0) yield piece.subarray(0, length);
    throw new Damaged('the packed bytes are damaged or cut off');
  }
  if (length > 0) {
    budget.spend(length);
    yield piece.subarray(0, length);
  }
}

function startsStream(packed: RandomAccess, at: number): boolean {
  return packed.read(at, 3).toString('latin1') === 'BZh';
}

function byteInput(packed: RandomAccess): Input & { at(): number } {
  let window: Buffer = Buffer.alloc(0);
  let windowStart = 0;
  let at = 0;
  const readByte = (): number => {
    if (at >= windowStart + window.length) {
      windowStart = at;
      window = packed.read(at, PIECE_BYTES);
      // The decoder asks for ever where bytes are missing.
      if (window.length === 0) throw new Damaged('the packed bytes are cut off');
    }
    const byte = window[at - windowStart] ?? 0;
    at += 1;
    return byte;
  };
  return {
    readByte,
    read(buffer, offset, count) {
      for (let index = 0; index < count; index += 1) buffer[offset + index] = readByte();
      return count;
    },
    eof: () => at >= packed.sizeBytes,
    at: () => at,
  };
}
