import type { FileFacts, FileReading, PeopleLedger, UnreadReason, Verdict, VerdictKind } from '../model/index.ts';
import type { Assessments } from './assessment-types.ts';
import type { Disclosures } from './disclosure-types.ts';
import type { Flags } from './flags/flag-types.ts';
import type { Nights } from './nights/night-types.ts';
import type {
  Changes,
  FileState,
  NotReached,
  RecordedFile,
  RecordedReading,
  RecordedRun,
  RecordedShare,
  RuleCount,
  RunSummary,
} from './recorded.ts';
import type { Quarantines, Reveals, Samples } from './reveal/reveal-types.ts';
import type { Review } from './review/review-types.ts';

/** How to open the record. */
export interface OpenOptions {
  /**
   * `write` (default) takes the one writer lock and migrates; `read` takes no lock and runs beside a scan; `decide` neither locks nor
   * migrates and writes what people do (decisions, assessments, accounts, audit) beside a scan, each step in a transaction of its own.
   */
  readonly access?: 'write' | 'read' | 'decide';
  /** The installation's 32 bytes. The first one is remembered by a keyed check value; another one is an OperatorError. */
  readonly fingerprintKey?: Uint8Array;
  /** Words that tell a second process who holds the record: `scan of /srv/share`. */
  readonly holder?: string;
  /** How long to wait for a lock of another process. Default 5,000. */
  readonly busyTimeoutMs?: number;
  /** Upper bound of the database file; beyond it writing fails as on a full disk. Default none. */
  readonly maxSizeBytes?: number;
}

/** The database of one state folder, one writer. Functions reject with OperatorError for what the operator can mend. */
export interface ScanRecord {
  readonly runs: Runs;
  readonly catalogue: Catalogue;
  readonly journal: Journal;
  readonly files: Files;
  readonly assessments: Assessments;
  readonly flags: Flags;
  readonly nights: Nights;
  readonly audit: Audit;
  /**
   * Copies the record to a new file while it may be written, as it stood at one moment. OperatorError where the file is there
   * already or cannot be written. The fingerprint key is not in it: keep that apart.
   */
  backup(path: string): Promise<void>;
  readonly disclosures: Disclosures;
  readonly reveals: Reveals;
  readonly quarantines: Quarantines;
  readonly samples: Samples;
  readonly review: Review;
  /** Writes what is pending and releases the writer lock. Twice is harmless. */
  close(): Promise<void>;
}

export interface StartRun {
  readonly startedAtMs: number;
  readonly shares: readonly RecordedShare[];
  /** `{ sharewarden: '0.1.0', node: '20.20.2' }` */
  readonly versions: Readonly<Record<string, string>>;
  /** Everything that decides what a reading gives: program, readers, patterns, limits. Another one means: read again. */
  readonly engineDigest: string;
  readonly patternDigest: string;
  /** Everything that decides a verdict: pack, registers, settings. Another one means: judge again, without reading. */
  readonly policyDigest: string;
  /** The parts of `policyDigest`: `{ policy, settings, retention... }`, so that a person can be told which of them changed. */
  readonly judgedBy?: Readonly<Record<string, string>>;
  /** Account that started it, for the audit log. */
  readonly actor: string;
}

export interface Runs {
  /** Runs left open by a crash are marked `interrupted`. */
  startRun(start: StartRun): Promise<{ readonly runId: number; readonly interruptedRunIds: readonly number[] }>;
  /**
   * Ends a run. `complete`: the walk saw every directory that it could; then directories not seen are taken as vanished,
   * except below an unreadable or excluded directory. Returns the summary that is kept with the run.
   */
  finishRun(finish: {
    runId: number;
    finishedAtMs: number;
    complete: boolean;
    actor: string;
    /** Absent where nothing was left for lack of time. */
    notReached?: NotReached;
  }): Promise<RunSummary>;
  recordExit(runId: number, exitCode: number): Promise<void>;
  /** The kept summary of a finished run, or the present state of an open one. */
  runSummary(runId: number): Promise<RunSummary>;
  /** Newest first. */
  listRuns(limit?: number): Promise<readonly RecordedRun[]>;
  /** The newest run that finished, optionally before another and over this share. */
  lastFinishedRun(beforeRunId?: number, share?: RecordedShare): Promise<RecordedRun | undefined>;
}

