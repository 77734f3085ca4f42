import { createRequire } from 'node:module';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { ReadableStream } from 'node:stream/web';
import type { Budget } from '../limits.ts';
import { Cut, Damaged } from '../limits.ts';
import { guardRatio } from '../zip/unpack.ts';

type XzStream = new (packed: WebStream<Uint8Array>) => WebStream<Uint8Array>;

/** One copy of the library unpacks one stream at a time and makes others wait for its end: xz within xz would wait for ever. */
const NESTED_MAX = 4;

const require = createRequire(import.meta.url);
const idle: XzStream[] = [];
let copies = 0;

function takeCopy(): XzStream {
  const known = idle.pop();
  if (known) return known;
  if (copies >= NESTED_MAX) throw new Cut('too-deep', `more than ${NESTED_MAX} xz files within each other`);
  copies += 1;
  const path = require.resolve('xz-decompress');
  delete require.cache[path];
  const { XzReadableStream } = require(path) as { readonly XzReadableStream: XzStream };
  return XzReadableStream;
}

/** Return codes of xz-embedded (https://tukaani.org/xz/embedded.html) that are not damage. */
const MEMORY_LIMIT = 4;
const UNKNOWN_OPTION = 6;

/** Content of an xz file (https://tukaani.org/xz/xz-file-format.txt), streaming. @throws Cut, Damaged */
export async function* xzBytes(
  packed: AsyncIterable<Buffer>,
  packedBytes: number | undefined,
  budget: Budget,
): AsyncIterable<Buffer> {
  const iterator = packed[Symbol.asyncIterator]();
  let taken = 0;
  let out = 0;
  const copy = takeCopy();
  const reader = new copy(
    new ReadableStream<Uint8Array>({
      async pull(controller) {
        const next = await iterator.next();
        if (next.done) controller.close();
        else {
          taken += next.value.length;
          controller.enqueue(Uint8Array.from(next.value));
        }
      },
    }),
  ).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      out += value.length;
      budget.spend(value.length);
      guardRatio(packedBytes ?? taken, out, budget);
      yield Buffer.from(value.buffer, value.byteOffset, value.length);
    }
  } catch (error) {
    throw meaningOf(error);
  } finally {
    await reader.cancel().catch(() => undefined);
    await iterator.return?.();
    idle.push(copy);
  }
}

function meaningOf(error: unknown): unknown {
  if (error instanceof Cut || error instanceof Damaged) return error;
  const code = error instanceof Error ? Number(/code (\d+)$/.exec(error.message)?.[1]) : 0;
  if (code === MEMORY_LIMIT) return new Cut('too-much-memory', 'its compression needs more memory than is given to it');
  if (code === UNKNOWN_OPTION) return new Cut('unsupported-format', 'packed with an option of xz that is not read');
  return new Damaged('the packed bytes are damaged or cut off');
}
