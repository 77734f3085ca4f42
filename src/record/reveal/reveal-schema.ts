/** The tables of reveals, quarantines and samples, as kysely sees them; part of `Schema`. */
export interface RevealSchema {
  reveals: {
    id: number;
    asked_ms: number;
    asked_by: string;
    file_id: number;
    type: string;
    /** JSON, as in findings. */
    place: string;
    fingerprint: string;
    masked: string;
    reason: string;
    state: string;
    decided_by: string | null;
    decided_ms: number | null;
    /** How long it may be used once it is granted. */
    valid_ms: number;
    until_ms: number | null;
    shown_ms: number | null;
  };
  quarantines: {
    id: number;
    file_id: number;
    state: string;
    content_digest: string;
    size_bytes: number;
    modified_ms: number;
    mode: number;
    contact: string;
    why: string;
    moved_by: string;
    moved_ms: number;
    restored_by: string | null;
    restored_ms: number | null;
  };
  clean_samples: {
    id: number;
    /** ISO 8601 week: 2026-W48. */
    week: string;
    area: string;
    seed: string;
    clean_files: number;
    drawn_ms: number;
  };
  clean_sample_files: {
    sample_id: number;
    file_id: number;
    content_digest: string | null;
    answer: string | null;
    answered_by: string | null;
    answered_ms: number | null;
    note: string;
  };
}