/** A directory, or a slice of one, as the walk lists it. The walk room's listings fit as they are. */
export interface MetListing {
  readonly share: string;
  readonly root: string;
  /** Below the root, '/'-separated; '' is the root itself. */
  readonly directory: string;
  /** Base64 of the directory's bytes below the root, only where `directory` does not round-trip. */
  readonly rawDirectory?: string;
  readonly entries: readonly MetEntry[];
  /** Ends the directory. Slices of one directory follow each other. */
  readonly last: boolean;
}

export type MetEntry =
  | { readonly kind: 'file'; readonly facts: FileFacts }
  | (MetOther & {
      readonly kind: 'unreadable';
      readonly what: 'directory' | 'file';
      readonly reason: UnreadReason;
      readonly detail: string;
    })
  | (MetOther & { readonly kind: 'link'; readonly target: 'inside' | 'outside' | 'broken' })
  | (MetOther & { readonly kind: 'special'; readonly what: 'fifo' | 'socket' | 'device' })
  | (MetOther & { readonly kind: 'excluded'; readonly what: 'directory' | 'file' });

export interface MetOther {
  /** Below the root. An unreadable directory carries its own path. */
  readonly path: string;
  readonly rawPath?: string;
}

/**
 * What the record says of a file that was met:
 * - `new`: never recorded · `changed`: other size, times, inode or device · `outdated`: read by another engine ·
 *   `retry`: could not be read last time for a reason that may have passed: read it
 * - `regraded`: same bytes, but audience, location, permissions, owner or policy differ, or it came back: judge it again with `judgedFiles`
 * - `unchanged`: nothing to do; it costs no write
 */
export type ComparisonStatus = 'new' | 'changed' | 'outdated' | 'retry' | 'regraded' | 'unchanged';

export interface Comparison {
  readonly facts: FileFacts;
  readonly status: ComparisonStatus;
  /** Absent for `new`. */
  readonly fileId?: number;
  /** The run that read it last. */
  readonly readRunId?: number;
  /** Why it or the first part of it was not read last time. */
  readonly reason?: UnreadReason;
  /** Its facts, or the policy, are not those that it was judged by last. */
  readonly isOutOfDate: boolean;
  /** Of `changed` its own reading, of `new` that of a file of the same size and time: it holds where the bytes are the same. */
  readonly known?: KnownContent;
}

/** A whole reading by the present engine. */
export interface KnownContent {
  readonly fileId: number;
  readonly contentDigest: string;
  /** Path of the other file that was read; absent where it is this one. */
  readonly otherPath?: string;
}

export interface Catalogue {
  /**
   * Compares one listing with the record and remembers that its directory was seen: one answer per `file` entry, in order.
   * Entries that are not files are recorded by this. Files of the directory that were not met vanish at its last slice.
   * Writes are gathered and committed together, at the latest by the next `recordBatch`, `finishRun` or `close`.
   */
  meet(runId: number, listing: MetListing): Promise<readonly Comparison[]>;
  /** Writes outcomes in one transaction and takes their files out of the journal. Returns the file ids in order. */
  recordBatch(batch: { runId: number; files: readonly RecordedOutcome[] }): Promise<readonly number[]>;
  /** New verdicts and facts for files whose bytes are the same, in one transaction. */
  recordVerdicts(batch: {
    runId: number;
    files: readonly { fileId: number; facts: FileFacts; verdicts: readonly Verdict[] }[];
  }): Promise<void>;
  /** Files that hold other bytes than were read and whose turn did not come: unread, with what was found in them last. */
  leaveUnread(batch: { runId: number; fileIds: readonly number[] }): Promise<void>;
  /** Readings and verdicts as recorded, in the order of the ids. Throws when there is no such file: that is a bug. */
  judgedFiles(fileIds: readonly number[]): Promise<readonly JudgedFile[]>;
}

