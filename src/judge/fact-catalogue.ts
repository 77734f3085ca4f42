import { AUDIENCES, ENCRYPTION_METHODS, LOCATION_CLASSES, OUTCOMES, UNREAD_REASONS } from '../model/index.ts';
import { ACTOR_TYPES, HOLDER_TYPES } from './fact-words.ts';

/** One fact that a rule's condition may use. */
export interface FactDefinition {
  readonly type: 'string' | 'int' | 'bool' | 'list<string>';
  /** What it is called towards people. */
  readonly says: string;
  /** What has to be known before the fact means anything; a condition that uses the fact must list these under `needs`. */
  readonly needs?: readonly NeedName[];
  /** The only words the fact can hold; other words in a comparison are a slip. */
  readonly words?: readonly string[];
  /** May stand in a verdict's reason. Paths and names may carry values, so they may not. */
  readonly sayable: boolean;
}

/** What can be unknown, and how it is called towards people. */
export const NEEDS = {
  'file.audience': 'who can read the file',
  'file.owner': 'who owns the file',
  'file.readers': 'every account that can read the file',
  'registers.authorized_users': 'the authorized users list',
  'registers.retention': 'the retention calendar',
  'registers.legal_holds': 'the list of legal holds',
  'registers.holder': 'who holds what lies there (register shares)',
  'registers.access_log': 'whether the place keeps a log of who reads what (register shares)',
  'registers.agreements': 'the register of agreements and consents',
  'registers.approved_destinations': 'the register of approved destinations',
  'registers.disclosure_log': 'the disclosure log',
  'settings.actor_type':
    'setting actor_type (what kind of body holds the files: state, state-agent, local-agency, non-profit or private)',
  'settings.scratch_hours': 'setting scratch_hours (how long a file may stay in a scan drop)',
} as const;

export type NeedName = keyof typeof NEEDS;

/** Facts by variable and field: `file.audience`. */
export const FACTS: Readonly<Record<string, Readonly<Record<string, FactDefinition>>>> = {
  file: {
    path: { says: 'path', type: 'string', sayable: false },
    name: { says: 'name', type: 'string', sayable: false },
    extension: { says: 'file name extension', type: 'string', sayable: false },
    folder: { says: 'folder', type: 'string', sayable: false },
    location: { says: 'kind of place', type: 'string', words: LOCATION_CLASSES, sayable: true },
    audience: {
      says: 'who can read the file',
      type: 'string',
      words: AUDIENCES,
      needs: ['file.audience'],
      sayable: true,
    },
    readersKnown: {
      says: 'every account that can read it is known',
      type: 'bool',
      needs: ['file.readers'],
      sayable: true,
    },
    owner: { says: 'owner', type: 'string', needs: ['file.owner'], sayable: false },
    ageDays: { says: 'days since it was changed', type: 'int', sayable: true },
    ageHours: { says: 'hours since it was changed', type: 'int', sayable: true },
    sizeBytes: { says: 'size in bytes', type: 'int', sayable: true },
    mediumLost: { says: 'lies on a lost or stolen medium', type: 'bool', sayable: true },
  },
  reading: {
    outcome: { says: 'outcome of the reading', type: 'string', words: OUTCOMES, sayable: true },
    reason: { says: 'why it was not read', type: 'string', words: ['', ...UNREAD_REASONS], sayable: true },
    format: { says: 'format', type: 'string', sayable: true },
    encrypted: { says: 'encrypted', type: 'bool', sayable: true },
    encryptionMethods: {
      says: 'encryption methods seen',
      type: 'list<string>',
      words: ENCRYPTION_METHODS,
      sayable: true,
    },
    passwordKnown: { says: 'opened by a password of the operator’s list', type: 'bool', sayable: true },
    protectionOnly: { says: 'protected against editing only', type: 'bool', sayable: true },
    partsUnread: { says: 'parts not read', type: 'int', sayable: true },
  },
  people: {
    lower: { says: 'people, at least', type: 'int', sayable: true },
    likely: { says: 'people, likely', type: 'int', sayable: true },
    upper: { says: 'people, at most', type: 'int', sayable: true },
  },
  registers: {
    ownerListed: {
      says: 'owner is on the current authorized users list',
      type: 'bool',
      needs: ['registers.authorized_users', 'file.owner'],
      sayable: true,
    },
    ownerAttested: {
      says: 'owner is listed and has signed the attestation',
      type: 'bool',
      needs: ['registers.authorized_users', 'file.owner'],
      sayable: true,
    },
    unlistedReaders: {
      says: 'known readers who are not on the current authorized users list',
      type: 'int',
      needs: ['registers.authorized_users'],
      sayable: true,
    },
    unattestedReaders: {
      says: 'known readers who are listed without a signed attestation',
      type: 'int',
      needs: ['registers.authorized_users'],
      sayable: true,
    },
    endedReaders: {
      says: 'known readers whose authorization has ended',
      type: 'int',
      needs: ['registers.authorized_users'],
      sayable: true,
    },
    retentionEnded: { says: 'its retention has ended', type: 'bool', needs: ['registers.retention'], sayable: true },
    retentionConflict: {
      says: 'rows of the retention calendar disagree on it',
      type: 'bool',
      needs: ['registers.retention'],
      sayable: true,
    },
    retentionDays: {
      says: 'last day of retention by the calendar',
      type: 'string',
      needs: ['registers.retention'],
      sayable: true,
    },
    held: { says: 'a legal hold covers it', type: 'bool', needs: ['registers.legal_holds'], sayable: true },
    holdsListed: { says: 'a list of legal holds is kept', type: 'bool', sayable: true },
    retentionListed: { says: 'the retention calendar has a row for it', type: 'bool', sayable: true },
    holderType: {
      says: 'kind of body that holds what lies there',
      type: 'string',
      words: HOLDER_TYPES,
      needs: ['registers.holder'],
      sayable: true,
    },
    accessLog: { says: 'the place keeps an access log', type: 'bool', needs: ['registers.access_log'], sayable: true },
    destinationApproved: {
      says: 'the holder is an approved destination',
      type: 'bool',
      needs: ['registers.holder', 'registers.approved_destinations'],
      sayable: true,
    },
    disclosureLogged: {
      says: 'the disclosure log names the holder and this place',
      type: 'bool',
      needs: ['registers.holder', 'registers.disclosure_log'],
      sayable: true,
    },
  },
  settings: {
    actor_type: {
      says: 'kind of body that holds the files',
      type: 'string',
      words: ACTOR_TYPES,
      needs: ['settings.actor_type'],
      sayable: true,
    },
    scratch_hours: {
      says: 'hours that a file may stay in a scan drop',
      type: 'int',
      needs: ['settings.scratch_hours'],
      sayable: true,
    },
    ssn_last_four_strict: { says: 'truncated SSNs are reviewed', type: 'bool', sayable: true },
    home_disk_encrypted: {
      says: 'disks of home folders are encrypted',
      type: 'string',
      words: ['', 'yes', 'no'],
      sayable: true,
    },
  },
};
