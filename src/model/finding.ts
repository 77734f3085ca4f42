import type { Place } from './place.ts';

export type Confidence = 'high' | 'medium' | 'low';

/** An identifier that was found. There is no field for the value, by design. */
export interface Finding {
  /** Pattern id: `us-ssn`. The same word is the pattern's file name, database value and report column. */
  readonly type: string;
  readonly place: Place;
  readonly masked: string;
  /** 32 hex digits: keyed, so that it can be compared within one installation and not guessed outside. */
  readonly fingerprint: string;
  readonly confidence: Confidence;
  /** Log-odds distance to the best competing reading, in tenths. */
  readonly margin: number;
  /** Evidence for and against in plain words, without values. */
  readonly evidence: readonly string[];
}

/** Counts of one type in one file. `count` = high + medium + low; `distinct` counts values, all confidences of medium and above. */
export interface TypeCount {
  readonly type: string;
  readonly count: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
  readonly distinct: number;
}
