import { OperatorError } from '../../model/index.ts';
import { isEveryone, plainName, type ReaderSet, readerSet } from './reader-set.ts';

/** Who is in which group. */
export interface GroupMembers {
  /** The operator gave a list of groups: a name that is not in it is an account. */
  readonly isListed: boolean;
  /** Undefined where it is not known. */
  ofName(name: string): ReaderSet | undefined;
  ofId(groupId: number): ReaderSet;
}

interface Group {
  readonly name: string;
  readonly id?: number;
  readonly members: readonly string[];
}

/**
 * Groups of `getent group` or /etc/group: `name:password:id:member,member`, group(5),
 * https://man7.org/linux/man-pages/man5/group.5.html. A group of a directory service may leave the id empty; a member may be a group.
 * @throws OperatorError with file and line.
 */
export function parseGroups(path: string, text: string): readonly Group[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const [name, , id, members, ...rest] = line.split(':');
    if (!name || members === undefined || rest.length > 0 || !/^\d*$/.test(id ?? '')) {
      const remedy = 'Write it as getent group does: name:x:id:member,member';
      throw new OperatorError(`${path}:${index + 1}`, 'this is no row of a group list', remedy);
    }
    const names = members.split(',').flatMap((member) => (member.trim() === '' ? [] : [member.trim()]));
    return [{ name, ...(id !== '' && { id: Number(id) }), members: names }];
  });
}

/** Members of primary groups, which group lists leave out: passwd(5), https://man7.org/linux/man-pages/man5/passwd.5.html */
export function primaryGroups(passwd: string): ReadonlyMap<number, readonly string[]> {
  const members = new Map<number, string[]>();
  for (const line of passwd.split('\n')) {
    const [name, , , groupId] = line.split(':');
    if (!name || groupId === undefined || !/^\d+$/.test(groupId)) continue;
    members.set(Number(groupId), [...(members.get(Number(groupId)) ?? []), name]);
  }
  return members;
}

/** The operator's list goes before the system's. Nested groups are followed; a circle of groups ends. */
export function groupMembers(
  system: readonly Group[],
  listed: readonly Group[] | undefined,
  primary: ReadonlyMap<number, readonly string[]> = new Map(),
): GroupMembers {
  const byName = new Map<string, Group>();
  const byId = new Map<number, Group>();
  for (const group of [...system, ...(listed ?? [])]) {
    byName.set(plainName(group.name), group);
    if (group.id !== undefined) byId.set(group.id, group);
  }
  const collect = (group: Group, accounts: Set<string>, seen: Set<string>): void => {
    const key = plainName(group.name);
    if (seen.has(key)) return;
    seen.add(key);
    const ofPrimary = group.id === undefined ? [] : (primary.get(group.id) ?? []);
    for (const member of [...group.members, ...ofPrimary]) {
      const name = plainName(member);
      const nested = ofPrimary.includes(member) ? undefined : byName.get(name);
      if (nested === undefined || name === key) accounts.add(name);
      else collect(nested, accounts, seen);
    }
  };
  const known = new Map<Group, ReaderSet>();
  const membersOf = (group: Group): ReaderSet => {
    const before = known.get(group);
    if (before) return before;
    const accounts = new Set<string>();
    collect(group, accounts, new Set());
    const set = readerSet(accounts, [plainName(group.name)], true);
    known.set(group, set);
    return set;
  };
  return {
    isListed: listed !== undefined,
    ofName(name) {
      if (isEveryone(plainName(name))) return 'everyone';
      const group = byName.get(plainName(name));
      return group && membersOf(group);
    },
    ofId(groupId) {
      const group = byId.get(groupId);
      return group ? membersOf(group) : readerSet([], [`group ${groupId}`], false);
    },
  };
}
