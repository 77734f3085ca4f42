import type { PatternPack } from '../detect/index.ts';
import type { Limits } from '../extract/index.ts';
import type { Policy, Registers } from '../judge/index.ts';
import type { Allowance } from '../model/index.ts';
import type { FlagChanges, RunSummary, ScanRecord } from '../record/index.ts';
import type { Share, WalkOptions } from '../walk/index.ts';

/** One run over one or several shares. */
export interface ScanRequest {
  readonly shares: readonly Share[];
  readonly walk: WalkOptions;
  readonly record: ScanRecord;
  readonly pack: PatternPack;
  /** Findings that the operator allows today. */
  readonly allowances: readonly Allowance[];
  /** Tried on locked files. Nothing of them is recorded but a keyed digest of the whole list. */
  readonly passwords?: readonly string[];
  readonly policy: Policy;
  readonly registers: Registers;
  /** Settings that rules ask for (`actor_type`). */
  readonly settings: Readonly<Record<string, string | undefined>>;
  /** 32 bytes; see the record room. */
  readonly fingerprintKey: Uint8Array;
  readonly threads: number;
  readonly limits: Limits;
  /** Resident memory of the whole process. */
  readonly residentLimitBytes: number;
  /** Findings kept per type and file with their place; counts are never capped. */
  readonly findingsPerType: number;
  /** Read every file again, whatever the record says. */
  readonly fresh: boolean;
  readonly versions: Readonly<Record<string, string>>;
  /** Account that started the run. */
  readonly actor: string;
  /** What is not read within this time is left for the next night, and told. Absent: everything is read. */
  readonly timeBudgetMs?: number;
  /** Time passes through here, so that a run can be repeated. */
  readonly clockMs: () => number;
  /** Ends the run in order: what is in flight is finished and recorded. */
  readonly stop?: AbortSignal;
  /** Called at most a few times a second. */
  readonly onProgress?: (progress: ScanProgress) => void;
}

export interface ScanProgress {
  readonly met: number;
  readonly unchanged: number;
  readonly read: number;
  /** Not read again, because their bytes were read before under this or another name. */
  readonly recognised: number;
  readonly bytesRead: number;
  readonly matched: number;
  readonly unread: number;
  /** Files that wait or are being read. */
  readonly inFlight: number;
  readonly walkFinished: boolean;
}

export interface ScanResult {
  readonly runId: number;
  readonly summary: RunSummary;
  /** What the run changed in the flags. */
  readonly flags: FlagChanges;
  /** Files whose bytes were read before, under this or another name: one pass over them, no reading. */
  readonly recognised: number;
  /** Runs that a crash had left open and that this one took up. */
  readonly interruptedRunIds: readonly number[];
  readonly complete: boolean;
}
