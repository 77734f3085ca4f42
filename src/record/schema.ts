import type { Generated, Selectable } from 'kysely';
import type { FlagSchema } from './flags/flag-schema.ts';
import type { RevealSchema } from './reveal/reveal-schema.ts';
import type { ReviewSchema } from './review/review-schema.ts';

/** The tables, as kysely sees them. Times are milliseconds since 1970, UTC. Migrations make them; see `migrations/`. */
export interface Schema extends FlagSchema, RevealSchema, ReviewSchema {
  meta: { key: string; value: string };
  agreements: {
    id: string;
    sha256: string;
    recipient: string;
    expires: string;
    registered_ms: number;
    registered_by: string;
    withdrawn_ms: number | null;
  };
  disclosures: {
    id: string;
    at_ms: number;
    who: string;
    recipient: string;
    interest: string;
    basis: string;
    agreement: string;
    agreement_sha256: string;
    certificate_sha256: string;
  };
  disclosure_files: {
    disclosure_id: string;
    position: number;
    name: string;
    content_sha256: string;
    size_bytes: number;
    /** Counts by type, as JSON. */
    types: string;
    row_count: number;
    /** Base64 of eight bytes each, sorted. */
    row_fingerprints: string;
  };
  digests: { id: Generated<number>; digest: string };
  /** `Readers` as JSON. */
  reader_sets: { id: Generated<number>; readers: string };
  shares: { id: Generated<number>; name: string; root: string };
  runs: RunTable;
  run_shares: { run_id: number; share_id: number };
  directories: DirectoryTable;
  files: FileTable;
  file_states: FileStateTable;
  unread_parts: {
    file_id: number;
    position: number;
    place: string;
    words: string;
    reason: string;
    detail: string | null;
    encryption: string | null;
  };
  notes: { file_id: number; position: number; place: string; words: string; note: string; detail: string | null };
  type_counts: {
    file_id: number;
    type: string;
    count: number;
    high: number;
    medium: number;
    low: number;
    distinct_values: number;
  };
  findings: FindingTable;
  verdicts: { file_id: number; rule: string; verdict: string; severity: string; reason: string; missing: string };
  people: { file_id: number; rows: Uint8Array };
  journal: {
    share: string;
    root: string;
    path: string;
    raw_path: string;
    run_id: number;
    attempts: number;
  };
  assessments: {
    id: Generated<number>;
    number: string;
    cluster: string;
    opened_ms: number;
    /** Null where no scan reported it. */
    opened_run: number | null;
    policy_digest: string;
    status: string;
    version: number;
  };
  assessment_files: {
    assessment_id: number;
    file_id: number;
    added_run: number;
    content_digest: string | null;
    /** The ledger as it was, sealed under the incident's key, so that cleaning the file does not take the evidence away. */
    people: Uint8Array | null;
  };
  incident_keys: {
    assessment_id: number;
    made_ms: number;
    /** Under the installation's key; null once destroyed. */
    sealed_key: Uint8Array | null;
    destroyed_ms: number | null;
  };
  assessment_events: {
    assessment_id: number;
    version: number;
    at_ms: number;
    who: string;
    kind: string;
    why: string;
    data: string;
  };
  audit: {
    id: number;
    at_ms: number;
    actor: string;
    action: string;
    subject: string;
    data: string;
    previous_hash: string;
    hash: string;
  };
}

interface RunTable {
  id: Generated<number>;
  started_ms: number;
  finished_ms: number | null;
  state: string;
  versions: string;
  engine: number;
  pattern_digest: string;
  policy: number;
  /** JSON: digest of each thing that verdicts rest on; null in runs of older versions. */
  judged_by: string | null;
  exit_code: number | null;
  /** RunSummary without `run`, as JSON, once finished. */
  summary: string | null;
}

interface DirectoryTable {
  id: Generated<number>;
  share_id: number;
  path: string;
  /** Base64 of the bytes where `path` does not round-trip, else ''. */
  raw: string;
  /** Run that met it last, read or unreadable. */
  seen_run: number;
  /** Run that listed it last, 0 for never: its rows are met by that run. */
  listed_run: number;
}

interface FileTable {
  id: Generated<number>;
  directory_id: number;
  /** '.' stands for the directory itself, where it could not be listed. */
  name: string;
  /** Base64 of the path's bytes where it does not round-trip, else ''. */
  raw: string;
  /** `RecordedKind`, or `excluded`. */
  kind: string;
  /** Of what is not a file: fifo, outside, broken, directory... */
  what: string | null;
  detail: string | null;
  size_bytes: number;
  modified_ms: number;
  changed_ms: number;
  device: string;
  inode: string;
  mode: number;
  uid: number;
  gid: number;
  owner: string | null;
  audience: string;
  location: string;
  /** Null for what is counted only: excluded entries and links that stay in the share or lead nowhere. */
  outcome: string | null;
  reason: string | null;
  format: string;
  bytes_read: number;
  elapsed_ms: number;
  content_digest: string | null;
  unread_part_count: number;
  people_lower: number;
  people_likely: number;
  people_upper: number;
  name_paired: string;
  document_classes: string;
  /** `digests` ids. */
  engine: number;
  policy: number;
  first_run: number;
  read_run: number;
  since_run: number;
  vanished_run: number | null;
  /** `reader_sets` id, 0 where it is not known. */
  readers: number;
}

interface FileStateTable {
  file_id: number;
  since_run: number;
  until_run: number;
  outcome: string;
  audience: string;
  location: string;
  content_digest: string | null;
  /** JSON: medium and high findings by type. */
  types: string;
  /** 1 where the file was gone in between. */
  vanished: number;
  /** `reader_sets` id, 0 where it is not known. */
  readers: number;
}

interface FindingTable {
  id: Generated<number>;
  file_id: number;
  type: string;
  place: string;
  words: string;
  masked: string;
  fingerprint: string;
  confidence: string;
  margin: number;
  evidence: string;
}

export type FileRow = Selectable<FileTable>;
