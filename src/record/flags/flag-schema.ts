/** The tables of exposures and flags, as kysely sees them; part of `Schema`. Ids are given out by the one writer. */
export interface FlagSchema {
  exposures: {
    id: number;
    opened_run: number;
    people_lower: number;
    people_likely: number;
    people_upper: number;
    distinct_contents: number;
    /** JSON: distinct values by type. */
    types: string;
    owner: string | null;
    /** Keyed 8-byte fingerprints, one after the other. */
    people_keys: Uint8Array;
    value_keys: Uint8Array;
  };
  /** The exposure of each file that is or was against a rule, with the content it was laid there for and the reading its flags know. */
  exposure_files: { file_id: number; exposure_id: number; content_digest: string | null; read_run: number };
  exposure_contents: { content_digest: string; exposure_id: number };
  flags: FlagTable;
  flag_places: {
    flag_id: number;
    file_id: number;
    share_id: number;
    state: string;
    verdict: string;
    severity: string;
    audience: string;
    since_run: number;
    until_run: number | null;
    why: string | null;
    /** 1 where the last decision covers it. */
    decided: number;
  };
  /** What the person who decided last had before their eyes. */
  flag_baselines: {
    flag_id: number;
    people_keys: Uint8Array;
    value_keys: Uint8Array;
    types: string;
    scope: string;
  };
  /** The baseline that the newest decision replaced. */
  flag_earlier_baselines: FlagSchema['flag_baselines'] & {
    /** Of the decision that replaced it. */
    version: number;
    /** JSON: files whose places the earlier decision covered. */
    decided_files: string;
  };
  flag_events: {
    flag_id: number;
    version: number;
    at_ms: number;
    run_id: number | null;
    who: string;
    kind: string;
    why: string;
    data: string;
    /** Row of the audit chain that seals it. */
    audit_id: number;
    hash: string;
  };
}

export interface FlagTable {
  id: number;
  exposure_id: number;
  rule: string;
  verdict: string;
  severity: string;
  /** Index in SEVERITIES. */
  severity_rank: number;
  state: string;
  /** 1 in `open` and `acknowledged`. */
  active: number;
  version: number;
  opened_run: number;
  opened_ms: number;
  changed_ms: number;
  places: number;
  first_file: number;
  /** Likely people, negative, so that one ascending index serves the list. */
  people_sort: number;
  owner: string | null;
  assignee: string | null;
  due_ms: number | null;
  until_ms: number | null;
}
