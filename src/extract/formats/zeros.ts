import { inPart, note, unread } from '../blocks.ts';
import { sweepText } from '../compound/sweep.ts';
import type { Format } from '../format.ts';

/**
 * Zero bytes: room that was reserved, or a file whose content was lost; there is nothing in it to find. Text that stands among
 * zeros, as in a log whose writer went on where the old one ended, is searched and counts as not read.
 */
export const zeros: Format = {
  name: 'zeros',
  extensions: [],
  looksLike: ({ head }) => isZero(head) || isHoledText(head),
  async *read(source, { place, budget }) {
    let foreign = false;
    let carried = Buffer.alloc(0);
    for await (const chunk of source.chunks()) {
      budget.checkTime();
      if (carried.length === 0 && isZero(chunk)) continue;
      foreign = true;
      const bytes = Buffer.concat([carried, chunk]);
      const cut = lineStart(bytes);
      yield* sweepText(inPart(place, 'raw-bytes'), bytes.subarray(0, cut), budget);
      carried = Buffer.from(bytes.subarray(cut));
    }
    yield* sweepText(inPart(place, 'raw-bytes'), carried, budget);
    if (foreign) yield unread(place, 'unsupported-format', 'zero bytes among others; what reads like text was read');
    else yield note(place, 'only-zero-bytes', 'holds nothing but zero bytes: empty room, or content that was lost');
  },
};

const ZEROS = Buffer.alloc(64 * 1024);

/** A shorter run of zeros is part of a format of its own. */
const HOLE = Buffer.alloc(512);

/** A line that is longer is cut. */
const LINE_BYTES_MAX = 64 * 1024;

function isZero(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += ZEROS.length) {
    const length = Math.min(ZEROS.length, bytes.length - at);
    if (bytes.compare(ZEROS, 0, length, at, at + length) !== 0) return false;
  }
  return true;
}

/** Lines of text, and between them zeros in long runs and no other byte that text does not have. */
function isHoledText(head: Buffer): boolean {
  if (!head.includes(HOLE) || !head.includes(10)) return false;
  let zeros = 0;
  for (const byte of head) {
    if (byte === 0) {
      zeros += 1;
      continue;
    }
    const isControl = (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) || byte === 0x7f;
    if (isControl || (zeros > 0 && zeros < HOLE.length)) return false;
    zeros = 0;
  }
  return true;
}

/** Where the last line begins, or the zeros in front of it end. */
function lineStart(bytes: Buffer): number {
  const start = Math.max(bytes.lastIndexOf(10), bytes.lastIndexOf(0)) + 1;
  return bytes.length - start > LINE_BYTES_MAX ? bytes.length : start;
}
