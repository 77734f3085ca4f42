import type { GuessOutcome } from './guess-hash.ts';

/** How many hashes one run still tries in all: a folder of a hundred files must not take a hundred times as long. */
export interface GuessBudget {
  /** @param isDigest what is tried stops the export in any case, so that a short look is enough */
  spend(isDigest: boolean, guess: (tries: number) => GuessOutcome): GuessOutcome;
  isSpent(): boolean;
}

/** About ten seconds of one core. */
const TRIES_OF_RUN = 2_000_000;
const TRIES_OF_COLUMN = 1_000_000;
const TRIES_OF_DIGESTS = 200_000;

export function guessBudget(triesOfRun = TRIES_OF_RUN): GuessBudget {
  let left = triesOfRun;
  return {
    spend(isDigest, guess) {
      const outcome = guess(Math.min(left, isDigest ? TRIES_OF_DIGESTS : TRIES_OF_COLUMN));
      left = Math.max(0, left - outcome.tried);
      return outcome;
    },
    isSpent: () => left === 0,
  };
}
