import type { Extracted, Place } from '../../model/index.ts';
import { inPart, textBlocks } from '../blocks.ts';
import type { Budget } from '../limits.ts';

/** Bytes looked at in one go. */
const STEP_BYTES = 1024 * 1024;

/** A run that goes on over a step is carried along up to this length. */
const CARRY_BYTES_MAX = 64 * 1024;

/** Five UTF-16 characters of the Latin range, or six bytes of text in which an accent stands between plain letters. */
const RUNS = /(?:[\t\n\r\x20-\x7e\xa0-\xff]\x00){5,}|(?:[\t\n\r\x20-\x7e][\x91-\x97\xc0-\xff]?){6,}/g;

/**
 * Everything in a stretch of bytes that reads like text, for streams whose structure is unknown or damaged: what a reader of the
 * structure loses is still seen.
 */
export function* sweepText(place: Place, bytes: Buffer, budget: Budget): Generator<Extracted> {
  const target = place.part === undefined ? inPart(place, 'raw-bytes') : place;
  for (let at = 0; at < bytes.length; ) {
    budget.checkTime();
    const last = at + STEP_BYTES >= bytes.length;
    const piece = bytes.subarray(at, at + STEP_BYTES).toString('latin1');
    let text = '';
    let next = at + STEP_BYTES;
    for (const match of piece.matchAll(RUNS)) {
      const [run] = match;
      if (!last && match.index + run.length >= piece.length - 1 && run.length < CARRY_BYTES_MAX) {
        next = at + match.index;
        break;
      }
      text += `${run[1] === '\0' ? run.replaceAll('\0', '') : run}\n`;
    }
    at = next;
    yield* textBlocks(target, text.replaceAll('\r\n', '\n').replaceAll('\r', '\n'));
  }
}
