import type { FlagNightEvent, UnreadReason } from '../../model/index.ts';
import type { FlagDecisionKind, FolderScope } from '../flags/flag-types.ts';

/**
 * What a person may do in the web app.
 * - `custodian`: sees and decides what lies in their own areas
 * - `privacy-officer`: sees everything, decides breaches
 * - `auditor`: sees everything, changes nothing
 * - `administrator`: accounts and operation; sees no findings
 */
export type Role = 'custodian' | 'privacy-officer' | 'auditor' | 'administrator';

export interface Account {
  /** Lower case; how the person signs in and how the audit chain names them. */
  readonly name: string;
  readonly role: Role;
  /** Names of areas of the configuration; they bind custodians only. */
  readonly areas: readonly string[];
  readonly disabled: boolean;
  readonly mustChangePassword: boolean;
  readonly hasPassword: boolean;
  readonly subject?: string;
  readonly lockedUntilMs?: number;
  readonly createdAtMs: number;
  readonly seenAtMs?: number;
}

/** With what signing in needs; nothing else should hold it. */
export interface AccountSecrets extends Account {
  readonly passwordHash?: string;
}

interface AccountWrite {
  readonly name: string;
  readonly atMs: number;
  /** Who does it, for the audit chain. */
  readonly who: string;
}

export interface AddAccount extends AccountWrite {
  readonly role: Role;
  readonly areas: readonly string[];
  readonly passwordHash?: string;
  readonly mustChangePassword: boolean;
}

export interface ChangeAccount extends AccountWrite {
  readonly role?: Role;
  readonly areas?: readonly string[];
  readonly disabled?: boolean;
  readonly password?: { readonly hash: string; readonly mustChange: boolean };
  readonly subject?: string;
}

/** Accounts of the web app. Every write is one transaction with one row of the audit chain; a change of rights ends all sessions. */
export interface Accounts {
  list(): Promise<readonly Account[]>;
  get(name: string): Promise<AccountSecrets | undefined>;
  withSubject(subject: string): Promise<Account | undefined>;
  /** OperatorError where the name is taken. */
  add(account: AddAccount): Promise<void>;
  /** OperatorError where there is no such account. */
  change(change: ChangeAccount): Promise<void>;
  /** Counts a wrong password and locks the account for `lockMs` at the `lockAt`-th in a row. */
  refuse(refusal: { name: string; atMs: number; lockAt: number; lockMs: number }): Promise<void>;
}

export interface Session {
  readonly idHash: string;
  readonly account: string;
  readonly startedAtMs: number;
  readonly seenAtMs: number;
  /** What the browser calls itself, shortened. */
  readonly agent: string;
}

export interface Sessions {
  /** Also forgets the account's failures, and sessions that began before `endedBeforeMs`. */
  start(session: Omit<Session, 'seenAtMs'> & { readonly endedBeforeMs: number }): Promise<void>;
  get(idHash: string): Promise<Session | undefined>;
  of(account: string): Promise<readonly Session[]>;
  touch(idHash: string, atMs: number): Promise<void>;
  end(end: { idHash: string; atMs: number; who: string; why: string }): Promise<void>;
  endAllOf(end: { account: string; atMs: number; who: string }): Promise<void>;
}

export interface SavedView {
  readonly name: string;
  /** Query of the queue: `severity=critical&sort=people`. */
  readonly query: string;
}

export interface SavedViews {
  of(account: string): Promise<readonly SavedView[]>;
  /** Replaces one of the same name. OperatorError beyond 50. */
  save(account: string, view: SavedView): Promise<void>;
  remove(account: string, name: string): Promise<void>;
}

/** Entries of flags of one kind in one scan, or by people on one day. */
export interface EntryCount {
  readonly runId?: number;
  /** Days since 1970, UTC. */
  readonly day: number;
  readonly kind: FlagNightEvent | FlagDecisionKind | 'assigned' | 'undone';
  readonly entries: number;
}

/** A file that nobody knows the content of. */
export interface UnreadForNights {
  readonly fileId: number;
  readonly share: string;
  readonly path: string;
  readonly reason: UnreadReason;
  readonly sinceRunId: number;
}

export interface ReviewReads {
  /** Entries of flags since a moment. */
  entries(query: {
    readonly within?: readonly FolderScope[];
    readonly sinceMs: number;
  }): Promise<readonly EntryCount[]>;
  /** Unread files, the longest unread first, at most `limit`; `count` is the whole number. */
  unread(query: { readonly within?: readonly FolderScope[]; readonly limit: number }): Promise<{
    readonly count: number;
    readonly files: readonly UnreadForNights[];
  }>;
  /** Files of the catalogue by outcome, with whether a part was left unread. */
  outcomes(query: {
    readonly within?: readonly FolderScope[];
  }): Promise<
    readonly { readonly share: string; readonly outcome: string; readonly partly: boolean; readonly files: number }[]
  >;
}

/** What the web app keeps in the record and reads from it beside flags and assessments. */
export interface Review {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly views: SavedViews;
  readonly reads: ReviewReads;
}
