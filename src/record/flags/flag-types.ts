import type { FlagNightEvent, FlagState, PeopleCount, Severity, Verdict } from '../../model/index.ts';
import type { RecordedShare } from '../recorded.ts';

/** One rule against one exposure, as lists show it. */
export interface Flag {
  readonly flagId: number;
  readonly exposureId: number;
  readonly rule: string;
  readonly verdict: Verdict['verdict'];
  /** The most serious one of its places. */
  readonly severity: Severity;
  readonly state: FlagState;
  /** Number of events; give it back as `expectedVersion`. */
  readonly version: number;
  readonly openedRunId: number;
  readonly openedAtMs: number;
  readonly changedAtMs: number;
  /** Places that stand; `firstPlace` is one of them, or the last that stood. */
  readonly places: number;
  readonly firstPlace: {
    readonly fileId: number;
    readonly share: string;
    readonly root: string;
    readonly path: string;
  };
  readonly people: PeopleCount;
  /** Account that owns most of the places. */
  readonly owner?: string;
  readonly assignee?: string;
  readonly dueAtMs?: number;
  /** Last moment of a decision that ends by itself. */
  readonly untilMs?: number;
}

export interface FlagPlace {
  readonly fileId: number;
  readonly share: string;
  readonly root: string;
  readonly path: string;
  readonly owner?: string;
  readonly audience: string;
  /** `unverified`: tonight's scan could not read it or could not judge it; it is not taken as mended. */
  readonly state: 'present' | 'unverified' | 'gone';
  /** The rule's reason as it stands now. */
  readonly reason?: string;
  readonly sinceRunId: number;
  readonly untilRunId?: number;
  /** Why it is no longer counted: `vanished`, `no-longer-against-the-rule`, `other-content`. */
  readonly why?: string;
}

export interface FlagDetails extends Flag {
  readonly standing: readonly FlagPlace[];
  readonly gone: readonly FlagPlace[];
  /** Element types of the exposure with their distinct values. */
  readonly types: Readonly<Record<string, number>>;
  readonly distinctContents: number;
  /** Other rules against the same exposure. */
  readonly siblings: readonly { readonly flagId: number; readonly rule: string; readonly state: FlagState }[];
}

export type FlagDecisionKind = 'acknowledged' | 'false-alarm' | 'permitted' | 'reopened-by-hand';

/** Where a decision holds; outside of it a new place reopens the flag. */
export type DecisionScope =
  | { readonly kind: 'places' }
  | { readonly kind: 'folder'; readonly share: RecordedShare; readonly path: string }
  | { readonly kind: 'share'; readonly share: RecordedShare };

export interface FlagEvent {
  readonly version: number;
  readonly atMs: number;
  /** The scan that told it; absent for what a person did. */
  readonly runId?: number;
  readonly who: string;
  readonly kind: FlagNightEvent | FlagDecisionKind | 'assigned' | 'undone';
  readonly why: string;
  /** Plain JSON without values. */
  readonly data: unknown;
}

export type FlagSort = 'severity' | 'people' | 'newest' | 'due';

/** A folder of a share with everything below it; '' is the whole share. */
export interface FolderScope {
  readonly share: RecordedShare;
  readonly path: string;
}

export interface FlagFilter {
  /** Only flags on which somebody still has to act (open, acknowledged), or only the others. */
  readonly active?: boolean;
  readonly states?: readonly FlagState[];
  readonly severities?: readonly Severity[];
  readonly rules?: readonly string[];
  /** Flags with a standing place in one of these shares. */
  readonly shares?: readonly RecordedShare[];
  /** null: nobody. */
  readonly assignee?: string | null;
  readonly owner?: string;
  /** Due before this moment. */
  readonly dueBeforeMs?: number;
  readonly openedSinceMs?: number;
  /** Flags to which a scan since that one did one of these. */
  readonly changed?: { readonly sinceRunId: number; readonly kinds: readonly FlagNightEvent[] };
  readonly flagIds?: readonly number[];
  readonly exposureIds?: readonly number[];
  /** What the asker may see: flags with a standing place in one of these folders, and their place there is the one shown. */
  readonly within?: readonly FolderScope[];
  /** Flags of which no standing place lies outside of these folders. */
  readonly whollyWithin?: readonly FolderScope[];
  /** Flags of which every standing place's file was read at least in part. */
  readonly read?: true;
  /** Taken up, and said after that moment to be mended: no scan has looked since. */
  readonly mendedSinceMs?: number;
  readonly folder?: FolderScope;
  /** Part of the name of a standing place's file or folder, without regard to case. Sealed names are not found. */
  readonly text?: string;
}

export interface FlagQuery extends FlagFilter {
  /** Default: `severity`, the most serious and the most people first. */
  readonly sort?: FlagSort;
  /** `next` of the page before. */
  readonly after?: string;
  /** 1 to 500, default 50. */
  readonly limit?: number;
  /** Only the most serious one of each exposure's flags that fit. */
  readonly oneOfEach?: 'exposure';
}

