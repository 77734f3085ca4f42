import type { Audience, Readers } from '../../model/index.ts';
import type { PosixAudience } from '../audience.ts';
import { ancestorsOf, type ListedAcl, type ListedEntry, type NtAclListing } from './listed-acl.ts';
import type { AccessLists } from './read-access-lists.ts';
import { both, either, plainName, type ReaderSet, readerSet } from './reader-set.ts';
import { sambaReaders } from './samba-readers.ts';

/** What the system tells of a file or folder. */
export interface Holding {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly ctimeMs: number;
}

/** Who can read, as wide as it is known and account by account. */
export interface FileAccess {
  readonly audience: Audience;
  /** Absent where everyone can, or nothing is known. */
  readonly readers?: Readers;
}

export interface ShareAccess {
  /** Of those who come through the folders above, whoever can pass through this one; `path` is undefined above the root. */
  passing(above: ReaderSet, path: string | undefined, holding: Holding): ReaderSet;
  /** Who can read a file below folders that `passers` can pass; `bits` is what the permission bits say of both. */
  reading(path: string, holding: Holding, passers: ReaderSet, bits: PosixAudience): FileAccess;
}

const READ = 0;
const PASS = 1;
type Right = typeof READ | typeof PASS;
const OTHERS = [0o004, 0o001] as const;
const GROUP = [0o040, 0o010] as const;
const UNKNOWN: FileAccess = { audience: 'unknown' };

/**
 * Joins permission bits, listings, groups and Samba definitions of one share. System administrators are left out. Equal sets of
 * readers are one object, so that memory grows with the different ones and not with the files.
 */
export function createShareAccess(
  share: { readonly name: string; readonly root: string },
  lists: AccessLists,
  owners: ReadonlyMap<number, string>,
): ShareAccess {
  const { groups } = lists;
  const listings = lists.listings.get(share.name) ?? [];
  const nt = listings.find((listing) => listing.kind === 'nt');
  const posix = listings.find((listing) => listing.kind === 'posix');
  const pool = createPool();
  const fromBits = new Map<string, ReaderSet>();
  const fromAcls = new WeakMap<ListedAcl, Map<string, ReaderSet>>();
  const fromNt = new WeakMap<ListedAcl, FileAccess>();
  const throughSamba = sambaReaders(lists.sambaShares, share.root, membersOf, pool.one);

  function accountOf(uid: number): string {
    return owners.get(uid)?.toLowerCase() ?? `account ${uid}`;
  }

  function membersOf({ who, kind }: ListedEntry): ReaderSet {
    const name = plainName(who);
    const group = kind === 'user' ? undefined : groups.ofName(who);
    if (group !== undefined) return group;
    const isAccount = kind === 'user' || (kind === 'either' && groups.isListed);
    return isAccount ? readerSet([name], [], true) : readerSet([], [name], false);
  }

  /** Where the mask in the group bits lets nobody through, a list that was not seen cannot either. */
  function ofBits({ mode, uid, gid }: Holding, right: Right, isListed: boolean): ReaderSet {
    const byGroup = (mode & GROUP[right]) !== 0;
    return cached(fromBits, `${uid}.${gid}.${byGroup}.${isListed}`, () => {
      const owner = readerSet([accountOf(uid)], [], !byGroup || isListed);
      return pool.one(byGroup ? either(owner, groups.ofId(gid)) : owner);
    });
  }

  function ofAcl(acl: ListedAcl, { uid, gid }: Holding, right: Right): ReaderSet {
    const known = fromAcls.get(acl) ?? new Map<string, ReaderSet>();
    fromAcls.set(acl, known);
    return cached(known, `${uid}.${gid}.${right}`, () => {
      const owner = readerSet([accountOf(uid)], [], true);
      const group = right === READ ? acl.owningGroupReads : acl.owningGroupPasses;
      const entries = (right === READ ? acl.readers : acl.passers).map(membersOf);
      return pool.one([...(group ? [groups.ofId(gid)] : []), ...entries].reduce(either, owner));
    });
  }

  function ofPosix(path: string | undefined, holding: Holding, right: Right): ReaderSet {
    if (holding.mode & OTHERS[right]) return 'everyone';
    const isListed =
      posix !== undefined &&
      path !== undefined &&
      holding.ctimeMs <= posix.madeAtMs &&
      ancestorsOf(path).some((each) => posix.roots.has(each));
    const acl = isListed && path !== undefined ? posix?.acls.get(path) : undefined;
    return acl ? ofAcl(acl, holding, right) : ofBits(holding, right, isListed);
  }

  function ofNt(listing: NtAclListing, path: string, holding: Holding): FileAccess {
    const at = ancestorsOf(path.toLowerCase()).find((each) => listing.acls.has(each));
    const acl = at === undefined ? undefined : listing.acls.get(at);
    if (acl === undefined) return UNKNOWN;
    const access = cached(fromNt, acl, () => accessOf(pool.one(ntReaders(acl, membersOf)), 'team'));
    const isCurrent = holding.ctimeMs <= listing.madeAtMs && !listing.hasGaps;
    return isCurrent || access.audience === 'everyone' ? access : UNKNOWN;
  }

  return {
    passing: (above, path, holding) => pool.both(above, ofPosix(path, holding, PASS)),
    reading(path, holding, passers, bits) {
      if (nt) return ofNt(nt, path, holding);
      if (bits === 'unknown') return UNKNOWN;
      const file = throughSamba(ofPosix(path, holding, READ), path);
      return accessOf(pool.both(passers, file), bits);
    },
  };
}

