import { promises as fs, type Stats } from 'node:fs';
import type { FileFacts, LocationClass } from '../model/index.ts';
import type { ReaderSet } from './access/reader-set.ts';
import type { ShareAccess } from './access/share-access.ts';
import { narrower, type PosixAudience, readersOf, statedAudience } from './audience.ts';
import { absolutePath, rawPathOf, type TreePath } from './entry-name.ts';
import type { Selection } from './globs.ts';
import type { createLocator } from './location.ts';
import { inodeText, type StatAnswer } from './lstat-batch.ts';
import { type FoundShare, isWithin } from './shares.ts';
import type { EntryPlace, WalkEntry } from './walk-types.ts';
import { errorCode, refuseExhaustion, worldError } from './world-errors.ts';

/** What is the same for the whole share. */
export interface Surroundings extends FoundShare {
  readonly selection: Selection;
  readonly owners: ReadonlyMap<number, string>;
  readonly locator: ReturnType<typeof createLocator>;
  readonly access: ShareAccess;
  /** Real paths that are passed over. */
  readonly skip: ReadonlySet<string>;
}

/** What is the same for a directory. */
interface DirectoryContext {
  readonly reach: PosixAudience;
  readonly passers: ReaderSet;
  readonly byNames: LocationClass;
}

/** Turns metadata into an entry; 'directory' is to be listed by itself. */
export function toEntry(
  around: Surroundings,
  directory: DirectoryContext,
  path: TreePath,
  answer: StatAnswer,
): WalkEntry | 'directory' | Promise<WalkEntry> {
  const { share, realRoot, selection, skip } = around;
  const place: EntryPlace = path.raw
    ? { share: share.name, root: share.root, path: path.path, ...rawPathOf(path) }
    : { share: share.name, root: share.root, path: path.path };
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
  const absolute = absolutePath(realRoot, path);
  if (answer.isFile()) return { kind: 'file', facts: toFacts(around, directory, place, answer, absolute) };
  if (answer.isSymbolicLink()) return toLink(realRoot, place, absolute);
  const what = answer.isFIFO() ? 'fifo' : answer.isSocket() ? 'socket' : 'device';
  return { kind: 'special', ...place, what };
}

/** Written out field by field: this runs once per file of a million. */
function toFacts(
  around: Surroundings,
  directory: DirectoryContext,
  place: EntryPlace,
  stats: Stats,
  absolute: string | Buffer,
): FileFacts {
  const mode = stats.mode & 0o7777;
  const location = around.locator.locate(place.path, directory.byNames);
  const stated = statedAudience(location);
  const facts: { -readonly [Field in keyof FileFacts]: FileFacts[Field] } = {
    share: place.share,
    root: place.root,
    path: place.path,
    sizeBytes: stats.size,
    modifiedAtMs: stats.mtimeMs,
    changedAtMs: stats.ctimeMs,
    device: String(stats.dev),
    inode: inodeText(stats, absolute),
    mode,
    uid: stats.uid,
    gid: stats.gid,
    audience: stated ?? 'unknown',
    location: location.class,
  };
  const owner = around.owners.get(stats.uid);
  if (owner !== undefined) facts.owner = owner;
  if (stated === undefined) {
    const bits = narrower(directory.reach, readersOf(mode));
    const { audience, readers } = around.access.reading(place.path, stats, directory.passers, bits);
    facts.audience = audience;
    if (readers !== undefined) facts.readers = readers;
  }
  if (place.rawPath !== undefined) facts.rawPath = place.rawPath;
  return facts;
}

async function toLink(realRoot: string, place: EntryPlace, absolute: string | Buffer): Promise<WalkEntry> {
  return { kind: 'link', ...place, target: await linkTarget(realRoot, absolute) };
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
