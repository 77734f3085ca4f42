import type { FileFacts, FileReading } from '../model/index.ts';
import type { RunContext } from './interned.ts';
import type { MetEntry } from './scan-record.ts';

/** Values of one row, in the order of the columns below: a million rows are written as arrays, not as objects. */
export type RowValues = readonly (string | number | null)[];

export const FACT_COLUMNS = [
  'size_bytes',
  'modified_ms',
  'changed_ms',
  'device',
  'inode',
  'mode',
  'uid',
  'gid',
  'owner',
  'audience',
  'location',
  'readers',
] as const;

export const READING_COLUMNS = [
  'kind',
  'what',
  'detail',
  'outcome',
  'reason',
  'format',
  'bytes_read',
  'elapsed_ms',
  'content_digest',
  'unread_part_count',
  'people_lower',
  'people_likely',
  'people_upper',
  'name_paired',
  'document_classes',
  'engine',
  'policy',
  'read_run',
] as const;

/** In the order of FACT_COLUMNS. */
export function factValues(facts: FileFacts, readersId: number): RowValues {
  return [
    facts.sizeBytes,
    facts.modifiedAtMs,
    facts.changedAtMs,
    facts.device,
    facts.inode,
    facts.mode,
    facts.uid,
    facts.gid,
    facts.owner ?? null,
    facts.audience,
    facts.location,
    readersId,
  ];
}

/** In the order of READING_COLUMNS. */
export function readingValues(reading: FileReading, run: RunContext): RowValues {
  const { people } = reading;
  return [
    'file',
    null,
    null,
    reading.outcome,
    reading.reason ?? null,
    reading.format,
    reading.bytesRead,
    reading.elapsedMs,
    reading.contentDigest ?? null,
    reading.unreadPartCount,
    people.lower,
    people.likely,
    people.upper,
    JSON.stringify(reading.namePaired),
    JSON.stringify(reading.documentClasses),
    run.engine,
    run.policy,
    run.runId,
  ];
}

/** An entry that is not a readable file: what is told of it. `outcome` null is counted only. */
export interface OtherState {
  readonly kind: string;
  readonly what: string | null;
  readonly detail: string | null;
  readonly outcome: 'unread' | null;
  readonly reason: string | null;
}

export type OtherEntry = Exclude<MetEntry, { kind: 'file' }>;

export function otherState(entry: OtherEntry): OtherState {
  switch (entry.kind) {
    case 'unreadable':
      return { kind: entry.what, what: null, detail: entry.detail, outcome: 'unread', reason: entry.reason };
    case 'special':
      return { kind: 'special', what: entry.what, detail: null, outcome: 'unread', reason: 'not-a-regular-file' };
    case 'link':
      return entry.target === 'outside'
        ? { kind: 'link', what: entry.target, detail: null, outcome: 'unread', reason: 'link-out-of-share' }
        : { kind: 'link', what: entry.target, detail: null, outcome: null, reason: null };
    case 'excluded':
      return { kind: 'excluded', what: entry.what, detail: null, outcome: null, reason: null };
    default: {
      const never: never = entry;
      return never;
    }
  }
}

/** Facts of what has none, in the order of FACT_COLUMNS. */
export const NO_FACTS = { audience: 'unknown', location: 'unregistered', readers: 0 } as const;
export const NO_FACT_VALUES: RowValues = [
  0,
  0,
  0,
  '',
  '',
  0,
  0,
  0,
  null,
  NO_FACTS.audience,
  NO_FACTS.location,
  NO_FACTS.readers,
];

/** In the order of READING_COLUMNS. */
export function otherValues({ kind, what, detail, outcome, reason }: OtherState, run: RunContext): RowValues {
  return [
    kind,
    what,
    detail,
    outcome,
    reason,
    'unknown',
    0,
    0,
    null,
    0,
    0,
    0,
    0,
    '{}',
    '[]',
    run.engine,
    run.policy,
    run.runId,
  ];
}
