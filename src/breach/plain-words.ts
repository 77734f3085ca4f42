import { counted, type PeopleCount } from '../model/index.ts';
import type { KnownField } from './field-groups.ts';
import type { TurningPoint } from './proposal.ts';

/** `12`, or `12 to 15`. */
export function range({ lower, upper }: PeopleCount): string {
  const low = lower.toLocaleString('en-US');
  return lower === upper ? low : `${low} to ${upper.toLocaleString('en-US')}`;
}

/** `1 person`, or `12 people at least, 13 likely, 15 at most` with how the numbers come about. */
export function people({ lower, likely, upper }: PeopleCount): string {
  if (lower === upper) return counted(likely, 'person', 'people');
  const numbers = [lower, likely, upper].map((count) => count.toLocaleString('en-US'));
  return `at least ${numbers[0]} (everything that may be one person merged), likely ${numbers[1]} (same number, or same name and birth date, merged), at most ${numbers[2]} (only the same number merged)`;
}

/** What the letters after a source say. */
export const MARKS =
  'Marks: [R] read in the primary text, [S] from a secondary source, [G] general knowledge, to be verified, [D] inferred by us.';

/** `everyone (3 files), team (1 file)`; `none` where there are none. */
export function filesBy(counts: Readonly<Record<string, number>>, words: Words = {}): string {
  return tally(counts, (name, count) => `${wordsOf(name, words)} (${counted(count, 'file', 'files')})`);
}

type Words = Readonly<Record<string, string>>;

/** A word of the record as people say it; one that has none stays. */
export function wordsOf(name: string, words: Words): string {
  return words[name] ?? name;
}

/** `500 in IL, 100 in MO, 20 in a state not seen`; '' is a state not seen. */
export function residentsBy(counts: Readonly<Record<string, number>>): string {
  return tally(counts, (state, count) => `${count.toLocaleString('en-US')} in ${state || 'a state not seen'}`);
}

function tally(counts: Readonly<Record<string, number>>, say: (name: string, count: number) => string): string {
  const entries = Object.entries(counts).filter(([, count]) => count > 0);
  entries.sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  return entries.map(([name, count]) => say(name, count)).join(', ') || 'none';
}

/** `if good-faith is "yes" and misused is "no"`. */
export function conditionOf({ key, answer, also }: TurningPoint): string {
  return `if ${[{ key, answer }, ...also].map((each) => `${each.key} is "${each.answer}"`).join(' and ')}`;
}

/** `Question? answer (answered)`, or `Field: value (scan 3)`. */
export function knownLine({ field, value, from }: KnownField): string {
  return `${field}${field.endsWith('?') ? '' : ':'} ${value} (${from})`;
}

/** Where facts come from. */
export function sourceOf({ runId }: { readonly runId?: number }): string {
  return runId === undefined ? 'as told' : `scan ${runId}`;
}
