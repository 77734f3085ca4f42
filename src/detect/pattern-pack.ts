import type { PatternFile } from './pattern-schema.ts';

/** A pattern with where it came from, for messages. */
export interface PackedPattern extends PatternFile {
  /** File it was read from. */
  readonly file: string;
}

/** All patterns of an installation, checked. Plain cloneable data: this is what a worker thread is given. */
export interface PatternPack {
  readonly patterns: readonly PackedPattern[];
  /** SHA-256 (hex) over the patterns' meaning in id order; changes when any of them changes, not when a file moves. */
  readonly digest: string;
}
