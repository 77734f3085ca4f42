/** The only words that facts, examples and registers may hold. */
export const AUDIENCES = ['owner', 'team', 'everyone', 'public', 'unknown'] as const;
export const LOCATIONS = [
  'approved',
  'eo-store',
  'medical-store',
  'uc-store',
  'vr-store',
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
export const OUTCOMES = ['clean', 'matched', 'unread'] as const;
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
export const DOCUMENT_CLASSES = [
  'dd-214',
  'w-2',
  'i-9',
  'birth-certificate',
  'medical-form',
  'vr-case-record',
  'irs-transcript',
] as const;

/** Who holds what lies in a registered place. */
export const HOLDER_TYPES = [
  'own',
  'public-agency',
  'agent',
  'community-based',
  'non-profit',
  'for-profit',
  'school',
] as const;
export type HolderType = (typeof HOLDER_TYPES)[number];
/** What an agreement, a consent or a request may cover. */
export const COVERED = ['uc-wage', 'education', 'vr', 'protected-pii', 'closed-record'] as const;
export type Covered = (typeof COVERED)[number];
/** What an agreement row is. */
export const AGREEMENT_KINDS = ['agreement', 'agent-agreement', 'consent', 'release', 'exception', 'request'] as const;
