import type { CleanSample } from '../record/index.ts';
import { upperBound } from './proportion.ts';

/** What the samples of an area say of the files called clean there. */
export interface MissRate {
  readonly area: string;
  /** Files that a person looked at. */
  readonly looked: number;
  readonly missed: number;
  /** Not yet looked at. */
  readonly waiting: number;
  readonly weeks: number;
  /** With 95 % confidence at most this share of the clean files holds something that was missed; 1 says nothing is known. */
  readonly atMost: number;
}

/** Samples of the last weeks, together by area. `cannot-tell` is no look. A file that was drawn twice counts once, by its last answer. Pure. */
export function missRates(samples: readonly CleanSample[]): MissRate[] {
  const areas = [...new Set(samples.map(({ area }) => area))];
  return areas.map((area) => {
    const own = samples.filter((sample) => sample.area === area);
    const answers = new Map<number, 'nothing' | 'missed'>();
    let waiting = 0;
    for (const { fileId, answer } of own.toReversed().flatMap(({ files }) => files)) {
      if (answer === undefined) waiting += 1;
      else if (answer !== 'cannot-tell') answers.set(fileId, answer);
    }
    const missed = [...answers.values()].filter((answer) => answer === 'missed').length;
    return { area, looked: answers.size, missed, waiting, weeks: own.length, atMost: upperBound(missed, answers.size) };
  });
}

/** ISO 8601 week of a moment, UTC: 2026-W48. Pure. */
export function weekOf(atMs: number): string {
  const day = new Date(atMs);
  // The week belongs to the year of its Thursday.
  const thursday = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + 4 - (day.getUTCDay() || 7));
  const year = new Date(thursday).getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * 86_400_000)) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}
