import type { FlagNightEvent, Severity, UnreadReason } from '../../model/index.ts';
import type { NotReached } from '../recorded.ts';
import type { AuditHead } from '../scan-record.ts';

/** One flag in a night's digest. */
export interface DigestFlag {
  readonly flagId: number;
  readonly rule: string;
  /** As it was that night. */
  readonly severity: Severity;
  readonly event: FlagNightEvent;
  readonly why: string;
  /** A place of it; its name is shown through the file. */
  readonly fileId: number;
  readonly share: string;
  readonly path: string;
}

export type DigestGroup = 'new' | 'worse' | 'better' | 'closed' | 'moved';

export interface UnreadFile {
  readonly fileId: number;
  readonly share: string;
  readonly path: string;
  /** Absent where an older night is told and the file was read since. */
  readonly reason?: UnreadReason;
  /** Finished scans of its share that did not read it, this one included. */
  readonly nights: number;
}

/** What a run found otherwise than the run before it. Built from what each run wrote down, so that it holds for older runs too. */
export interface NightDigest {
  readonly runId: number;
  readonly sinceRunId?: number;
  readonly flags: Readonly<Record<DigestGroup, { readonly count: number; readonly first: readonly DigestFlag[] }>>;
  /** Absent where the night had time for everything. */
  readonly notReached?: NotReached;
  /** Of the audit log as it stands now. */
  readonly auditHead: AuditHead;
  /** Entries of people between the two runs. */
  readonly decisions: number;
  readonly unread: {
    readonly count: number;
    readonly sinceThen: number;
    /** Unread then, read or gone now. */
    readonly noLonger: number;
    readonly first: readonly UnreadFile[];
  };
}

/** What is known of one share, as the record stands. met = fullyRead + partlyRead + unread. */
export interface ShareCoverage {
  readonly share: string;
  readonly root: string;
  /** The last run that scanned it to an end; absent where none did. */
  readonly runId?: number;
  readonly atMs?: number;
  readonly met: number;
  readonly fullyRead: number;
  readonly partlyRead: number;
  readonly unread: number;
  readonly sizeBytes: number;
  /** Most files first. */
  readonly unreadByReason: readonly {
    readonly reason: UnreadReason;
    readonly files: number;
    readonly nights: number;
  }[];
  /** Files of the record that the last run did not come to see: below folders that could not be listed. */
  readonly notMet: number;
  /** Read with older patterns or readers, and not yet again. */
  readonly outdated: number;
}

export interface Nights {
  /** OperatorError where there is no such run. */
  digest(runId: number): Promise<NightDigest>;
  coverage(): Promise<readonly ShareCoverage[]>;
}
