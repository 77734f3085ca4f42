import type { RecordedQuarantine, ScanRecord } from '../record/index.ts';

/** Where and for whom files are held. */
export interface QuarantineSetting {
  readonly record: ScanRecord;
  /** Absolute; made with mode 0700 at first use. Lies in no share. */
  readonly folder: string;
  /** Keys content digests, as in a scan. */
  readonly contentKey: Uint8Array;
  /** Whom an owner may ask, as the marker file says it: a name, a telephone number. */
  readonly contact: string;
  readonly nowMs: () => number;
}

/**
 * Why a file stays where it is. `link`: a link stands in its path · `hard-links`: it has other names, which would stay ·
 * `changed`: not the bytes that the scan read · `not-fully-read`: the scan has no digest of it · `occupied`: another file lies
 * at its place · `copy-differs`: the held copy is not what was moved · `busy`: it is being moved.
 */
export type QuarantineRefusal =
  | 'unknown'
  | 'gone'
  | 'link'
  | 'hard-links'
  | 'not-a-regular-file'
  | 'changed'
  | 'not-fully-read'
  | 'busy'
  | 'denied'
  | 'disk-full'
  | 'input-output-error'
  | 'not-held'
  | 'occupied'
  | 'copy-differs';

export type QuarantineOutcome =
  | { readonly kind: 'held'; readonly quarantineId: number; readonly marker: boolean }
  | { readonly kind: 'restored'; readonly quarantineId: number }
  | { readonly kind: 'refused'; readonly reason: QuarantineRefusal };

/** What the next start found of a step that was killed. `missing`: neither the file nor a whole copy is there. */
export interface Resumed {
  readonly quarantineId: number;
  readonly state: RecordedQuarantine['state'];
  readonly missing: boolean;
}
