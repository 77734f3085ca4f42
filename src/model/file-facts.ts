import type { Readers } from './readers.ts';

/** What can be known of a file without opening it. */
export interface FileFacts {
  /** Name of the share, as registered or as given on the command line. */
  readonly share: string;
  /** Absolute path of the share's root. */
  readonly root: string;
  /** Path below the root, '/'-separated. Bytes that are not UTF-8 are shown as U+FFFD; then `rawPath` opens the file. */
  readonly path: string;
  /** Base64 of the path's bytes below the root, only where `path` does not round-trip. */
  readonly rawPath?: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  readonly changedAtMs: number;
  /** Device and inode as decimal text: with size and times, the file's identity. */
  readonly device: string;
  readonly inode: string;
  /** POSIX permission bits, 0..0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Account name of the owner where the system can tell it. */
  readonly owner?: string;
  readonly audience: Audience;
  /** The accounts behind `audience`; absent where it is known by its width only. */
  readonly readers?: Readers;
  readonly location: LocationClass;
}

/**
 * Who can read a file, from the narrowest to the widest. `unknown` is never treated as narrow.
 * - `owner`: the owning account only
 * - `team`: the owning group, or a group named for the location in the configuration
 * - `everyone`: every account of the system or the organization
 * - `public`: anyone outside the organization (registered public folders, web roots)
 */
export const AUDIENCES = ['owner', 'team', 'everyone', 'public', 'unknown'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** What kind of place a file lies in: registered in the configuration, or told by well-known folder names. */
export const LOCATION_CLASSES = [
  'approved',
  'eo-store',
  'medical-store',
  'uc-store',
  'vr-store',
  'public',
  'removable',
  'personal-sync',
  'scan-drop',
  'downloads',
  'recycle-bin',
  'temporary',
  'mail-store',
  'home',
  'unregistered',
] as const;
export type LocationClass = (typeof LOCATION_CLASSES)[number];
