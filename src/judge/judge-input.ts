import type { FileFacts, FileReading } from '../model/index.ts';

/** Everything a verdict may depend on. Plain data; time is passed in, so the same input gives the same verdicts. */
export interface JudgeInput {
  readonly facts: FileFacts;
  readonly reading: Omit<FileReading, 'ledger'>;
  /** Names in the same folder; may hold the file's own name. Pass the same array for all files of a folder: it is indexed once. */
  readonly neighbours: readonly string[];
  readonly registers: Registers;
  /** Settings by key (`actor_type`); unset keys are absent or undefined. */
  readonly settings: Readonly<Record<string, string | undefined>>;
  /** Legal classes by pattern id, as the pattern files give them. */
  readonly classesOf: Readonly<Record<string, readonly string[]>>;
  readonly nowMs: number;
}

/** Lists that custodians keep. An absent register is unknown, never empty. */
export interface Registers {
  readonly authorizedUsers?: readonly AuthorizedUser[];
  readonly retention?: readonly RetentionEntry[];
  readonly legalHolds?: readonly LegalHold[];
  /** Shares that stand for a lost or stolen medium. */
  readonly lostMedia?: readonly string[];
}

export interface AuthorizedUser {
  /** Account name as the file system shows it; compared without regard to case. */
  readonly account: string;
  readonly attestedAtMs?: number;
  /** Absent where the authorization has no known beginning. */
  readonly authorizedFromMs?: number;
  /** Absent while the authorization has no end. */
  readonly authorizedToMs?: number;
}

/** `path` is a folder or file below the share's root, '' for the whole share. */
export interface RetentionEntry {
  readonly share: string;
  readonly path: string;
  readonly retainUntilMs: number;
}

export interface LegalHold {
  readonly share: string;
  readonly path: string;
  /** From then on it holds no more; absent while it is in force. */
  readonly releasedAtMs?: number;
}
