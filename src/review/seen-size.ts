import type { PeopleCount } from '../model/index.ts';
import type { RecordedFile } from '../record/index.ts';
import { typeWords } from '../report/index.ts';

export interface SeenSize {
  readonly people: PeopleCount;
  readonly contents: number;
  readonly types: Readonly<Record<string, number>>;
}

/**
 * What some files of an exposure hold. They mostly hold the same people: at least as many as the fullest of them, at most all
 * contents together. Of each type the most distinct values that one content has. Pure.
 */
export function seenSize(files: readonly Pick<RecordedFile, 'fileId' | 'reading'>[]): SeenSize {
  const contents = new Map(files.map(({ fileId, reading }) => [reading.contentDigest ?? `file ${fileId}`, reading]));
  const types: Record<string, number> = {};
  let people: PeopleCount = { lower: 0, likely: 0, upper: 0 };
  for (const reading of contents.values()) {
    const { lower, likely, upper } = reading.people;
    people = {
      lower: Math.max(people.lower, lower),
      likely: Math.max(people.likely, likely),
      upper: people.upper + upper,
    };
    for (const { type, high, medium, distinct } of reading.types)
      if (high + medium > 0) types[type] = Math.max(types[type] ?? 0, distinct);
  }
  return { people, contents: contents.size, types };
}

/** The most frequent first. */
export function typesInWords(
  types: Readonly<Record<string, number>>,
): { type: string; words: string; count: number }[] {
  return Object.entries(types)
    .sort(([, a], [, b]) => b - a)
    .map(([type, count]) => ({ type, words: typeWords(type), count }));
}
