import type { PeopleLedger } from '../model/index.ts';
import type { PeopleKeyState } from './incident-keys.ts';

export type { PeopleKeyState };

/** A breach assessment as the record keeps it. What it says is the sum of its events; the breach room gives them meaning. */
export interface RecordedAssessment {
  readonly assessmentId: number;
  /** Shown to people: `BA-2026-0001`. */
  readonly number: string;
  /** Names the exposure: the same cluster never opens a second assessment while one is open. */
  readonly cluster: string;
  readonly openedAtMs: number;
  /** Absent where people opened it and no scan. */
  readonly openedRunId?: number;
  readonly policyDigest: string;
  readonly status: 'open' | 'closed';
  /** Number of events; give it back as `expectedVersion`. */
  readonly version: number;
  /** Whether the fingerprints of its people can still be compared. */
  readonly peopleKey: PeopleKeyState;
  readonly files: readonly AssessmentFile[];
}

export interface AssessmentFile {
  readonly fileId: number;
  readonly share: string;
  readonly path: string;
  readonly addedRunId: number;
  /** As it was when it was added. */
  readonly contentDigest?: string;
}

export interface AssessmentEvent {
  readonly version: number;
  readonly atMs: number;
  readonly who: string;
  /** `opened`, `files-added`, `answered`, `decided`, `closed`...: the breach room's words. */
  readonly kind: string;
  readonly why: string;
  /** Plain JSON without values. */
  readonly data: unknown;
}

export interface OpenAssessment {
  /** Run whose findings opened it. */
  readonly runId?: number;
  readonly cluster: string;
  readonly policyDigest: string;
  readonly fileIds: readonly number[];
  readonly atMs: number;
  readonly who: string;
  readonly why: string;
  readonly data: unknown;
}

export interface AppendEvent {
  readonly assessmentId: number;
  /** Version the writer had before its eyes. Another one in the record is an OperatorError: nobody's words are lost. */
  readonly expectedVersion?: number;
  readonly atMs: number;
  readonly who: string;
  readonly kind: string;
  readonly why: string;
  readonly data: unknown;
  readonly status?: 'open' | 'closed';
  /** Files that belong to it from now on. */
  readonly addFileIds?: readonly number[];
  /** Makes what it keeps of its people unreadable for good. */
  readonly destroyPeopleKey?: boolean;
}

/** Assessments and their append-only events. */
export interface Assessments {
  /** Opens one, or returns the open one of the same cluster with `opened: false` and nothing written. */
  open(assessment: OpenAssessment): Promise<{ readonly assessment: RecordedAssessment; readonly opened: boolean }>;
  /** Returns the new version. OperatorError: unknown assessment, or changed by somebody else meanwhile. */
  append(event: AppendEvent): Promise<number>;
  /** Oldest first. */
  list(options?: { status?: 'open' | 'closed' }): Promise<readonly RecordedAssessment[]>;
  /** By id or by number. */
  get(assessment: number | string): Promise<RecordedAssessment | undefined>;
  events(assessmentId: number): Promise<readonly AssessmentEvent[]>;
  /** People of one of its files as they were when it was added; they outlive the file's cleaning, not the incident's key. */
  ledgerOf(assessmentId: number, fileId: number): Promise<PeopleLedger | undefined>;
}
