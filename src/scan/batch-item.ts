import type { FileReading, UnreadReason } from '../model/index.ts';

/** What became of one file of a batch. `not-started`: the batch ended before its turn; give it again. */
export type BatchItem =
  | { readonly kind: 'read'; readonly reading: FileReading }
  /** The reading that was known holds. */
  | { readonly kind: 'recognised' }
  | {
      readonly kind: 'lost';
      readonly reason: UnreadReason;
      readonly detail: string;
      /** This file and no neighbour was the cause. */
      readonly certain: boolean;
    }
  | { readonly kind: 'not-started' };
