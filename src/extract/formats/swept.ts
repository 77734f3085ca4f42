import { inPart, unread } from '../blocks.ts';
import { sweepText } from '../compound/sweep.ts';
import type { Format, Look } from '../format.ts';
import { wholeOf } from '../source.ts';

interface Kind {
  readonly what: string;
  readonly looksLike: (head: Buffer) => boolean;
}

/** Identity of a OneNote section ([MS-ONESTORE] 2.3.1, guidFileType). */
const ONENOTE = Buffer.from('e4525c7b8cd8a74daeb15378d02996d3', 'hex');
/** Kinds of Berkeley DB: B-tree, hash, queue, heap; the number stands in the byte order of the machine that wrote it. */
const BERKELEY = new Set([0x053162, 0x061561, 0x042253, 0x074582]);

const KINDS: readonly Kind[] = [
  { what: 'OneNote section', looksLike: (head) => head.subarray(0, 16).equals(ONENOTE) },
  {
    what: 'Berkeley DB',
    looksLike: (head) =>
      head.length >= 512 && (BERKELEY.has(head.readUInt32LE(12)) || BERKELEY.has(head.readUInt32BE(12))),
  },
];

/** Documents and databases without a reader of their own: what reads like text is read, and the file still counts as not read. */
export const swept: Format = {
  name: 'swept',
  extensions: ['one', 'onetoc2', 'db'],
  looksLike: (look) => kindOf(look) !== undefined,
  async *read(source, { place, budget, look }) {
    yield* sweepText(inPart(place, 'raw-bytes'), await wholeOf(source, budget), budget);
    yield unread(place, 'unsupported-format', `${kindOf(look)?.what ?? 'unknown'}; what reads like text was read`);
  },
};

function kindOf({ head }: Look): Kind | undefined {
  return KINDS.find(({ looksLike }) => looksLike(head));
}
