export type VerdictKind = 'allowed' | 'violation' | 'needs-review' | 'needs-assessment' | 'cannot-tell';

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

/** Most serious first. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/** How well a cited clause is known: read in the primary text, read in a secondary source, general knowledge, design inference. */
export type SourceStatus = 'R' | 'S' | 'G' | 'D';

/** What one rule says of one file. */
export interface Verdict {
  /** Rule id: `sr-05`. */
  readonly rule: string;
  readonly verdict: VerdictKind;
  readonly severity: Severity;
  /** One plain sentence: why, in terms of facts, without values. */
  readonly reason: string;
  /** Facts that were missing, for `cannot-tell`. */
  readonly missing: readonly string[];
}

/** A storage rule as people read it; its condition stays in the judge room. */
export interface RuleText {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  readonly clause: string;
  readonly status: SourceStatus;
  readonly severity: Severity;
  /** The worst that a verdict or an escalation of this rule can give; absent where that is `severity`. */
  readonly worstSeverity?: Severity;
  readonly action: string;
  readonly destination?: string;
}
