import type { Comparison, NotReached } from '../record/index.ts';

/** Why a file is to be read. */
export type ReadingTurn = keyof NotReached;

/** In the order in which a night with a time budget reads: what nobody knows yet comes first. */
export const READING_TURNS = ['new', 'changed', 'retry', 'outdated'] as const satisfies readonly ReadingTurn[];

/** Absent where the recorded reading holds. `inFlightAtCrash`: an earlier run ended while it was being read. */
export function readingTurnOf(
  { status, reason }: Comparison,
  { fresh, inFlightAtCrash }: { readonly fresh: boolean; readonly inFlightAtCrash: boolean },
): ReadingTurn | undefined {
  switch (status) {
    case 'new':
    case 'changed':
    case 'outdated':
      return status;
    case 'retry':
      // Its turn did not come on an earlier night: it is as unknown as on its first.
      return reason === 'not-reached' ? 'new' : 'retry';
    case 'regraded':
    case 'unchanged':
      if (inFlightAtCrash) return 'retry';
      return fresh ? 'outdated' : undefined;
    default: {
      const never: never = status;
      return never;
    }
  }
}
