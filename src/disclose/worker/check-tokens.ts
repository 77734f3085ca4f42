import { counted } from '../counted.ts';
import { type Stop, stop } from '../stop.ts';
import type { GuessBudget } from './guess-budget.ts';
import { guessHash, isDigest } from './guess-hash.ts';

/** Share of the filled cells that must be opaque before the column is taken as one of tokens; a digest counts alone. */
const LEAST_SHARE = 0.5;
const KEYED = 'Use keyed pseudonyms, as a fixed copy makes them';

/** Opaque tokens that this installation did not make: guessed ones, and ones whose making nobody can tell. */
export function checkTokens(given: {
  readonly place: string;
  readonly filled: number;
  readonly tokens: number;
  readonly sample: readonly string[];
  readonly ssns: ReadonlySet<string>;
  readonly words: readonly string[];
  readonly guesses: GuessBudget;
  /** Whether a fixed copy drops the tokens or makes others. */
  readonly fixMends?: boolean;
}): Stop[] {
  const { place, filled, ssns, words, guesses, fixMends = false } = given;
  const isColumnOfTokens = given.tokens / filled >= LEAST_SHARE;
  const sample = isColumnOfTokens ? given.sample : given.sample.filter(isDigest);
  const tokens = isColumnOfTokens ? given.tokens : sample.length;
  if (tokens === 0) return [];
  const digest = sample.every(isDigest);
  const guess = guesses.spend(digest, (tries) => guessHash(sample, ssns, words, tries));
  const tried = `${counted(guess.tried, 'hash was', 'hashes were')} tried${guesses.isSpent() ? ', then the limit of this run was reached' : ''}`;
  const uniqueness = `${sample.length} distinct in ${tokens}`;
  const told = {
    place,
    count: tokens,
    fixMends,
    remedy: fixMends ? KEYED : `Have form: pseudonym agreed. ${KEYED}`,
  };
  if (guess.kind === 'guessed')
    return [
      stop({
        ...told,
        check: 'guessable-pseudonym',
        sentence: `${counted(tokens, 'token')} (${uniqueness}) that can be turned back: ${guess.how}`,
      }),
    ];
  return [
    stop({
      ...told,
      check: digest ? 'guessable-pseudonym' : 'unknown-pseudonym',
      sentence: digest
        ? `${counted(tokens, 'token')} (${uniqueness}) of the length of a plain hash: only 10^9 SSNs exist, and all can be tried (${tried})`
        : `${counted(tokens, 'token')} (${uniqueness}) that this installation did not make under the agreement (${tried})`,
    }),
  ];
}
