import type { PeopleCount, RuleText } from '../model/index.ts';
import type { NightDigest, RunSummary, ShareCoverage } from '../record/index.ts';

/** Where the rules come from. The judge room's issuance fits as it is. */
export interface IssuanceText {
  readonly number: string;
  readonly title: string;
  readonly effective?: string | undefined;
  readonly expires?: string | undefined;
  readonly replaced_by?: string | undefined;
  readonly attachments?: string | undefined;
  readonly note?: string | undefined;
}

/** A loaded policy as far as reports show it. The judge room's `Policy` fits as it is. */
export interface PolicyText {
  readonly id: string;
  readonly digest: string;
  readonly issuance: IssuanceText;
  readonly rules: readonly RuleText[];
}

/** A question that only the Plan answers. The judge room's `UnsetPlanKey` fits as it is. */
export interface UnsetKey {
  readonly key: string;
  readonly asks: string;
}

/** An assessment as a report lists it. */
export interface AssessmentText {
  /** `BA-2026-0001` */
  readonly number: string;
  readonly status: 'open' | 'closed';
  readonly openedAtMs: number;
  readonly openedRunId?: number;
  readonly files: number;
  readonly people?: PeopleCount;
  /** One plain sentence without values: why it was opened. */
  readonly why?: string;
}

/** What lists of changes are called, in the order of the report. */
export type ChangeKind = 'added' | 'changed' | 'newlyMatched' | 'cleaned' | 'vanished';

export interface ShownChanges {
  readonly sinceRunId: number;
  readonly sinceMs: number;
  readonly lists: readonly {
    readonly kind: ChangeKind;
    readonly count: number;
    /** The first ones, as shown. */
    readonly files: readonly { readonly share: string; readonly path: string }[];
  }[];
}

/** Everything about a run but its files. */
export interface RunFacts {
  readonly summary: RunSummary;
  readonly policy: PolicyText;
  readonly assessments: readonly AssessmentText[];
  readonly unsetPlanKeys: readonly UnsetKey[];
  readonly versions: Readonly<Record<string, string>>;
  readonly nowMs: number;
  readonly digest: NightDigest;
  /** Of every share, as the record stands when the report is written. */
  readonly coverage: readonly ShareCoverage[];
  /** Absent where no earlier run finished. */
  readonly changes?: ShownChanges;
}
