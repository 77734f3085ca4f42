import type { Readers } from '../../model/index.ts';

/** Accounts that pass one check; `everyone` passes it with any account. */
export type ReaderSet = 'everyone' | Readers;

/** Names that let in every account: https://learn.microsoft.com/en-us/windows-server/identity/ad-ds/manage/understand-special-identities-groups */
const EVERYONE: ReadonlySet<string> = new Set([
  'everyone',
  'authenticated users',
  'domain users',
  'domain guests',
  'users',
  'guests',
  'anonymous logon',
  'interactive',
  'network',
]);

/** Whether a group of this plain name stands for every account. */
export function isEveryone(plainName: string): boolean {
  return EVERYONE.has(plainName);
}

/** Name of an account or group without its domain, lower case: `CORP\JDoe` and `jdoe@corp.example` are `jdoe`. */
export function plainName(name: string): string {
  return (name.split('\\').at(-1) ?? name).replace(/@.*$/, '').trim().toLowerCase();
}

export function readerSet(accounts: Iterable<string>, groups: Iterable<string>, complete: boolean): Readers {
  return { accounts: sorted(accounts), groups: sorted(groups), complete };
}

/** Whoever is in one of them. */
export function either(one: ReaderSet, other: ReaderSet): ReaderSet {
  if (one === 'everyone' || other === 'everyone') return 'everyone';
  return readerSet(
    [...one.accounts, ...other.accounts],
    [...one.groups, ...other.groups],
    one.complete && other.complete,
  );
}

/** Whoever is in both. Where one is not known to its end, somebody of the other may be in it unseen. */
export function both(one: ReaderSet, other: ReaderSet): ReaderSet {
  if (one === 'everyone' || one === other) return other;
  if (other === 'everyone') return one;
  const accounts = one.accounts.filter((account) => other.accounts.includes(account));
  const complete = (one.complete && other.complete) || isWithin(one, accounts) || isWithin(other, accounts);
  return readerSet(accounts, one.groups, complete);
}

function isWithin(set: Readers, accounts: readonly string[]): boolean {
  return set.complete && set.accounts.length === accounts.length;
}

function sorted(names: Iterable<string>): string[] {
  return [...new Set(names)].sort();
}
