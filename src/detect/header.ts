import type { CompiledPack } from './compiled-pack.ts';
import { foldCell } from './fold.ts';
import { type ColumnRole, HEADER_ROLES } from './header-roles.ts';
import { phraseAt, phrasesIn } from './phrases.ts';
import { FILLER_WORDS } from './rival-words.ts';
import { type Word, wordsOf } from './words.ts';

/** How a header names a pattern: it is one of the pattern's headers, or holds one beside other words. */
export type HeaderFit = 'exact' | 'contained';

/** What a column header means. */
export interface HeaderMeaning {
  readonly text: string;
  /** Pattern indexes that it names. */
  readonly names: ReadonlyMap<number, HeaderFit>;
  readonly role: ColumnRole | undefined;
  /** Pattern indexes that it speaks against; -1 for all. */
  readonly against: ReadonlySet<number>;
  /** It says no more than that there are numbers: `id`, `code`. */
  readonly vague: boolean;
  /** It holds at least one word that the engine knows. */
  readonly known: boolean;
}

const LONGEST_HEADER = 120;
const VAGUE: ReadonlySet<string> = new Set([
  'id',
  'code',
  'item',
  'ref',
  'reference',
  'case',
  'key',
  'record',
  'number',
]);
/** What stands over a column without a name. */
export const NO_HEADER: HeaderMeaning = {
  text: '',
  names: new Map(),
  role: undefined,
  against: new Set(),
  vague: false,
  known: false,
};

/** Reads a header: lower case, accents, punctuation and camelCase do not matter. Pure. */
export function headerMeaning(pack: CompiledPack, header: string): HeaderMeaning {
  const text = foldCell(header).slice(0, LONGEST_HEADER).trim();
  if (text === '') return NO_HEADER;
  const words = wordsOf(text, 0, text.length);
  if (words.length === 0) return { ...NO_HEADER, text };
  const names = new Map<number, HeaderFit>();
  for (const hit of phrasesIn(pack.vocabulary.headers, words)) {
    const strangers = strangersBeside(words, hit);
    const fit: HeaderFit | undefined =
      strangers === 0
        ? 'exact'
        : strangers <= 2 && hit.to === words.length
          ? 'contained'
          : strangers <= 1
            ? 'contained'
            : undefined;
    if (fit) for (const pattern of hit.meanings) if (names.get(pattern) !== 'exact') names.set(pattern, fit);
  }
  const against = new Set<number>();
  const vague = names.size === 0 && words.length === 1 && VAGUE.has(words[0]?.text ?? '');
  let known = names.size > 0;
  for (const hit of phrasesIn(pack.vocabulary.text, words)) {
    for (const { pattern, role } of hit.meanings) {
      if (role === 'rival' && !vague && hit.to === words.length && names.size === 0) against.add(-1);
      if (role === 'against') against.add(pattern);
      if (role === 'label' && names.size === 0 && hit.to === words.length && strangersBeside(words, hit) <= 2)
        names.set(pattern, 'contained');
      known ||= role === 'label' || role === 'rival';
    }
  }
  const role = roleOf(words);
  return { text, names, role, against, vague, known: known || role !== undefined };
}

/** Words of a header beside the phrase that are not filler. */
function strangersBeside(words: readonly Word[], hit: { readonly from: number; readonly to: number }): number {
  return words.filter((word, at) => (at < hit.from || at >= hit.to) && !FILLER_WORDS.has(word.text)).length;
}

function roleOf(words: ReturnType<typeof wordsOf>): ColumnRole | undefined {
  const whole = phraseAt(HEADER_ROLES, words, 0);
  if (whole && whole.to === words.length) return whole.meanings[0];
  // `Participant Last Name`: the role is said by the end, `City of Birth` is no city and has strangers behind it.
  for (let from = Math.max(0, words.length - 3); from < words.length; from += 1) {
    const hit = phraseAt(HEADER_ROLES, words, from);
    if (hit && hit.to === words.length) return hit.meanings[0];
  }
  return undefined;
}
