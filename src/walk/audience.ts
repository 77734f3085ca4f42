import { promises as fs } from 'node:fs';
import { dirname } from 'node:path';
import type { Audience } from '../model/index.ts';
import type { ReaderSet } from './access/reader-set.ts';
import type { ShareAccess } from './access/share-access.ts';
import type { Location } from './location.ts';

/** The widest circle that permission bits can tell: `unknown` where the file system has none of its own. */
export type PosixAudience = 'owner' | 'team' | 'everyone' | 'unknown';

const WIDTH: Readonly<Record<PosixAudience, number>> = { owner: 0, team: 1, everyone: 2, unknown: 3 };

/** Who can read something of this mode. Where there is an access list, the group bits are its mask, hence an upper bound. */
export function readersOf(mode: number): PosixAudience {
  if (mode & 0o004) return 'everyone';
  return mode & 0o040 ? 'team' : 'owner';
}

/** Who can pass through a directory of this mode: the execute bit, not the read bit, lets names below be opened. */
export function passersOf(mode: number): PosixAudience {
  if (mode & 0o001) return 'everyone';
  return mode & 0o010 ? 'team' : 'owner';
}

/** A file is open to those who can read it and pass through everything above it. `unknown` stays unknown. */
export function narrower(a: PosixAudience, b: PosixAudience): PosixAudience {
  if (a === 'unknown' || b === 'unknown') return 'unknown';
  return WIDTH[a] < WIDTH[b] ? a : b;
}

/** Who can reach the inside of a directory: the passers of it and of every directory above, up to '/'. `path` is a real path. */
export async function reachOf(path: string): Promise<PosixAudience> {
  let reach: PosixAudience = 'everyone';
  for (let directory = path; ; directory = dirname(directory)) {
    const { mode } = await fs.stat(directory);
    reach = narrower(reach, passersOf(mode));
    if (directory === dirname(directory)) return reach;
  }
}

/** What was configured wins over permissions; a public place is public whatever its bits say, since its server reads it for everyone. */
export function statedAudience(location: Location): Audience | undefined {
  return location.audience ?? (location.class === 'public' ? 'public' : undefined);
}

/** Accounts that can pass every directory above `path`, up to '/', and `path` itself, the root of the share. */
export async function passersTo(path: string, access: ShareAccess): Promise<ReaderSet> {
  let passers = access.passing('everyone', '', await fs.stat(path));
  for (let directory = path; directory !== dirname(directory); ) {
    directory = dirname(directory);
    passers = access.passing(passers, undefined, await fs.stat(directory));
  }
  return passers;
}