export interface MatchingFlags {
  readonly flags: readonly { readonly flagId: number; readonly expectedVersion: number }[];
  /** How many fit in all. */
  readonly count: number;
}

export interface FlagsSize {
  readonly flags: number;
  /** Against which they speak. */
  readonly exposures: number;
}

export interface ExposurePlaces {
  /** Files that lie within the folders asked for; all where none were. */
  readonly places: number;
  readonly elsewhere: number;
}

export interface FlagPage {
  readonly flags: readonly Flag[];
  /** Absent on the last page. */
  readonly next?: string;
}

export interface FlagCounts {
  readonly flags: number;
  readonly active: number;
  readonly overdue: number;
  readonly byState: Readonly<Record<FlagState, number>>;
  /** Active ones only. */
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly byRule: readonly { readonly rule: string; readonly severity: Severity; readonly active: number }[];
}

interface FlagWrite {
  /** With the version that the writer had before its eyes; a flag that changed meanwhile is refused and not written. */
  readonly flags: readonly { readonly flagId: number; readonly expectedVersion: number }[];
  readonly atMs: number;
  /** Name of the person. */
  readonly who: string;
  readonly why: string;
}

export interface DecideFlags extends FlagWrite {
  readonly decision:
    | { readonly kind: 'acknowledged'; readonly because?: 'confirmed' | 'mended' }
    | { readonly kind: 'reopened-by-hand' }
    | {
        readonly kind: 'false-alarm';
        readonly because?: 'test-data';
        readonly approver?: string;
        readonly untilMs?: number;
        readonly scope?: DecisionScope;
      }
    | {
        readonly kind: 'permitted';
        readonly approver: string;
        readonly untilMs: number;
        readonly scope?: DecisionScope;
      };
}

export interface AssignFlags extends FlagWrite {
  /** null takes it away; absent leaves it. */
  readonly assignee?: string | null;
  readonly dueAtMs?: number | null;
}

/** Takes a decision or an assignment back: each flag returns to what it was before its last entry by a person. */
export interface UndoFlags extends FlagWrite {}

export interface FlagsWritten {
  /** Names the entries of this request together; absent where nothing was written. */
  readonly batchId?: number;
  readonly written: readonly { readonly flagId: number; readonly version: number }[];
  /** `changed-meanwhile`: look again · `remediated`: nothing of it stands · `nothing-to-undo`: its last entry is a scan's · `unread`: nobody knows whether it is a false alarm · `unknown`: no such flag. */
  readonly refused: readonly {
    readonly flagId: number;
    readonly reason: 'changed-meanwhile' | 'remediated' | 'nothing-to-undo' | 'unread' | 'unknown';
    readonly version?: number;
  }[];
}

/** What a night did to the flags. */
export type FlagChanges = Readonly<Record<FlagNightEvent, number>>;

/** What people said of the flags of one rule: the last word on each flag, by kind; test data apart from other false alarms. */
export interface RuleDecisions {
  readonly rule: string;
  readonly decisions: Readonly<Partial<Record<'acknowledged' | 'false-alarm' | 'test-data' | 'permitted', number>>>;
}

/** Flags and their append-only events. Every write is one transaction and one row of the audit chain. */
export interface Flags {
  /** After a scan: lays files to exposures and brings the flags up to date. Done twice it changes nothing more. */
  follow(night: { readonly runId: number; readonly atMs: number }): Promise<FlagChanges>;
  list(query?: FlagQuery): Promise<FlagPage>;
  get(flagId: number): Promise<FlagDetails | undefined>;
  /** Oldest first. */
  history(flagId: number): Promise<readonly FlagEvent[]>;
  matching(query: FlagFilter & { readonly limit: number }): Promise<MatchingFlags>;
  /** The flags of one request that nobody changed since, and who asked; undefined where there is no such request. */
  batch(batchId: number): Promise<{ readonly who: string; readonly flags: MatchingFlags['flags'] } | undefined>;
  size(filter: FlagFilter): Promise<FlagsSize>;
  /** Of each of these exposures the files that lie within the folders, and how many lie elsewhere. */
  placesOf(
    exposureIds: readonly number[],
    within?: readonly FolderScope[],
  ): Promise<ReadonlyMap<number, ExposurePlaces>>;
  counts(filter?: FlagFilter & { readonly nowMs?: number }): Promise<FlagCounts>;
  ruleDecisions(): Promise<readonly RuleDecisions[]>;
  /**
   * A false alarm is refused where a file of the flag was not read. OperatorError without a reason, but for what is mended, taken up
   * without a word more, or opened again; and where a permission has no approver or no last day after `atMs`.
   */
  decide(request: DecideFlags): Promise<FlagsWritten>;
  assign(request: AssignFlags): Promise<FlagsWritten>;
  undo(request: UndoFlags): Promise<FlagsWritten>;
}
