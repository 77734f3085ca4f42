import { ELEMENT_TYPES, LEGAL_CLASSES } from '../model/index.ts';

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
  'registers.authorized_users': 'the authorized users list',
  'registers.retention': 'the retention calendar',
  'registers.legal_holds': 'the list of legal holds',
  'settings.actor_type':
    'setting actor_type (what kind of body holds the files: state, state-agent, local-agency, non-profit or private)',
  'settings.scratch_hours': 'setting scratch_hours (how long a file may stay in a scan drop)',
} as const;

export type NeedName = keyof typeof NEEDS;

export const AUDIENCES = ['owner', 'team', 'everyone', 'public', 'unknown'] as const;
export const LOCATIONS = [
  'approved',
  'eo-store',
  'medical-store',
  'uc-store',
  'public',
  'removable',
  'personal-sync',
  'scan-drop',
  'downloads',
  'recycle-bin',
  'temporary',
  'mail-store',
  'home',
  'unregistered',
] as const;
const OUTCOMES = ['clean', 'matched', 'unread'] as const;
export const UNREAD_REASONS = [
  'unsupported-format',
  'encrypted',
  'damaged',
  'denied',
  'vanished',
  'changed-while-read',
  'input-output-error',
  'not-a-regular-file',
  'link-out-of-share',
  'too-slow',
  'too-much-memory',
  'too-big',
  'too-deep',
  'too-many-members',
  'reader-crashed',
  'image-without-text',
  'not-reached',
] as const;
export const ENCRYPTION_METHODS = [
  'AES-128',
  'AES-192',
  'AES-256',
  'ZipCrypto',
  'RC4-40',
  'RC4-128',
  'RC4',
  'XOR',
  'PGP',
  'S/MIME',
  'unknown',
] as const;
/** Kinds of holder. Which of them a local board is, is for counsel to say; 610.035 and 407.1355 reach different ones. */
export const ACTOR_TYPES = ['state', 'state-agent', 'local-agency', 'non-profit', 'private'] as const;
/** Settings that rules ask for, as an operator sets them. Plan keys are not among them: see `Policy.unsetPlanKeys`. */
export const RULE_SETTINGS: readonly {
  readonly key: string;
  readonly says: string;
  readonly choices?: readonly string[];
}[] = [
  { key: 'actor_type', says: 'what kind of body holds the files', choices: ACTOR_TYPES },
  { key: 'scratch_hours', says: 'how many hours a file may stay in a scan drop' },
  { key: 'ssn_last_four_strict', says: 'ask for review of truncated SSNs', choices: ['true', 'false'] },
  { key: 'home_disk_encrypted', says: 'whether the disks of home folders are encrypted', choices: ['yes', 'no'] },
];
export const DOCUMENT_CLASSES = ['dd-214', 'w-2', 'i-9', 'birth-certificate', 'medical-form'] as const;

/** Facts by variable and field: `file.audience`. */
export const FACTS: Readonly<Record<string, Readonly<Record<string, FactDefinition>>>> = {
  file: {
    path: { says: 'path', type: 'string', sayable: false },
    name: { says: 'name', type: 'string', sayable: false },
    extension: { says: 'file name extension', type: 'string', sayable: false },
    folder: { says: 'folder', type: 'string', sayable: false },
    location: { says: 'kind of place', type: 'string', words: LOCATIONS, sayable: true },
    audience: {
      says: 'who can read the file',
      type: 'string',
      words: AUDIENCES,
      needs: ['file.audience'],
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
    retentionEnded: { says: 'its retention has ended', type: 'bool', needs: ['registers.retention'], sayable: true },
    held: { says: 'a legal hold covers it', type: 'bool', needs: ['registers.legal_holds'], sayable: true },
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

/** A function that a condition may call. */
export interface FunctionDefinition {
  /** The variable it belongs to; a function of text belongs to none. */
  readonly of?: 'found' | 'neighbours';
  readonly signature: string;
  /** What it is called towards people; `{0}` is its first argument, `{receiver}` the fact that it looks at. */
  readonly says: string;
  /** The only words its arguments may be. */
  readonly words?: readonly string[];
}

export const FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  count: { of: 'found', signature: 'map.count(string): int', says: 'findings of {0}', words: ELEMENT_TYPES },
  distinct: {
    of: 'found',
    signature: 'map.distinct(string): int',
    says: 'different values of {0}',
    words: ELEMENT_TYPES,
  },
  has: { of: 'found', signature: 'map.has(string): bool', says: 'has {0}', words: ELEMENT_TYPES },
  paired: {
    of: 'found',
    signature: 'map.paired(string): int',
    says: 'records that name a person beside {0}',
    words: ELEMENT_TYPES,
  },
  inFileName: {
    of: 'found',
    signature: 'map.inFileName(string): bool',
    says: '{0} in the file name',
    words: ELEMENT_TYPES,
  },
  inColumn: {
    of: 'found',
    signature: 'map.inColumn(string, list<string>): bool',
    says: '{0} in a column called {1}',
    words: ELEMENT_TYPES,
  },
  hasClass: {
    of: 'found',
    signature: 'map.hasClass(string): bool',
    says: 'has data of the class {0}',
    words: LEGAL_CLASSES,
  },
  hasClassBeside: {
    of: 'found',
    signature: 'map.hasClassBeside(string, string): bool',
    says: 'has data of the class {0} beside {1}',
    words: LEGAL_CLASSES,
  },
  isProtected: { of: 'found', signature: 'map.isProtected(): bool', says: 'has protected personal data' },
  isDocument: { of: 'found', signature: 'map.isDocument(string): bool', says: 'is a {0}', words: DOCUMENT_CLASSES },
  anyWithWord: {
    of: 'neighbours',
    signature: 'map.anyWithWord(list<string>, list<string>): bool',
    says: 'a file beside it is named with one of: {0}',
  },
  anyWithExtension: {
    of: 'neighbours',
    signature: 'map.anyWithExtension(list<string>): bool',
    says: 'a file beside it ends with one of: {0}',
  },
  hasAnyWord: { signature: 'string.hasAnyWord(list<string>): bool', says: '{receiver} has one of the words: {0}' },
  hasPhrase: { signature: 'string.hasPhrase(string): bool', says: '{receiver} has the phrase: {0}' },
};
