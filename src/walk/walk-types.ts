import type { Audience, FileFacts, LocationClass, UnreadReason } from '../model/index.ts';
import type { AccessLists } from './access/read-access-lists.ts';

export interface Share {
  readonly name: string;
  /** Absolute path. */
  readonly root: string;
}

/** Where an entry lies that is not a regular file. */
export interface EntryPlace {
  readonly share: string;
  readonly root: string;
  /** Below the root, '/'-separated; '' is the root itself. */
  readonly path: string;
  /** Base64 of the path's bytes, only where `path` does not round-trip. */
  readonly rawPath?: string;
}

export type WalkEntry =
  | { readonly kind: 'file'; readonly facts: FileFacts }
  /** An unreadable directory comes in its own listing, with its own path. */
  | (EntryPlace & {
      readonly kind: 'unreadable';
      readonly what: 'directory' | 'file';
      readonly reason: UnreadReason;
      readonly detail: string;
    })
  | (EntryPlace & { readonly kind: 'link'; readonly target: 'inside' | 'outside' | 'broken' })
  | (EntryPlace & { readonly kind: 'special'; readonly what: 'fifo' | 'socket' | 'device' })
  | (EntryPlace & { readonly kind: 'excluded'; readonly what: 'file' | 'directory' });

/** A directory, or a slice of at most 1,000 entries of a big one; the slices of one directory follow each other. */
export interface DirectoryListing {
  readonly share: string;
  readonly root: string;
  readonly directory: string;
  /** Base64 of the directory's bytes below the root, only where `directory` does not round-trip. */
  readonly rawDirectory?: string;
  readonly entries: readonly WalkEntry[];
  /** Ends the directory. */
  readonly last: boolean;
}

/** What the configuration says of a place. The first rule whose glob matches the path below the root wins, field by field. */
export interface LocationRule {
  /** Glob over the path below the root; `share-name:glob` limits it to one share. */
  readonly path: string;
  readonly class?: LocationClass;
  readonly audience?: Audience;
}

export interface WalkOptions {
  /** Globs over the path below the root. Without any, everything is included. A pattern without '/' matches at any depth. */
  readonly include?: readonly string[];
  /** Globs as above; an excluded directory is not entered. */
  readonly exclude?: readonly string[];
  readonly locations?: readonly LocationRule[];
  /** Listings of who can read what; without any, permission bits and the system's groups tell it. */
  readonly access?: AccessLists;
  /** Absolute paths that are passed over and counted as excluded: the own state folder. */
  readonly skip?: readonly string[];
}
