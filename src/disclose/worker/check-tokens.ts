import { type Stop, stop } from '../stop.ts';
import { guessHash, isDigest } from './guess-hash.ts';

/** SSNs that are tried: a few seconds of one core. */
const TRIES = 1_500_000;
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
}): Stop[] {
  const { place, filled, ssns, words } = given;
  const isColumnOfTokens = given.tokens / filled >= LEAST_SHARE;
  const sample = isColumnOfTokens ? given.sample : given.sample.filter(isDigest);
  const tokens = isColumnOfTokens ? given.tokens : sample.length;
  if (tokens === 0) return [];
  const guess = guessHash(sample, ssns, words, TRIES);
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
  const digest = sample.every(isDigest);
  return [
    stop({
      check: digest ? 'guessable-pseudonym' : 'unknown-pseudonym',
      place,
      count: tokens,
      sentence: digest
        ? `${tokens} tokens (${uniqueness}) of the length of a plain hash: only 10^9 SSNs exist, and all can be tried (${guess.tried} hashes were tried here)`
        : `${tokens} tokens (${uniqueness}) that this installation did not make under the agreement (${guess.tried} hashes were tried)`,
      remedy: 'Use keyed pseudonyms (form: pseudonym, --fix makes them)',
    }),
  ];
}
