import type { FileReading } from '../model/index.ts';
import type { NeedName } from './fact-catalogue.ts';
import { ACTOR_TYPES } from './fact-words.ts';
import type { JudgeInput } from './judge-input.ts';
import { placeOf, readersOf, registerFacts, retentionOf } from './register-facts.ts';
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
  readonly elementsOf: Readonly<Record<string, string>>;
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
  readonly registers: Readonly<Record<string, string | bigint | boolean>>;
  readonly settings: Readonly<Record<string, string | bigint | boolean>>;
  readonly found: Found;
  readonly neighbours: Neighbours;
  /** What `agreements` stands for in a condition: its functions look at the registers and the place. */
  readonly agreements: JudgeInput;
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
      readersKnown: readersOf(facts).complete,
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
    found: { reading, classesOf: input.classesOf, elementsOf: input.elementsOf ?? {}, weight },
    neighbours: { names: input.neighbours, own: name },
    agreements: input,
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
    case 'file.readers':
      return readersOf(input.facts).complete;
    case 'registers.authorized_users':
      return input.registers.authorizedUsers !== undefined;
    case 'registers.retention':
      return retentionOf(input).length > 0;
    case 'registers.legal_holds':
      return input.registers.legalHolds !== undefined;
    case 'registers.holder':
      return placeOf(input)?.holderType !== undefined;
    case 'registers.access_log':
      return placeOf(input)?.accessLog !== undefined;
    case 'registers.agreements':
      return input.registers.agreements !== undefined;
    case 'registers.approved_destinations':
      return input.registers.approvedDestinations !== undefined;
    case 'registers.disclosure_log':
      return input.registers.disclosureLog !== undefined;
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
  const opened = reading.notes.filter(({ note }) => note === 'opened-by-password');
  for (const { detail } of opened) {
    encrypted = true;
    methods.add(detail ?? 'unknown');
  }
  if (encrypted && methods.size === 0) methods.add('unknown');
  return {
    outcome: reading.outcome,
    reason: reading.reason ?? '',
    format: reading.format,
    encrypted,
    encryptionMethods: [...methods].sort(),
    passwordKnown: opened.length > 0,
    protectionOnly: reading.notes.some((note) => note.note === 'document-protection-only'),
    partsUnread: BigInt(reading.unreadPartCount),
  };
}
