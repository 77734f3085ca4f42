import { createGunzip } from 'node:zlib';
import type { Format } from '../format.ts';
import { streamSource } from '../source.ts';
import { UNPACKED_CHUNK_BYTES, unpack } from '../zip/unpack.ts';

/** gzip (RFC 1952, https://www.rfc-editor.org/rfc/rfc1952), also of several members after each other. */
export const gzip: Format = {
  name: 'gz',
  extensions: ['gz', 'tgz', 'gzip', 'svgz', 'emz', 'wmz'],
  looksLike: ({ head }) => head[0] === 0x1f && head[1] === 0x8b && head[2] === 8,
  async *read(source, context) {
    const inner = source.name.replace(/\.(?:gz|gzip)$/i, '').replace(/\.tgz$/i, '.tar') || 'content';
    const bytes = (): AsyncIterable<Buffer> =>
      unpack(source.chunks(), createGunzip({ chunkSize: UNPACKED_CHUNK_BYTES }), source.sizeBytes, context.budget);
    yield* context.recurse(streamSource(inner, undefined, bytes), inner === source.name ? 'content' : inner);
  },
};
