import type { Evidence } from './evidence.ts';
import { type Reading, reading } from './weigh.ts';

/** Members that a list must have before it says anything. */
const LEAST_MEMBERS = 4;
const LONGEST_GAP = 4;

const COMPANY: Evidence = Object.freeze({
  points: 2,
  says: 'it stands in a list of numbers that all pass a check which chance seldom passes',
});

/**
 * Lists of bare numbers in which every member passes a check digit: what one number cannot prove, a list can. Members are
 * separated by blanks and signs only, so a number that fails ends the list. Readings of one pattern, sorted by start.
 */
export function withCompany(readings: readonly Reading[], text: string): Reading[] {
  const out = [...readings];
  let from = 0;
  for (let at = 1; at <= out.length; at += 1) {
    const last = out[at - 1] as Reading;
    const next = out[at];
    if (next && next.pattern === last.pattern && isListGap(text, last.end, next.start)) continue;
    if (at - from >= LEAST_MEMBERS && (last.pattern.validator?.chanceRate ?? 1) < 0.2) {
      for (let i = from; i < at; i += 1) {
        const own = out[i] as Reading;
        out[i] = reading({ ...own, evidence: [...own.evidence, COMPANY] });
      }
    }
    from = at;
  }
  return out;
}

function isListGap(text: string, from: number, to: number): boolean {
  return to >= from && to - from <= LONGEST_GAP && /^[\s,;|]+$/.test(text.slice(from, to));
}
