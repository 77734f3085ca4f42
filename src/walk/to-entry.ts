import { promises as fs } from 'node:fs';
import type { LocationClass } from '../model/index.ts';
import { audienceOf, type PosixAudience } from './audience.ts';
import { absolutePath, rawPathOf, type TreePath } from './entry-name.ts';
import type { Selection } from './globs.ts';
import type { createLocator } from './location.ts';
import type { StatAnswer } from './lstat-batch.ts';
import { type FoundShare, isWithin } from './shares.ts';
import type { EntryPlace, WalkEntry } from './walk-types.ts';
import { errorCode, refuseExhaustion, worldError } from './world-errors.ts';

/** What is the same for the whole share. */
export interface Surroundings extends FoundShare {
  readonly selection: Selection;
  readonly owners: ReadonlyMap<number, string>;
  readonly locator: ReturnType<typeof createLocator>;
  /** Real paths that are passed over. */
  readonly skip: ReadonlySet<string>;
}

/** What is the same for a directory. */
interface DirectoryContext {
  readonly reach: PosixAudience;
  readonly byNames: LocationClass;
}

/** Turns metadata into an entry; 'directory' is to be listed by itself. */
export async function toEntry(
  around: Surroundings,
  directory: DirectoryContext,
  path: TreePath,
  answer: StatAnswer,
): Promise<WalkEntry | 'directory'> {
  const { share, realRoot, selection, skip } = around;
  const place: EntryPlace = { share: share.name, root: share.root, path: path.path, ...rawPathOf(path) };
  if (answer instanceof Error) {
    refuseExhaustion(answer);
    return { kind: 'unreadable', ...place, what: 'file', ...worldError(answer) };
  }
  const skipped = skip.size > 0 && !path.raw && skip.has(`${realRoot === '/' ? '' : realRoot}/${path.path}`);
  if (answer.isDirectory()) {
    return skipped || selection.excludesDirectory(path.path)
      ? { kind: 'excluded', ...place, what: 'directory' }
      : 'directory';
  }
  if (skipped || selection.excludesFile(path.path)) return { kind: 'excluded', ...place, what: 'file' };
  if (answer.isFile()) return { kind: 'file', facts: toFacts(around, directory, place, answer) };
  if (answer.isSymbolicLink())
    return { kind: 'link', ...place, target: await linkTarget(realRoot, absolutePath(realRoot, path)) };
  const what = answer.isFIFO() ? 'fifo' : answer.isSocket() ? 'socket' : 'device';
  return { kind: 'special', ...place, what };
}

function toFacts(
  around: Surroundings,
  directory: DirectoryContext,
  place: EntryPlace,
  stats: Exclude<StatAnswer, Error>,
) {
  const uid = Number(stats.uid);
  const mode = Number(stats.mode) & 0o7777;
  const owner = around.owners.get(uid);
  const location = around.locator.locate(place.path, directory.byNames);
  const { audience: configured } = location;
  return {
    ...place,
    sizeBytes: Number(stats.size),
    modifiedAtMs: toMs(stats.mtimeNs),
    changedAtMs: toMs(stats.ctimeNs),
    device: String(stats.dev),
    inode: String(stats.ino),
    mode,
    uid,
    gid: Number(stats.gid),
    ...(owner !== undefined && { owner }),
    audience: audienceOf({
      ...(configured !== undefined && { configured }),
      isPublic: location.class === 'public',
      reach: directory.reach,
      mode,
    }),
    location: location.class,
  };
}

/** To the microsecond: finer than that a double cannot hold. */
function toMs(ns: bigint): number {
  return Number(ns / 1000n) / 1000;
}

/** Where a link ends, not followed for reading. One that may not be resolved counts as outside: it was not seen to be inside. */
async function linkTarget(realRoot: string, path: string | Buffer): Promise<'inside' | 'outside' | 'broken'> {
  try {
    const target = await fs.realpath(path, { encoding: 'latin1' });
    return isWithin(target, Buffer.from(realRoot).toString('latin1')) ? 'inside' : 'outside';
  } catch (error) {
    return ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(errorCode(error)) ? 'broken' : 'outside';
  }
}
