import { type Kysely, sql } from 'kysely';

/** Catalogue, outcomes, findings, verdicts, people, journal, assessments and audit log. */
export const firstRecord = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const APPEND_ONLY = ['assessment_events', 'audit'].flatMap((table) =>
  ['UPDATE', 'DELETE'].map(
    (action) =>
      `CREATE TRIGGER ${table}_refuse_${action.toLowerCase()} BEFORE ${action} ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
  ),
);

const STATEMENTS = [
  'CREATE TABLE meta (key text PRIMARY KEY, value text NOT NULL)',
  'CREATE TABLE digests (id integer PRIMARY KEY, digest text NOT NULL UNIQUE)',
  'CREATE TABLE shares (id integer PRIMARY KEY, name text NOT NULL, root text NOT NULL, UNIQUE (name, root))',
  `CREATE TABLE runs (
    id integer PRIMARY KEY, started_ms real NOT NULL, finished_ms real, state text NOT NULL, versions text NOT NULL,
    engine integer NOT NULL REFERENCES digests, pattern_digest text NOT NULL, policy integer NOT NULL REFERENCES digests,
    exit_code integer, summary text)`,
  `CREATE TABLE run_shares (
    run_id integer NOT NULL REFERENCES runs, share_id integer NOT NULL REFERENCES shares, PRIMARY KEY (run_id, share_id))`,
  `CREATE TABLE directories (
    id integer PRIMARY KEY, share_id integer NOT NULL REFERENCES shares, path text NOT NULL, raw text NOT NULL,
    seen_run integer NOT NULL, listed_run integer NOT NULL, UNIQUE (share_id, path, raw))`,
  `CREATE TABLE files (
    id integer PRIMARY KEY, directory_id integer NOT NULL REFERENCES directories, name text NOT NULL, raw text NOT NULL,
    kind text NOT NULL, what text, detail text, size_bytes real NOT NULL, modified_ms real NOT NULL, changed_ms real NOT NULL,
    device text NOT NULL, inode text NOT NULL, mode integer NOT NULL, uid integer NOT NULL, gid integer NOT NULL, owner text,
    audience text NOT NULL, location text NOT NULL, outcome text, reason text, format text NOT NULL, bytes_read real NOT NULL,
    elapsed_ms real NOT NULL, content_sha256 text, unread_part_count integer NOT NULL, people_lower integer NOT NULL,
    people_likely integer NOT NULL, people_upper integer NOT NULL, name_paired text NOT NULL, document_classes text NOT NULL,
    engine integer NOT NULL, policy integer NOT NULL, first_run integer NOT NULL, read_run integer NOT NULL,
    since_run integer NOT NULL, vanished_run integer, UNIQUE (directory_id, name, raw))`,
  'CREATE INDEX files_by_content ON files (content_sha256) WHERE content_sha256 IS NOT NULL',
  "CREATE INDEX files_of_other_kinds ON files (directory_id) WHERE kind <> 'file'",
  'CREATE INDEX files_by_end ON files (vanished_run) WHERE vanished_run IS NOT NULL',
  `CREATE TABLE file_states (
    file_id integer NOT NULL REFERENCES files, since_run integer NOT NULL, until_run integer NOT NULL, outcome text NOT NULL,
    audience text NOT NULL, location text NOT NULL, content_sha256 text, types text NOT NULL, vanished integer NOT NULL,
    PRIMARY KEY (file_id, until_run)) WITHOUT ROWID`,
  'CREATE INDEX file_states_by_end ON file_states (until_run)',
  `CREATE TABLE unread_parts (
    file_id integer NOT NULL REFERENCES files, position integer NOT NULL, place text NOT NULL, words text NOT NULL,
    reason text NOT NULL, detail text, encryption text, PRIMARY KEY (file_id, position)) WITHOUT ROWID`,
  `CREATE TABLE notes (
    file_id integer NOT NULL REFERENCES files, position integer NOT NULL, place text NOT NULL, words text NOT NULL,
    note text NOT NULL, detail text, PRIMARY KEY (file_id, position)) WITHOUT ROWID`,
  `CREATE TABLE type_counts (
    file_id integer NOT NULL REFERENCES files, type text NOT NULL, count integer NOT NULL, high integer NOT NULL,
    medium integer NOT NULL, low integer NOT NULL, distinct_values integer NOT NULL, PRIMARY KEY (file_id, type)) WITHOUT ROWID`,
  `CREATE TABLE findings (
    id integer PRIMARY KEY, file_id integer NOT NULL REFERENCES files, type text NOT NULL, place text NOT NULL,
    words text NOT NULL, masked text NOT NULL, fingerprint text NOT NULL, confidence text NOT NULL, margin integer NOT NULL,
    evidence text NOT NULL)`,
  'CREATE INDEX findings_by_file ON findings (file_id)',
  `CREATE TABLE verdicts (
    file_id integer NOT NULL REFERENCES files, rule text NOT NULL, verdict text NOT NULL, severity text NOT NULL,
    reason text NOT NULL, missing text NOT NULL, PRIMARY KEY (file_id, rule)) WITHOUT ROWID`,
  'CREATE INDEX verdicts_by_kind ON verdicts (verdict, file_id)',
  'CREATE TABLE people (file_id integer PRIMARY KEY REFERENCES files, rows blob NOT NULL)',
  `CREATE TABLE journal (
    share text NOT NULL, root text NOT NULL, path text NOT NULL, raw_path text NOT NULL, run_id integer NOT NULL,
    attempts integer NOT NULL, PRIMARY KEY (share, root, path, raw_path)) WITHOUT ROWID`,
  `CREATE TABLE assessments (
    id integer PRIMARY KEY, number text NOT NULL UNIQUE, cluster text NOT NULL, opened_ms real NOT NULL,
    opened_run integer NOT NULL REFERENCES runs, policy_digest text NOT NULL, status text NOT NULL, version integer NOT NULL)`,
  "CREATE UNIQUE INDEX one_open_assessment_per_cluster ON assessments (cluster) WHERE status = 'open'",
  `CREATE TABLE assessment_files (
    assessment_id integer NOT NULL REFERENCES assessments, file_id integer NOT NULL REFERENCES files,
    added_run integer NOT NULL, content_sha256 text, people blob, PRIMARY KEY (assessment_id, file_id))`,
  `CREATE TABLE assessment_events (
    assessment_id integer NOT NULL REFERENCES assessments, version integer NOT NULL, at_ms real NOT NULL, who text NOT NULL,
    kind text NOT NULL, why text NOT NULL, data text NOT NULL, PRIMARY KEY (assessment_id, version)) WITHOUT ROWID`,
  `CREATE TABLE audit (
    id integer PRIMARY KEY, at_ms real NOT NULL, actor text NOT NULL, action text NOT NULL, subject text NOT NULL,
    data text NOT NULL, previous_hash text NOT NULL, hash text NOT NULL)`,
  ...APPEND_ONLY,
];
