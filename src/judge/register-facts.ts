import { type Readers, UNKNOWN_READERS } from '../model/index.ts';
import type { Facts } from './facts.ts';
import type { JudgeInput, RegisteredPlace, Registers, RetentionEntry } from './judge-input.ts';

/** What the registers say of one file. Unknown ones hold a neutral value that no condition reads. */
export function registerFacts(input: JudgeInput): Facts['registers'] {
  const { facts, registers, nowMs } = input;
  const owner = facts.owner === undefined ? undefined : standingOf(facts.owner, registers, nowMs);
  const readers = readersOf(facts).accounts.map((account) => standingOf(account, registers, nowMs));
  const retention = retentionOf(input);
  const days = [...new Set(retention.map(({ retainUntilMs }) => dayOf(retainUntilMs)))].sort();
  return {
    ownerListed: owner === 'attested' || owner === 'unattested',
    ownerAttested: owner === 'attested',
    unlistedReaders: counted(readers, ['unlisted', 'ended']),
    unattestedReaders: counted(readers, ['unattested']),
    endedReaders: counted(readers, ['ended']),
    retentionEnded: retention.length > 0 && retention.every(({ retainUntilMs }) => retainUntilMs < nowMs),
    retentionConflict: days.length > 1,
    retentionDays: days.join(' and '),
    retentionListed: retention.length > 0,
    held: registers.legalHolds?.some((hold) => (hold.releasedAtMs ?? Infinity) > nowMs && covers(hold, facts)) ?? false,
    holdsListed: registers.legalHolds !== undefined,
    holderType: placeOf(input)?.holderType ?? '',
    accessLog: placeOf(input)?.accessLog ?? false,
    destinationApproved: isApproved(input),
    disclosureLogged: isLogged(input),
  };
}

/** Who can read the file: what permissions and listings tell, and the owner alone where nobody else can. */
export function readersOf({ readers, audience, owner }: JudgeInput['facts']): Readers {
  if (readers !== undefined) return readers;
  if (audience !== 'owner' || owner === undefined) return UNKNOWN_READERS;
  return { accounts: [owner.toLowerCase()], groups: [], complete: true };
}

/** Rows of the calendar that decide: the most specific ones that cover the file. Several may disagree. */
export function retentionOf(input: JudgeInput): readonly RetentionEntry[] {
  const covering = (input.registers.retention ?? []).filter((entry) => covers(entry, input.facts));
  const longest = covering.reduce((length, { path }) => Math.max(length, path.length), 0);
  return covering.filter(({ path }) => path.length === longest);
}

/** The registered place of the file, by the most specific row. */
export function placeOf({ registers, facts }: JudgeInput): RegisteredPlace | undefined {
  let best: RegisteredPlace | undefined;
  for (const place of registers.places ?? []) {
    if (covers(place, facts) && (best === undefined || place.path.length > best.path.length)) best = place;
  }
  return best;
}

/** Whether a folder or file of a register covers the file. */
export function covers(entry: { share: string; path: string }, facts: JudgeInput['facts']): boolean {
  if (entry.share !== facts.share) return false;
  return entry.path === '' || facts.path === entry.path || facts.path.startsWith(`${entry.path}/`);
}

type Standing = 'attested' | 'unattested' | 'ended' | 'unlisted';

function standingOf(account: string, { authorizedUsers }: Registers, nowMs: number): Standing {
  const user = authorizedUsers && usersByAccount(authorizedUsers).get(account.toLowerCase());
  if (user === undefined || (user.authorizedFromMs ?? nowMs) > nowMs) return 'unlisted';
  if ((user.authorizedToMs ?? nowMs) < nowMs) return 'ended';
  return user.attestedAtMs !== undefined && user.attestedAtMs <= nowMs ? 'attested' : 'unattested';
}

function counted(standings: readonly Standing[], kinds: readonly Standing[]): bigint {
  return BigInt(standings.filter((standing) => kinds.includes(standing)).length);
}

function isApproved(input: JudgeInput): boolean {
  const holder = placeOf(input)?.holder;
  return (input.registers.approvedDestinations ?? []).some(
    ({ destination, approvedFromMs, approvedToMs }) =>
      sameParty(destination, holder) &&
      (approvedFromMs ?? input.nowMs) <= input.nowMs &&
      (approvedToMs ?? input.nowMs) >= input.nowMs,
  );
}

function isLogged(input: JudgeInput): boolean {
  const holder = placeOf(input)?.holder;
  return (input.registers.disclosureLog ?? []).some((row) => sameParty(row.party, holder) && covers(row, input.facts));
}

/** Whether two names mean the same party; written alike but for case and outer spaces. */
export function sameParty(name: string, other: string | undefined): boolean {
  return other !== undefined && name.trim().toLowerCase() === other.trim().toLowerCase();
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

type UserIndex = ReadonlyMap<string, NonNullable<Registers['authorizedUsers']>[number]>;
const userIndexes = new WeakMap<object, UserIndex>();

function usersByAccount(users: NonNullable<Registers['authorizedUsers']>): UserIndex {
  const known = userIndexes.get(users);
  if (known) return known;
  const index: UserIndex = new Map(users.map((user) => [user.account.toLowerCase(), user]));
  userIndexes.set(users, index);
  return index;
}
