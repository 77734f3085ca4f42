import { createGunzip } from 'node:zlib';
import { inPart, textBlocks } from '../blocks.ts';
import type { Format } from '../format.ts';
import { streamSource } from '../source.ts';
import { UNPACKED_CHUNK_BYTES, unpack } from '../zip/unpack.ts';

/** gzip (RFC 1952, https://www.rfc-editor.org/rfc/rfc1952), also of several members after each other. */
export const gzip: Format = {
  name: 'gz',
  extensions: ['gz', 'tgz', 'gzip', 'svgz', 'emz', 'wmz'],
  looksLike: ({ head }) => head[0] === 0x1f && head[1] === 0x8b && head[2] === 8,
  async *read(source, context) {
    yield* textBlocks(inPart(context.place, 'metadata'), headerTexts(context.look.head).join('\n'));
    const inner = source.name.replace(/\.(?:gz|gzip)$/i, '').replace(/\.tgz$/i, '.tar') || 'content';
    const bytes = (): AsyncIterable<Buffer> =>
      unpack(source.chunks(), createGunzip({ chunkSize: UNPACKED_CHUNK_BYTES }), source.sizeBytes, context.budget);
    yield* context.recurse(streamSource(inner, undefined, bytes), inner === source.name ? 'content' : inner);
  },
};

const EXTRA_FLAG = 4;
const NAME_FLAG = 8;
const COMMENT_FLAG = 16;

/** Original name and comment, where the header has them (RFC 1952, 2.3). */
function headerTexts(head: Buffer): string[] {
  const flags = head[3] ?? 0;
  let at = 10;
  if ((flags & EXTRA_FLAG) !== 0 && head.length >= 12) at += 2 + head.readUInt16LE(10);
  const texts: string[] = [];
  for (const flag of [NAME_FLAG, COMMENT_FLAG]) {
    if ((flags & flag) === 0) continue;
    const end = head.indexOf(0, at);
    if (end < 0) break;
    texts.push(head.toString('latin1', at, end));
    at = end + 1;
  }
  return texts;
}
