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