/** One who can read alone is told as the owner; somebody besides by a list or a share definition makes a team. */
function accessOf(set: ReaderSet, bits: Exclude<PosixAudience, 'unknown'>): FileAccess {
  if (set === 'everyone') return { audience: 'everyone' };
  const alone = set.complete && set.accounts.length <= 1;
  return { audience: alone ? 'owner' : bits === 'owner' ? 'team' : bits, readers: set };
}

function ntReaders(acl: ListedAcl, membersOf: (entry: ListedEntry) => ReaderSet): ReaderSet {
  const nobody: ReaderSet = readerSet([], [], true);
  const allowed = acl.readers.filter(({ allow }) => allow).map(membersOf);
  const set = allowed.reduce(either, nobody);
  const denied = acl.readers.filter(({ allow }) => !allow).map(membersOf);
  return denied.reduce(without, set);
}

function without(set: ReaderSet, denied: ReaderSet): ReaderSet {
  if (denied === 'everyone') return readerSet([], [], true);
  // Somebody is kept out of everyone: that is still nearly everyone.
  if (set === 'everyone') return set;
  const accounts = set.accounts.filter((account) => !denied.accounts.includes(account));
  const groups = set.groups.filter((group) => !denied.groups.includes(group));
  return readerSet(accounts, groups, set.complete && denied.complete);
}

function createPool() {
  const known = new Map<string, ReaderSet>();
  const joined = new Map<ReaderSet, Map<ReaderSet, ReaderSet>>();
  const one = (set: ReaderSet): ReaderSet => cached(known, JSON.stringify(set), () => set);
  return {
    one,
    both(above: ReaderSet, own: ReaderSet): ReaderSet {
      if (above === own) return own;
      const byOwn = cached(joined, above, () => new Map<ReaderSet, ReaderSet>());
      return cached(byOwn, own, () => one(both(own, above)));
    },
  };
}

function cached<Key, Value>(
  known: { get(key: Key): Value | undefined; set(key: Key, value: Value): unknown },
  key: Key,
  make: () => Value,
): Value {
  const before = known.get(key);
  if (before !== undefined) return before;
  const value = make();
  known.set(key, value);
  return value;
}
