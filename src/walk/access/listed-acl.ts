import { plainName } from './reader-set.ts';

/** One line of an access list that lets read (`allow`) or keeps from reading. */
export interface ListedEntry {
  readonly who: string;
  /** `user` or `group` where the list tells it, else `either`. */
  readonly kind: 'user' | 'group' | 'either';
  readonly allow: boolean;
}

/** Reading and passing rights of one file or folder. */
export interface ListedAcl {
  /** POSIX: the owner's group may read, within the mask. */
  readonly owningGroupReads: boolean;
  readonly owningGroupPasses: boolean;
  readonly readers: readonly ListedEntry[];
  readonly passers: readonly ListedEntry[];
}

/** Access lists of one share as listed at one time. Paths are below the share's root. */
interface Listing {
  /** When the listing was made, milliseconds since 1970: of what was changed later it knows nothing. */
  readonly madeAtMs: number;
  readonly acls: ReadonlyMap<string, ListedAcl>;
}

export interface PosixAclListing extends Listing {
  readonly kind: 'posix';
  /** What lies below them and has no list has permission bits only. */
  readonly roots: ReadonlySet<string>;
}

/** Paths are in lower case; one without a list has that of the folder above. */
export interface NtAclListing extends Listing {
  readonly kind: 'nt';
  /** Something could not be listed, so that what is not named says nothing. */
  readonly hasGaps: boolean;
}

export type AclListing = PosixAclListing | NtAclListing;

/** A path and everything above it, up to '' or '/'. */
export function ancestorsOf(path: string): readonly string[] {
  const all = [path];
  for (let cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1)) all.push(path.slice(0, cut));
  return [...all, path.startsWith('/') ? '/' : ''];
}

/** Equal lists share one object: a share of a million files has few different ones. */
export function createAclPool(): (acl: ListedAcl) => ListedAcl {
  const known = new Map<string, ListedAcl>();
  return (acl) => {
    const key = JSON.stringify(acl);
    const before = known.get(key);
    if (before) return before;
    known.set(key, acl);
    return acl;
  };
}

/** Those who always reach everything are system administrators, who are left out everywhere. */
export function isAdministrator(who: string): boolean {
  return ['system', 'administrators', 'domain admins', 'enterprise admins', 'trustedinstaller', 'root'].includes(
    plainName(who),
  );
}
