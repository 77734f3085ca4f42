import { isWithin } from '../shares.ts';
import type { ListedEntry } from './listed-acl.ts';
import { either, plainName, type ReaderSet } from './reader-set.ts';
import type { SambaShare } from './samba-shares.ts';

/**
 * Adds whoever reads through a Samba share besides those whom the file system lets in: everybody who connects, where the share reads
 * as one account or group, and its administrators. A definition never keeps out, since there may be other ways in.
 */
export function sambaReaders(
  shares: readonly SambaShare[],
  root: string,
  membersOf: (entry: ListedEntry) => ReaderSet,
  pooled: (set: ReaderSet) => ReaderSet,
): (set: ReaderSet, path: string) => ReaderSet {
  const touching = shares.filter(({ path }) => isWithin(path, root) || isWithin(root, path));
  if (touching.length === 0) return (set) => set;
  const named = (names: readonly string[]): ReaderSet | undefined =>
    names.length === 0 ? undefined : names.map((who) => membersOf(entryOf(who))).reduce(either);
  return (set, path) => {
    let wide = set;
    for (const share of touching) {
      if (wide === 'everyone') return wide;
      if (!isWithin(`${root === '/' ? '' : root}/${path}`, share.path)) continue;
      const { forceUser, forceGroup, guests, validUsers, adminUsers } = share;
      const asUser = forceUser !== undefined && wide.accounts.includes(plainName(forceUser));
      const asGroup = forceGroup !== undefined && wide.groups.includes(plainName(forceGroup));
      if (asUser || asGroup) wide = either(wide, (guests ? undefined : named(validUsers)) ?? 'everyone');
      const admins = named(adminUsers);
      if (admins) wide = either(wide, admins);
    }
    return pooled(wide);
  };
}

/** `@`, `+` and `&` mark groups. */
function entryOf(who: string): ListedEntry {
  return { who: who.replace(/^[@+&]+/, ''), kind: /^[@+&]/.test(who) ? 'group' : 'user', allow: true };
}
