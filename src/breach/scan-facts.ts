import type { MergeReasons, PeopleCount } from '../model/index.ts';
import type { RecordedFile } from '../record/index.ts';

/** What the scan knows of a cluster at one moment. Plain JSON, kept in the events as it was; never a value. */
export interface ScanFacts {
  /** The scan that knows it; absent where people told it and no scan ran. */
  readonly runId?: number;
  readonly atMs: number;
  /** Present files; copies included. */
  readonly files: number;
  readonly distinctContents: number;
  readonly sizeBytes: number;
  /** Files that ever belonged to it and are gone or no longer exposed. */
  readonly filesNoLongerExposed: number;
  readonly audiences: Readonly<Record<string, number>>;
  readonly locations: Readonly<Record<string, number>>;
  readonly owners: Readonly<Record<string, number>>;
  /** Over all distinct contents that ever belonged to it. */
  readonly elements: readonly ElementFacts[];
  readonly statutory: StatutoryFacts;
  /** Federal protected PII by type with its origin: kept apart from the statute. */
  readonly protectedPii: readonly { readonly type: string; readonly origin: string; readonly status: string }[];
  readonly regimes: readonly string[];
  readonly people: PeopleCount;
  /** Why rows were taken as one person; all zero where nobody was read. */
  readonly merges: MergeReasons;
  /** What is held of each likely person, by combination, the most frequent first. */
  readonly elementSets: readonly ElementSet[];
  /** Likely people by state, '' unknown. */
  readonly residents: Readonly<Record<string, number>>;
  readonly minors: number;
  readonly deceased: number;
  readonly onlyRedacted: boolean;
  /** Parts and files that could not be read: what they hold is unknown. */
  readonly unreadParts: number;
  readonly rules: readonly { readonly rule: string; readonly files: number }[];
  readonly window: ExposureWindow;
}

/** People of whom the rows hold exactly these element types. */
export interface ElementSet {
  readonly types: readonly string[];
  readonly people: number;
}

export interface ElementFacts {
  readonly type: string;
  /** Occurrences of medium and high confidence, each distinct content once. */
  readonly count: number;
  readonly files: number;
  /** Records that hold it together with a name. */
  readonly withName: number;
}

export interface StatutoryFacts {
  /** Letters of RSMo 407.1500.1(9) that were found together with a name, with the people they concern. */
  readonly letters: readonly { readonly letter: string; readonly title: string; readonly people: PeopleCount }[];
  /** Distinct people with a name and at least one element. */
  readonly people: PeopleCount;
  /** Their residents by state, '' unknown. */
  readonly residents: Readonly<Record<string, number>>;
  /** Element types of the statute that were found, with or without a name beside them. */
  readonly typesFound: readonly string[];
}

/** When the files were met like this first, and when a scan last did not find them so. */
export interface ExposureWindow {
  readonly firstSeenRunId?: number;
  readonly firstSeenAtMs?: number;
  /** Absent where no earlier scan of the share ended: then only the file's own dates bound the time. */
  readonly lastWithoutRunId?: number;
  readonly lastWithoutAtMs?: number;
  /** Oldest modification date among the files. */
  readonly oldestModifiedAtMs?: number;
  /** Who could read the files, by the run that saw it first. */
  readonly audiences: readonly { readonly audience: string; readonly sinceAtMs: number; readonly files: number }[];
}

/** What clustering and counting need of a recorded file; the findings themselves stay in the record. */
export type FileFactsForBreach = Pick<
  RecordedFile,
  'fileId' | 'facts' | 'reading' | 'verdicts' | 'sinceRunId' | 'firstRunId' | 'vanishedRunId'
>;
