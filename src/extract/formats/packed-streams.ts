import { bzip2Bytes } from '../archive/bzip2-bytes.ts';
import { xzBytes } from '../archive/xz-bytes.ts';
import { zstdBytes } from '../archive/zstd-bytes.ts';
import type { Format } from '../format.ts';
import type { Source } from '../source.ts';
import { streamSource } from '../source.ts';

/** xz, as the content goes by. */
export const xz: Format = {
  name: 'xz',
  extensions: ['xz', 'txz'],
  looksLike: ({ head }) => head.subarray(0, 6).equals(Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])),
  async *read(source, { budget, recurse }) {
    const name = innerName(source);
    yield* recurse(
      streamSource(name, undefined, () => xzBytes(source.chunks(), source.sizeBytes, budget)),
      name,
    );
  },
};

/** bzip2, block by block. */
export const bzip2: Format = {
  name: 'bz2',
  extensions: ['bz2', 'tbz', 'tbz2', 'bzip2'],
  looksLike: ({ head }) => /^BZh[1-9](?:1AY&SY|\x17rE8P\x90)/.test(head.toString('latin1', 0, 10)),
  async *read(source, { budget, recurse }) {
    const name = innerName(source);
    const packed = await source.random(budget);
    yield* recurse(
      streamSource(name, undefined, () => bzip2Bytes(packed, budget)),
      name,
    );
  },
};

/** Zstandard, as the content goes by. */
export const zstd: Format = {
  name: 'zst',
  extensions: ['zst', 'tzst'],
  looksLike: ({ head }) => head.length > 8 && head.readUInt32LE(0) === 0xfd2fb528,
  async *read(source, { budget, recurse }) {
    const name = innerName(source);
    yield* recurse(
      streamSource(name, undefined, () => zstdBytes(source.chunks(), source.sizeBytes, budget)),
      name,
    );
  },
};

function innerName({ name }: Source): string {
  const inner = name.replace(/\.(?:xz|bz2|bzip2|zst)$/i, '').replace(/\.t(?:xz|bz2?|zst)$/i, '.tar');
  return inner === name || inner === '' ? 'content' : inner;
}
