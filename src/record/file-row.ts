import type { FileFacts, FileReading } from '../model/index.ts';
import type { RunContext } from './interned.ts';
import type { MetEntry } from './scan-record.ts';
import type { FileRow } from './schema.ts';

/** The columns that a write sets; the rest (id, place, first_run, since_run) is the catalogue's own. */
export type WrittenColumns = Omit<
  FileRow,
  'id' | 'directory_id' | 'name' | 'raw' | 'first_run' | 'since_run' | 'vanished_run'
>;

/** In the order of the prepared statements. */
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
  'content_sha256',
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

export function factColumns(facts: FileFacts): Pick<WrittenColumns, (typeof FACT_COLUMNS)[number]> {
  return {
    size_bytes: facts.sizeBytes,
    modified_ms: facts.modifiedAtMs,
    changed_ms: facts.changedAtMs,
    device: facts.device,
    inode: facts.inode,
    mode: facts.mode,
    uid: facts.uid,
    gid: facts.gid,
    owner: facts.owner ?? null,
    audience: facts.audience,
    location: facts.location,
  };
}

export function fileColumns(facts: FileFacts, reading: FileReading, run: RunContext): WrittenColumns {
  return {
    ...factColumns(facts),
    kind: 'file',
    what: null,
    detail: null,
    outcome: reading.outcome,
    reason: reading.reason ?? null,
    format: reading.format,
    bytes_read: reading.bytesRead,
    elapsed_ms: reading.elapsedMs,
    content_sha256: reading.contentSha256 ?? null,
    unread_part_count: reading.unreadPartCount,
    people_lower: reading.people.lower,
    people_likely: reading.people.likely,
    people_upper: reading.people.upper,
    name_paired: JSON.stringify(reading.namePaired),
    document_classes: JSON.stringify(reading.documentClasses),
    engine: run.engine,
    policy: run.policy,
    read_run: run.runId,
  };
}

const NO_FACTS = {
  size_bytes: 0,
  modified_ms: 0,
  changed_ms: 0,
  device: '',
  inode: '',
  mode: 0,
  uid: 0,
  gid: 0,
  owner: null,
  audience: 'unknown',
  location: 'unregistered',
};

/** A met entry that is not a readable file, as a row. */
export function otherColumns(entry: Exclude<MetEntry, { kind: 'file' }>, run: RunContext): WrittenColumns {
  return {
    ...NO_FACTS,
    ...describe(entry),
    format: 'unknown',
    bytes_read: 0,
    elapsed_ms: 0,
    content_sha256: null,
    unread_part_count: 0,
    people_lower: 0,
    people_likely: 0,
    people_upper: 0,
    name_paired: '{}',
    document_classes: '[]',
    engine: run.engine,
    policy: run.policy,
    read_run: run.runId,
  };
}

function describe(
  entry: Exclude<MetEntry, { kind: 'file' }>,
): Pick<WrittenColumns, 'kind' | 'what' | 'detail' | 'outcome' | 'reason'> {
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
