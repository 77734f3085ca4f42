import type { Confidence } from '../model/index.ts';

/** A finding in a text of the caller. Offsets are UTF-16 units; the value itself is not repeated. */
export interface TextFinding {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly confidence: Confidence;
  readonly masked: string;
  /** Reasons for and against in plain words, without values. */
  readonly evidence: readonly string[];
  /** Log-odds lead over the best competing reading, in tenths. */
  readonly margin: number;
  readonly fingerprint: string;
}
