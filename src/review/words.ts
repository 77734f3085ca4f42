import type { PeopleCount } from '../model/index.ts';

/** `1,204` */
export function figure(count: number): string {
  return count.toLocaleString('en-US');
}

/** `2026-11-24 06:24 UTC` */
export function timeInWords(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** `2026-11-24` */
export function dayInWords(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** `about 12 (9 to 14)`, `3` where all three agree. */
export function peopleInFigures({ lower, likely, upper }: PeopleCount): string {
  // Nobody was counted: in a file that could not be read that is not to say that there is nobody.
  if (upper === 0) return '–';
  return lower === upper ? figure(likely) : `about ${figure(likely)} (${figure(lower)} to ${figure(upper)})`;
}

const DAY_MS = 86_400_000;

/** The last moment of a day written as 2026-11-24, UTC; undefined for anything else. */
export function endOfDayMs(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const startMs = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(startMs) || dayInWords(startMs) !== text ? undefined : startMs + DAY_MS - 1;
}
