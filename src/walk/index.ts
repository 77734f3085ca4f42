/**
 * Shares go in, one listing per directory (in slices) comes out: facts of every file, and everything that is not a file or could
 * not be looked at, as an entry. Reads directory entries and metadata only, opens no file, follows no link.
 */

export { type AccessLists, isAccessList, type ListedName, readAccessLists } from './access/read-access-lists.ts';
export { hasLinkBelow } from './has-link-below.ts';
export { checkShares, walk } from './walk.ts';
export type * from './walk-types.ts';
