import { type Stop, stop } from '../stop.ts';
import type { GuessBudget } from './guess-budget.ts';
import { guessHash, isDigest } from './guess-hash.ts';

/** Share of the filled cells that must be opaque before the column is taken as one of tokens; a digest counts alone. */
const LEAST_SHARE = 0.5;

/** Opaque tokens that this installation did not make: guessed ones, and ones whose making nobody can tell. */
export function checkTokens(given: {
  readonly place: string;
  readonly filled: number;
  readonly tokens: number;
  readonly sample: readonly string[];
  readonly ssns: ReadonlySet<string>;
  readonly words: readonly string[];
  readonly guesses: GuessBudget;
}): Stop[] {
  const { place, filled, ssns, words, guesses } = given;
  const isColumnOfTokens = given.tokens / filled >= LEAST_SHARE;
  const sample = isColumnOfTokens ? given.sample : given.sample.filter(isDigest);
  const tokens = isColumnOfTokens ? given.tokens : sample.length;
  if (tokens === 0) return [];
  const digest = sample.every(isDigest);
  const guess = guesses.spend(digest, (tries) => guessHash(sample, ssns, words, tries));
  const tried = `${guess.tried} hashes were tried${guesses.isSpent() ? ', then the limit of this run was reached' : ''}`;
  const uniqueness = `${sample.length} distinct in ${tokens}`;
  if (guess.kind === 'guessed')
    return [
      stop({
        check: 'guessable-pseudonym',
        place,
        count: tokens,
        sentence: `${tokens} tokens (${uniqueness}) that can be turned back: ${guess.how}`,
        remedy: 'Use keyed pseudonyms (form: pseudonym, --fix makes them)',
      }),
    ];
  return [
    stop({
      check: digest ? 'guessable-pseudonym' : 'unknown-pseudonym',
      place,
      count: tokens,
      sentence: digest
        ? `${tokens} tokens (${uniqueness}) of the length of a plain hash: only 10^9 SSNs exist, and all can be tried (${tried})`
        : `${tokens} tokens (${uniqueness}) that this installation did not make under the agreement (${tried})`,
      remedy: 'Use keyed pseudonyms (form: pseudonym, --fix makes them)',
    }),
  ];
}
