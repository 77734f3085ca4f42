import type { DirectoryListing, Share, WalkOptions } from './walk-types.ts';

export function walk(shares: readonly Share[], options: WalkOptions): AsyncIterable<DirectoryListing> {
  throw new Error(`walk of ${shares.length} shares is not written yet (${Object.keys(options).length})`);
}
