import type { Finding } from '../../model/index.ts';
import type { RecordedShare } from '../recorded.ts';

/**
 * A request to see one value. `asked`: a second person has to grant it · `granted`: may be shown once, until `untilMs` ·
 * `refused` · `shown`. The value is not in it.
 */
export interface RecordedReveal {
  readonly revealId: number;
  readonly askedAtMs: number;
  readonly askedBy: string;
  readonly fileId: number;
  readonly finding: Pick<Finding, 'type' | 'place' | 'fingerprint' | 'masked'>;
  readonly reason: string;
  readonly state: 'asked' | 'granted' | 'refused' | 'shown';
  readonly decidedBy?: string;
  readonly decidedAtMs?: number;
  readonly untilMs?: number;
  readonly shownAtMs?: number;
}

export interface AskReveal {
  readonly atMs: number;
  readonly who: string;
  readonly fileId: number;
  readonly finding: RecordedReveal['finding'];
  readonly reason: string;
  readonly needsSecondPerson: boolean;
  /** How long a granted reveal may be used. */
  readonly validMs: number;
}

export type RevealRefusal =
  | 'unknown'
  | 'own-request'
  | 'not-waiting'
  | 'not-yours'
  | 'not-granted'
  | 'already-shown'
  | 'expired';

export type RevealStep =
  | { readonly kind: 'done'; readonly reveal: RecordedReveal }
  | { readonly kind: 'refused'; readonly reason: RevealRefusal };

/** Every step is a row of the audit chain. */
export interface Reveals {
  /** OperatorError without a reason. */
  ask(request: AskReveal): Promise<RecordedReveal>;
  /** By another person than the one who asked. */
  decide(decision: {
    readonly revealId: number;
    readonly atMs: number;
    readonly who: string;
    readonly grants: boolean;
  }): Promise<RevealStep>;
  /** Uses it up, before the value is read: what was shown is in the chain whatever happens next. */
  use(use: { readonly revealId: number; readonly atMs: number; readonly who: string }): Promise<RevealStep>;
  /** The file could not give the value; why, in a word. */
  noteNotShown(note: {
    readonly revealId: number;
    readonly atMs: number;
    readonly who: string;
    readonly why: string;
  }): Promise<void>;
  get(revealId: number): Promise<RecordedReveal | undefined>;
  /** Newest first, at most 200. */
  list(filter?: {
    readonly states?: readonly RecordedReveal['state'][];
    readonly askedBy?: string;
  }): Promise<readonly RecordedReveal[]>;
  /** How many values each person was shown since then. */
  shownSince(sinceMs: number): Promise<readonly { readonly who: string; readonly shown: number }[]>;
}

/**
 * A file that was moved out of the share on request. `moving`, `restoring`: begun, and unless a program is at it, interrupted ·
 * `held` · `restored` · `not-moved`: it lies where it lay.
 */
export interface RecordedQuarantine {
  readonly quarantineId: number;
  readonly fileId: number;
  readonly state: 'moving' | 'held' | 'restoring' | 'restored' | 'not-moved';
  /** Keyed digest of the bytes, as the scan knows it. */
  readonly contentDigest: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  readonly mode: number;
  /** Whom the owner may ask. */
  readonly contact: string;
  readonly why: string;
  readonly movedBy: string;
  readonly movedAtMs: number;
  readonly restoredBy?: string;
  readonly restoredAtMs?: number;
}

/** Every step is a row of the audit chain. */
export interface Quarantines {
  begin(
    quarantine: Pick<
      RecordedQuarantine,
      'fileId' | 'contentDigest' | 'sizeBytes' | 'modifiedAtMs' | 'mode' | 'contact' | 'why' | 'movedBy' | 'movedAtMs'
    >,
  ): Promise<number>;
  /** @param detail one word or two, without a path */
  settle(step: {
    readonly quarantineId: number;
    readonly state: RecordedQuarantine['state'];
    readonly atMs: number;
    readonly who: string;
    readonly detail: string;
  }): Promise<void>;
  get(quarantineId: number): Promise<RecordedQuarantine | undefined>;
  /** Newest first. */
  list(filter?: {
    readonly states?: readonly RecordedQuarantine['state'][];
    readonly fileId?: number;
  }): Promise<readonly RecordedQuarantine[]>;
}

/** Files of one area that the last scans called clean, drawn for a person to look at. */
export interface CleanSample {
  readonly sampleId: number;
  /** ISO 8601 week: 2026-W48. */
  readonly week: string;
  readonly area: string;
  /** Who has it can draw the same files again from the same catalogue. */
  readonly seed: string;
  /** Clean files of the area when it was drawn. */
  readonly cleanFiles: number;
  readonly drawnAtMs: number;
  readonly files: readonly CleanSampleFile[];
}

export interface CleanSampleFile {
  readonly fileId: number;
  readonly answer?: SampleAnswer;
  readonly answeredBy?: string;
  readonly answeredAtMs?: number;
  readonly note: string;
}

/** `missed`: there is personal data in it · `cannot-tell`: the person could not look; it does not count. */
export type SampleAnswer = 'nothing' | 'missed' | 'cannot-tell';

export interface DrawSample {
  readonly week: string;
  readonly area: string;
  /** Folders of the area; path '' is the whole share. */
  readonly folders: readonly { readonly share: RecordedShare; readonly path: string }[];
  readonly size: number;
  readonly seed: string;
  readonly atMs: number;
  readonly who: string;
}

export interface Samples {
  /** The sample of that week and area: drawn now, or the one that was drawn before. */
  draw(request: DrawSample): Promise<CleanSample>;
  /** False where the file is not in the sample. A later answer replaces the one before; the chain has both. */
  answer(answer: {
    readonly sampleId: number;
    readonly fileId: number;
    readonly answer: SampleAnswer;
    readonly note: string;
    readonly who: string;
    readonly atMs: number;
  }): Promise<boolean>;
  get(sampleId: number): Promise<CleanSample | undefined>;
  /** Newest first. */
  list(filter?: { readonly area?: string; readonly limit?: number }): Promise<readonly CleanSample[]>;
}
