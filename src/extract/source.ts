import type { Budget } from './limits.ts';
import { Cut, HELD_BYTES_MAX } from './limits.ts';

/** Bytes seen before a format is chosen. */
export const HEAD_BYTES = 64 * 1024;

/** Bytes of something to read: a file, a member of an archive, an attachment. */
export interface Source {
  /** Base name, for the extension only. */
  readonly name: string;
  /** Absent where only the end of the stream will tell. */
  readonly sizeBytes?: number | undefined;
  /** All bytes, where they lie in memory and make no more than one chunk: to be read without waiting. */
  readonly held?: Buffer | undefined;
  /** The first bytes, at most `HEAD_BYTES`; may be asked for again. */
  head(): Promise<Buffer>;
  /** From the first byte to the last. A chunk is valid until the next one is asked for. A stream source gives its chunks once. */
  chunks(): AsyncIterable<Buffer>;
  /** Random access; a stream source is held in memory for it. @throws Cut when it is too big for that */
  random(budget: Budget): Promise<RandomAccess>;
}

export interface RandomAccess {
  readonly sizeBytes: number;
  /** Fewer bytes than asked for only at the end. */
  read(offset: number, length: number): Buffer;
}

/** All bytes in one Buffer. @throws Cut too-big */
export async function wholeOf(source: Source, budget: Budget, maxBytes = HELD_BYTES_MAX): Promise<Buffer> {
  const random = await source.random(budget);
  if (random.sizeBytes > maxBytes)
    throw new Cut('too-big', `bigger than the ${maxBytes} bytes that this format is read up to`);
  return random.read(0, random.sizeBytes);
}

export function bufferSource(name: string, bytes: Buffer): Source {
  return {
    name,
    sizeBytes: bytes.length,
    held: bytes.length <= CHUNK_BYTES ? bytes : undefined,
    head: async () => bytes.subarray(0, HEAD_BYTES),
    async *chunks() {
      for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
    },
    random: async () => bufferRandomAccess(bytes),
  };
}

export const CHUNK_BYTES = 256 * 1024;

export function bufferRandomAccess(bytes: Buffer): RandomAccess {
  return { sizeBytes: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** A part of a random-access source, without a copy. */
export function sliceSource(name: string, random: RandomAccess, start: number, length: number): Source {
  const clipped = Math.max(0, Math.min(length, random.sizeBytes - start));
  const slice: RandomAccess = {
    sizeBytes: clipped,
    read: (offset, bytes) => random.read(start + offset, Math.max(0, Math.min(bytes, clipped - offset))),
  };
  return {
    name,
    sizeBytes: clipped,
    head: async () => slice.read(0, HEAD_BYTES),
    async *chunks() {
      for (let at = 0; at < clipped; at += CHUNK_BYTES) yield slice.read(at, CHUNK_BYTES);
    },
    random: async () => slice,
  };
}

/** Chunks that come once, such as those of a decompressor. */
export function streamSource(name: string, sizeBytes: number | undefined, open: () => AsyncIterable<Buffer>): Source {
  let iterator: AsyncIterator<Buffer> | undefined;
  let head: Buffer | undefined;
  let held: Buffer | undefined;
  let ended = false;
  let given = false;

  const readHead = async (): Promise<Buffer> => {
    if (head) return head;
    iterator = open()[Symbol.asyncIterator]();
    const pieces: Buffer[] = [];
    let length = 0;
    while (length < HEAD_BYTES) {
      const next = await iterator.next();
      if (next.done) {
        ended = true;
        break;
      }
      pieces.push(Buffer.from(next.value));
      length += next.value.length;
    }
    head = Buffer.concat(pieces, length);
    return head;
  };
  async function* chunks(): AsyncIterable<Buffer> {
    if (held) {
      yield* bufferSource(name, held).chunks();
      return;
    }
    if (given) throw new Error('a stream source gives its chunks once');
    const start = await readHead();
    given = true;
    if (start.length > 0) yield start;
    if (ended || !iterator) return;
    try {
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      ended = true;
      await iterator.return?.();
    }
  }
  return {
    name,
    sizeBytes,
    head: async () => (await readHead()).subarray(0, HEAD_BYTES),
    chunks,
    async random(budget) {
      if (!held) {
        const pieces: Buffer[] = [];
        let length = 0;
        for await (const chunk of chunks()) {
          budget.hold(chunk.length);
          pieces.push(Buffer.from(chunk));
          length += chunk.length;
        }
        held = Buffer.concat(pieces, length);
      }
      return bufferRandomAccess(held);
    },
  };
}
