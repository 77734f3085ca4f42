import { inPart, note, unread } from '../blocks.ts';
import { sweepText } from '../compound/sweep.ts';
import type { Format } from '../format.ts';

/** Nothing but zero bytes: room that was reserved, or a file whose content was lost. There is nothing in it to find. */
export const zeros: Format = {
  name: 'zeros',
  extensions: [],
  looksLike: ({ head }) => head[0] === 0 && isZero(head),
  async *read(source, { place, budget }) {
    let foreign = false;
    for await (const chunk of source.chunks()) {
      budget.checkTime();
      if (isZero(chunk)) continue;
      foreign = true;
      yield* sweepText(inPart(place, 'raw-bytes'), Buffer.from(chunk), budget);
    }
    if (foreign)
      yield unread(place, 'unsupported-format', 'zero bytes, then other content; what reads like text was read');
    else yield note(place, 'only-zero-bytes', 'holds nothing but zero bytes: empty room, or content that was lost');
  },
};

const ZEROS = Buffer.alloc(64 * 1024);

function isZero(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += ZEROS.length) {
    const length = Math.min(ZEROS.length, bytes.length - at);
    if (bytes.compare(ZEROS, 0, length, at, at + length) !== 0) return false;
  }
  return true;
}
