import type { FileReading } from '../model/index.ts';
import { ACTOR_TYPES, type NeedName } from './fact-catalogue.ts';
import type { JudgeInput, Registers } from './judge-input.ts';
import { extensionOf } from './words.ts';

/** What the pack says about findings that mean nothing alone. */
export interface Weight {
  readonly neverAlone: ReadonlySet<string>;
  readonly onlyWithName: ReadonlySet<string>;
  readonly documentClasses: Readonly<Record<string, readonly string[]>>;
}

/** What `found` stands for in a condition. */
export interface Found {
  readonly reading: Omit<FileReading, 'ledger'>;
  readonly classesOf: Readonly<Record<string, readonly string[]>>;
  readonly weight: Weight;
}

/** What `neighbours` stands for in a condition. */
export interface Neighbours {
  readonly names: readonly string[];
  readonly own: string;
}

/** The variables of one file's conditions, shaped as `FACTS` says. Integers are bigint, as CEL wants. */
export interface Facts {
  readonly file: Readonly<Record<string, string | bigint | boolean>>;
  readonly reading: Readonly<Record<string, string | bigint | boolean | string[]>>;
  readonly people: Readonly<Record<string, bigint>>;
  readonly registers: Readonly<Record<string, boolean>>;
  readonly settings: Readonly<Record<string, string | bigint | boolean>>;
  readonly found: Found;
  readonly neighbours: Neighbours;
}

const HOUR_MS = 3_600_000;

/** Facts of one file. Unknown ones hold a neutral value that no condition reads, because `needs` stops it first. */
export function factsOf(input: JudgeInput, weight: Weight): Facts {
  const { facts, reading, settings } = input;
  const name = facts.path.slice(facts.path.lastIndexOf('/') + 1);
  const ageHours = Math.max(0, Math.floor((input.nowMs - facts.modifiedAtMs) / HOUR_MS));
  return {
    file: {
      path: facts.path,
      name,
      extension: extensionOf(name),
      folder: facts.path.slice(0, Math.max(0, facts.path.length - name.length - 1)),
      location: facts.location,
      audience: facts.audience,
      owner: facts.owner ?? '',
      ageDays: BigInt(Math.floor(ageHours / 24)),
      ageHours: BigInt(ageHours),
      sizeBytes: BigInt(Math.trunc(facts.sizeBytes)),
      mediumLost: input.registers.lostMedia?.includes(facts.share) ?? false,
    },
    reading: readingFacts(reading),
    people: {
      lower: BigInt(reading.people.lower),
      likely: BigInt(reading.people.likely),
      upper: BigInt(reading.people.upper),
    },
    registers: registerFacts(input),
    settings: {
      actor_type: settings.actor_type ?? '',
      scratch_hours: BigInt(hoursOf(settings.scratch_hours) ?? 0),
      ssn_last_four_strict: settings.ssn_last_four_strict === 'true',
      home_disk_encrypted: yesOrNo(settings.home_disk_encrypted),
    },
    found: { reading, classesOf: input.classesOf, weight },
    neighbours: { names: input.neighbours, own: name },
  };
}

/** Which of the needed things is not known for this file. */
export function missingNeeds(needs: readonly NeedName[], input: JudgeInput): readonly NeedName[] {
  return needs.filter((need) => !isKnown(need, input));
}

function isKnown(need: NeedName, input: JudgeInput): boolean {
  switch (need) {
    case 'file.audience':
      return input.facts.audience !== 'unknown';
    case 'file.owner':
      return input.facts.owner !== undefined;
    case 'registers.authorized_users':
      return input.registers.authorizedUsers !== undefined;
    case 'registers.retention':
      return retentionOf(input) !== undefined;
    case 'registers.legal_holds':
      return input.registers.legalHolds !== undefined;
    case 'settings.actor_type':
      return ACTOR_TYPES.some((known) => known === input.settings.actor_type);
    case 'settings.scratch_hours':
      return hoursOf(input.settings.scratch_hours) !== undefined;
    default:
      return need satisfies never;
  }
}

function yesOrNo(text: string | undefined): string {
  return text === 'yes' || text === 'no' ? text : '';
}

function hoursOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

function readingFacts(reading: JudgeInput['reading']): Facts['reading'] {
  const methods = new Set<string>();
  let encrypted = reading.reason === 'encrypted';
  for (const part of reading.unreadParts) {
    if (part.reason === 'encrypted' || part.encryption !== undefined) {
      encrypted = true;
      methods.add(part.encryption ?? 'unknown');
    }
  }
  if (encrypted && methods.size === 0) methods.add('unknown');
  return {
    outcome: reading.outcome,
    reason: reading.reason ?? '',
    format: reading.format,
    encrypted,
    encryptionMethods: [...methods].sort(),
    protectionOnly: reading.notes.some((note) => note.note === 'document-protection-only'),
    partsUnread: BigInt(reading.unreadPartCount),
  };
}

function registerFacts(input: JudgeInput): Facts['registers'] {
  const { facts, registers, nowMs } = input;
  const user =
    registers.authorizedUsers === undefined || facts.owner === undefined
      ? undefined
      : usersByAccount(registers.authorizedUsers).get(facts.owner.toLowerCase());
  const listed =
    user !== undefined && (user.authorizedFromMs ?? nowMs) <= nowMs && (user.authorizedToMs ?? nowMs) >= nowMs;
  const retention = retentionOf(input);
  return {
    ownerListed: listed,
    ownerAttested: listed && user?.attestedAtMs !== undefined && user.attestedAtMs <= nowMs,
    retentionEnded: retention !== undefined && retention < nowMs,
    held: registers.legalHolds?.some((hold) => (hold.releasedAtMs ?? Infinity) > nowMs && covers(hold, facts)) ?? false,
  };
}

/** End of retention of the file, by the most specific entry that covers it; two equally specific ones keep the longer. */
function retentionOf(input: JudgeInput): number | undefined {
  let best: { length: number; until: number } | undefined;
  for (const entry of input.registers.retention ?? []) {
    if (!covers(entry, input.facts)) continue;
    const length = entry.path.length;
    if (best === undefined || length > best.length) best = { length, until: entry.retainUntilMs };
    else if (length === best.length) best = { length, until: Math.max(best.until, entry.retainUntilMs) };
  }
  return best?.until;
}

function covers(entry: { share: string; path: string }, facts: JudgeInput['facts']): boolean {
  if (entry.share !== facts.share) return false;
  return entry.path === '' || facts.path === entry.path || facts.path.startsWith(`${entry.path}/`);
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
