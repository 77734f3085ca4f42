import type {
  FileFacts,
  FileReading,
  Outcome,
  Readers,
  Severity,
  UnreadReason,
  Verdict,
  VerdictKind,
} from '../model/index.ts';

/** A share as a run saw it. Name and root together are its identity: another root under the same name is another share. */
export interface RecordedShare {
  readonly name: string;
  /** Absolute path. */
  readonly root: string;
}

/**
 * What a row of the catalogue stands for. Everything but `file` was met and could not be opened as a file:
 * an unreadable `directory` (its `path` is the directory itself), a `link` out of the share, a `special` file.
 */
export type RecordedKind = 'file' | 'directory' | 'link' | 'special';

/** Everything about a reading but the people ledger, which is read by itself (`ledgerOf`). */
export type RecordedReading = Omit<FileReading, 'ledger'>;

/** One file as the record knows it. */
export interface RecordedFile {
  readonly fileId: number;
  readonly kind: RecordedKind;
  /** For a `kind` other than `file` size, times and mode are 0 and the audience is `unknown`. */
  readonly facts: FileFacts;
  readonly reading: RecordedReading;
  /** Plain words for an entry that is not a file: why the directory was not read. */
  readonly detail?: string;
  readonly verdicts: readonly Verdict[];
  /** The exposure that its flags are laid to, together with copies, versions and re-exports; absent where it never had a flag. */
  readonly exposureId?: number;
  /** Run that met it first. */
  readonly firstRunId: number;
  /** Run that read its bytes last. */
  readonly readRunId: number;
  /** First run with the present outcome, content and audience. */
  readonly sinceRunId: number;
  /** Run that no longer met it. */
  readonly vanishedRunId?: number;
}

/** A run as listed. */
export interface RecordedRun {
  readonly runId: number;
  readonly startedAtMs: number;
  readonly finishedAtMs?: number;
  /** `interrupted`: the process ended without `finishRun`; `stopped`: ended in order before every directory was seen. */
  readonly state: 'running' | 'finished' | 'stopped' | 'interrupted';
  readonly shares: readonly RecordedShare[];
  readonly versions: Readonly<Record<string, string>>;
  readonly engineDigest: string;
  readonly patternDigest: string;
  readonly policyDigest: string;
  /** Digest of each thing that verdicts rest on, by its name; absent in runs of older versions. */
  readonly judgedBy?: Readonly<Record<string, string>>;
  readonly exitCode?: number;
}

/** Counts of one run or of one share in it. met = clean + matched + unread. */
export interface Counts {
  readonly met: number;
  readonly clean: number;
  readonly matched: number;
  readonly unread: number;
  /** Matched files with a part that was not read; contained in `matched`. */
  readonly matchedPartly: number;
  readonly sizeBytes: number;
}

export interface ShareCounts extends Counts {
  readonly share: string;
  readonly root: string;
  /** Files by the most serious severity of their violations, reviews and assessments; `allowed` and `cannot-tell` are not counted. */
  readonly filesBySeverity: Readonly<Record<Severity, number>>;
}

export interface TypeTotal {
  readonly type: string;
  /** Files with at least one finding of medium or high confidence. */
  readonly files: number;
  readonly count: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
}

export interface RuleCount {
  readonly rule: string;
  readonly verdict: VerdictKind;
  readonly severity: Severity;
  readonly files: number;
}

/** Files whose turn did not come before the time of the night was over, by why they were to be read. */
export interface NotReached {
  readonly new: number;
  readonly changed: number;
  /** Unread last time for a reason that may have passed. */
  readonly retry: number;
  /** Read with older patterns or readers. */
  readonly outdated: number;
}

/** What a run amounts to. Kept with the run when it finishes; computed from the catalogue before. */
export interface RunSummary extends Counts {
  readonly run: RecordedRun;
  /** By reason, of files whose outcome is `unread`. */
  readonly unreadByReason: Readonly<Partial<Record<UnreadReason, number>>>;
  /** Links met; `outside` are also counted as unread. */
  readonly links: { readonly inside: number; readonly outside: number; readonly broken: number };
  readonly excluded: { readonly files: number; readonly directories: number };
  readonly directories: number;
  /** Files whose bytes were read in this run; `met - read` stood in the record unchanged or could not be opened. */
  readonly read: number;
  readonly bytesRead: number;
  /** Files with findings that the operator allows. Absent from runs recorded before there was an allow list. */
  readonly filesWithAllowed?: number;
  readonly notReached?: NotReached;
  /** Files that this run no longer met. */
  readonly vanished: number;
  readonly filesBySeverity: Readonly<Record<Severity, number>>;
  readonly shares: readonly ShareCounts[];
  readonly types: readonly TypeTotal[];
  readonly rules: readonly RuleCount[];
}

/** One file that differs from an earlier run. */
export interface FileChange {
  readonly fileId: number;
  readonly share: string;
  readonly path: string;
  readonly before?: Outcome;
  readonly after?: Outcome;
}

/** What happened since the run given: a file may stand in several lists (`changed` and `newlyMatched`). */
export interface Changes {
  readonly added: readonly FileChange[];
  readonly changed: readonly FileChange[];
  readonly vanished: readonly FileChange[];
  readonly newlyMatched: readonly FileChange[];
  /** Matched then, and now clean or gone. An unread file is never cleaned. */
  readonly cleaned: readonly FileChange[];
}

/** An earlier state of a file, for exposure windows: held from `sinceRunId` until the run before `untilRunId`. */
export interface FileState {
  readonly sinceRunId: number;
  /** Absent for the present state. */
  readonly untilRunId?: number;
  readonly outcome: Outcome;
  readonly audience: FileFacts['audience'];
  /** The accounts behind it, where they were known. */
  readonly readers?: Readers;
  readonly location: FileFacts['location'];
  readonly contentDigest?: string;
  /** Medium and high findings by type. */
  readonly types: Readonly<Record<string, number>>;
}
