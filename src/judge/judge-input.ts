import type { Audience, FileFacts, FileReading, LocationClass } from '../model/index.ts';
import type { Covered, HolderType } from './fact-words.ts';

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
  /** The element that a finding is in a person's record, by pattern id; a pattern that is not there is its own. */
  readonly elementsOf?: Readonly<Record<string, string>>;
  readonly nowMs: number;
}

/** Lists that custodians keep. An absent register is unknown, never empty. */
export interface Registers {
  readonly authorizedUsers?: readonly AuthorizedUser[];
  readonly retention?: readonly RetentionEntry[];
  readonly legalHolds?: readonly LegalHold[];
  /** Shares that stand for a lost or stolen medium. */
  readonly lostMedia?: readonly string[];
  readonly places?: readonly RegisteredPlace[];
  readonly agreements?: readonly Agreement[];
  readonly approvedDestinations?: readonly ApprovedDestination[];
  readonly disclosureLog?: readonly LoggedDisclosure[];
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

/** A folder of the register of shares: what kind of place it is and who holds what lies there. */
export interface RegisteredPlace {
  readonly share: string;
  readonly path: string;
  readonly class?: LocationClass;
  readonly audience?: Exclude<Audience, 'unknown'>;
  readonly holder?: string;
  readonly holderType?: HolderType;
  /** Whether the place keeps a log of who reads what. */
  readonly accessLog?: boolean;
  /** How access listings made elsewhere call the folder: `D:\\Shares\\Cases`. */
  readonly listedAs?: string;
}

export interface Agreement {
  readonly covers: Covered;
  /** Whom it is with; absent where it does not depend on that. */
  readonly party?: string;
  readonly share: string;
  readonly path: string;
  readonly signedAtMs: number;
  /** When a year of continuous access has passed (RSMo 610.032): a date of its own, so that files are judged again on it. */
  readonly yearPassedAtMs?: number;
  readonly endsAtMs?: number;
  readonly destroyByMs?: number;
}

export interface ApprovedDestination {
  /** Named as the holder in the register of shares. */
  readonly destination: string;
  readonly approvedFromMs?: number;
  readonly approvedToMs?: number;
}

/** 34 CFR 99.32: who received what, https://www.ecfr.gov/current/title-34/section-99.32 */
export interface LoggedDisclosure {
  readonly party: string;
  readonly share: string;
  readonly path: string;
}
