import type { Finding, TypeCount } from './finding.ts';
import type { PeopleCount, PeopleLedger } from './people.ts';
import type { ReadingNote, UnreadPart } from './text-part.ts';

/** Every file met ends as exactly one of these. `matched`: at least one finding of medium or high confidence. `clean`: read to the end, none. */
export const OUTCOMES = ['clean', 'matched', 'unread'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Why a file or a part of one was not read. */
export const UNREAD_REASONS = [
  'unsupported-format',
  'encrypted',
  'damaged',
  'denied',
  'vanished',
  'changed-while-read',
  'input-output-error',
  'not-a-regular-file',
  'link-out-of-share',
  'too-slow',
  'too-much-memory',
  'too-big',
  'too-deep',
  'too-many-members',
  'reader-crashed',
  'image-without-text',
  'not-reached',
] as const;
export type UnreadReason = (typeof UNREAD_REASONS)[number];

/** What can be seen of an encryption from outside; never a claim about a validated module. */
export const ENCRYPTION_METHODS = [
  'AES-128',
  'AES-192',
  'AES-256',
  'ZipCrypto',
  'RC4-40',
  'RC4-128',
  'RC4',
  'XOR',
  'PGP',
  'S/MIME',
  'unknown',
] as const;
export type EncryptionMethod = (typeof ENCRYPTION_METHODS)[number];

/** What reading one file gave: everything that leaves the worker. No text and no value. */
export interface FileReading {
  readonly outcome: Outcome;
  /** Always set when `outcome` is `unread`; also set on `matched` when a part was not read. */
  readonly reason?: UnreadReason;
  /** Name of the format that read it (`xlsx`), or `unknown`. */
  readonly format: string;
  readonly bytesRead: number;
  /** HMAC-SHA-256 of the file's bytes under the installation's key, hex; absent when they were not read to the end. */
  readonly contentDigest?: string;
  /** At most 100; `unreadPartCount` is the whole number. */
  readonly unreadParts: readonly UnreadPart[];
  readonly unreadPartCount: number;
  readonly notes: readonly ReadingNote[];
  readonly types: readonly TypeCount[];
  /** The best findings of each type, capped; counts in `types` never are. */
  readonly findings: readonly Finding[];
  readonly people: PeopleCount;
  readonly ledger: PeopleLedger;
  /** Records that hold a name together with another element, by element type (RSMo 407.1500.1(9)). */
  readonly namePaired: Readonly<Record<string, number>>;
  /** `dd-214`, `w-2`, `i-9`, `birth-certificate`, `medical-form`. */
  readonly documentClasses: readonly string[];
  readonly elapsedMs: number;
}