export interface JudgedFile {
  readonly fileId: number;
  readonly reading: RecordedReading;
  /** In the order of their rules' ids. */
  readonly verdicts: readonly Verdict[];
}

export interface RecordedOutcome {
  readonly facts: FileFacts;
  readonly reading: FileReading;
  readonly verdicts: readonly Verdict[];
}

/** A file that was handed to a worker. */
export interface JournalFile {
  readonly share: string;
  readonly root: string;
  readonly path: string;
  readonly rawPath?: string;
}

export interface JournalLeftover extends JournalFile {
  /** How often it was in flight when the process ended, this time included. */
  readonly attempts: number;
}

/** Files in flight, so that the one that brings the process down is known afterwards. */
export interface Journal {
  /** Committed before it resolves. A file that is already there gets one more attempt. */
  start(runId: number, files: readonly JournalFile[]): Promise<void>;
  /** Only for files that end without an outcome; `recordBatch` does it by itself. */
  done(files: readonly JournalFile[]): Promise<void>;
  /** What was in flight when the last process ended, most attempts first. Ask before the first `start`. */
  leftovers(): Promise<readonly JournalLeftover[]>;
}

export interface FileQuery {
  /** Only files met by this run. Default: every file that has not vanished. */
  readonly runId?: number;
  readonly outcome?: FileReading['outcome'];
  readonly verdict?: VerdictKind;
  readonly share?: RecordedShare;
  /** Only files that lie in this folder itself; '' is the root. */
  readonly directory?: string;
}

export interface Files {
  /** By share, directory and name, in pages; memory does not grow with the number of files. Other calls may go between. */
  iterateFiles(query?: FileQuery): AsyncIterable<RecordedFile>;
  /** The same, only files with such a verdict. */
  filesWithVerdict(verdict: VerdictKind, runId?: number): AsyncIterable<RecordedFile>;
  file(fileId: number): Promise<RecordedFile | undefined>;
  findFile(share: RecordedShare, path: string): Promise<RecordedFile | undefined>;
  /** Copies: files with these bytes that have not vanished. */
  filesWithContent(contentDigest: string): Promise<readonly RecordedFile[]>;
  /** Absent when no people were found. */
  ledgerOf(fileId: number): Promise<PeopleLedger | undefined>;
  /** The same of each file asked for, in that order, few at a time in memory. */
  ledgersOf(fileIds: readonly number[]): AsyncIterable<PeopleLedger | undefined>;
  countsByRule(runId?: number): Promise<readonly RuleCount[]>;
  /** Between the ends of two runs; without the second, until now. */
  changesSince(runId: number, untilRunId?: number): Promise<Changes>;
  /** Oldest first; the present state is the last. */
  historyOf(fileId: number): Promise<readonly FileState[]>;
}

export interface AuditRow {
  readonly id: number;
  readonly atMs: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  /** Plain data without values. */
  readonly data: unknown;
  readonly hash: string;
}

/** The newest row of the chain. Kept elsewhere, it proves that the chain was not rebuilt up to it. */
export interface AuditHead {
  /** Number of the row, 0 while there is none. */
  readonly id: number;
  readonly hash: string;
}

export type AuditVerification =
  | { readonly intact: true; readonly rows: number; readonly head: string }
  | { readonly intact: false; readonly firstBadId: number; readonly problem: string };

/** Append-only and hash-chained: each row's SHA-256 covers the row before. */
export interface Audit {
  append(row: Omit<AuditRow, 'id' | 'hash'>): Promise<AuditRow>;
  /** Oldest first, after the id given. */
  list(options?: { afterId?: number; limit?: number }): Promise<readonly AuditRow[]>;
  /** Finds the first row that was altered, removed or put in between; entries of flags are sealed by rows of the chain. `expectedHead`: a head that was kept elsewhere. */
  verifyAudit(options?: { readonly expectedHead?: AuditHead }): Promise<AuditVerification>;
}
