import type { Place, UnreadReason } from '../model/index.ts';

/** The file as the record has it. */
export interface RecordedIdentity {
  /** Absolute path of the share's root. */
  readonly root: string;
  readonly path: string;
  readonly rawPath?: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  /** Keyed digest of the bytes that the scan read; absent where it could not read them all. */
  readonly contentDigest?: string;
}

/** One recorded finding to look for. */
export interface Target {
  /** The caller's number for it, given back in the passage that shows it. */
  readonly match: number;
  readonly type: string;
  readonly fingerprint: string;
  readonly place: Place;
}

export interface PreviewRequest {
  readonly file: RecordedIdentity;
  /** At most `TARGETS_MAX`. */
  readonly targets: readonly Target[];
}

export interface RevealRequest {
  readonly file: RecordedIdentity;
  readonly target: Target;
}

export const TARGETS_MAX = 12;

/** Plain text as it may be shown, or a masked stretch. The page escapes both. */
export type Segment =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'masked';
      readonly masked: string;
      readonly type?: string;
      /** Number of the target that stands here. */
      readonly match?: number;
    };

export type PassageBlock =
  | {
      readonly kind: 'lines';
      readonly lines: readonly { readonly line?: number; readonly segments: readonly Segment[] }[];
    }
  | { readonly kind: 'heading' | 'paragraph' | 'list-item'; readonly segments: readonly Segment[] }
  | {
      readonly kind: 'table';
      readonly header: readonly (readonly Segment[])[];
      readonly rows: readonly { readonly row?: number; readonly cells: readonly (readonly Segment[])[] }[];
    };

/** The surroundings of one match or of several that stand together. */
export interface Passage {
  /** In plain words: `sheet Pay, row 118, column SSN`. */
  readonly where: string;
  /** Empty where the value was found but its surroundings cannot be shown in their place. */
  readonly blocks: readonly PassageBlock[];
  /** Matches that stand in it. */
  readonly matches: readonly number[];
}

/**
 * Why nothing is shown: the file is `gone`, it `changed` since the scan, a `link` stands in its path, it cannot be read, its
 * reader was ended, the match `not-found` in it, or the previewer is `busy`.
 */
export type NotShown = {
  readonly kind: 'not-shown';
  readonly reason:
    | 'gone'
    | 'changed'
    | 'link'
    | 'unreadable'
    | 'too-slow'
    | 'too-much-memory'
    | 'reader-crashed'
    | 'not-found'
    | 'busy';
  readonly detail?: UnreadReason | 'pattern-pack';
};

export type PreviewOutcome =
  | {
      readonly kind: 'shown';
      readonly format: string;
      readonly passages: readonly Passage[];
      readonly notFound: readonly number[];
    }
  | NotShown;

/** `value` goes into one response and nowhere else. */
export type RevealOutcome = { readonly kind: 'revealed'; readonly value: string } | NotShown;
