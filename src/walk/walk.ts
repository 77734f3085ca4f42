import { promises as fs } from 'node:fs';
import { systemAccessLists } from './access/read-access-lists.ts';
import type { ReaderSet } from './access/reader-set.ts';
import { createShareAccess } from './access/share-access.ts';
import { narrower, type PosixAudience, passersOf, passersTo, reachOf } from './audience.ts';
import { directoryNames } from './directory-names.ts';
import { absolutePath, childPath, entryName, rawPathOf, type TreePath } from './entry-name.ts';
import { createFileSystems, type FileSystemKind } from './file-systems.ts';
import { createSelection } from './globs.ts';
import { createLocator } from './location.ts';
import { lstatBatch } from './lstat-batch.ts';
import { readOwnerNames } from './owner-names.ts';
import { type FoundShare, findShares, realPaths } from './shares.ts';
import { type Surroundings, toEntry } from './to-entry.ts';
import type { DirectoryListing, Share, WalkEntry, WalkOptions } from './walk-types.ts';
import { isSystemError, refuseExhaustion, worldError } from './world-errors.ts';

interface Directory extends TreePath {
  /** Who can reach what lies in it. */
  readonly reach: PosixAudience;
  /** The accounts behind `reach`. */
  readonly passers: ReaderSet;
  readonly device: number;
}

/**
 * Lists shares directory by directory, depth first. Memory holds one slice and the names of directories still to come; it does
 * not grow with the number of files. Throws OperatorError, before anything is listed, for a root that cannot be scanned or a
 * glob that is none; what cannot be looked at later is an entry.
 */
export async function* walk(shares: readonly Share[], options: WalkOptions = {}): AsyncGenerator<DirectoryListing> {
  const skip = await realPaths(options.skip ?? []);
  const found = await findShares(shares, skip);
  const selection = createSelection(options.include, options.exclude);
  const owners = readOwnerNames();
  const access = options.access ?? systemAccessLists();
  const fileSystemOf = createFileSystems();
  for (const share of found) {
    const kind = await fileSystemOf(share.stats.dev, share.realRoot);
    const removable = kind.removable || (await hasAutorun(share.realRoot));
    const locator = createLocator(share.share, options.locations ?? [], removable);
    const surroundings: Surroundings = {
      ...share,
      selection,
      owners,
      locator,
      access: createShareAccess(share.share, access, owners),
      skip: new Set(skip),
    };
    yield* walkShare(surroundings, fileSystemOf);
  }
}

/** Finds out that every root can be scanned, without listing anything. Throws OperatorError as `walk` does. */
export async function checkShares(shares: readonly Share[], options: Pick<WalkOptions, 'skip'> = {}): Promise<void> {
  await findShares(shares, await realPaths(options.skip ?? []));
}

async function* walkShare(
  around: Surroundings,
  fileSystemOf: (device: number, path: string | Buffer) => Promise<FileSystemKind>,
): AsyncGenerator<DirectoryListing> {
  const root = { path: '', device: around.stats.dev };
  const passers = await passersTo(around.realRoot, around.access);
  const waiting: Directory[] = [{ ...root, reach: await reachOf(around.realRoot), passers }];
  for (let directory = waiting.pop(); directory; directory = waiting.pop()) {
    const kind = await fileSystemOf(directory.device, absolutePath(around.realRoot, directory));
    const reach = kind.permissionsMadeUp ? 'unknown' : directory.reach;
    const below: Directory[] = [];
    yield* listDirectory(around, { ...directory, reach }, below);
    below.sort((a, b) => (a.path < b.path ? 1 : -1));
    for (const each of below) waiting.push(each);
  }
  if (await isReplaced(around)) {
    const gone = { reason: 'vanished', detail: 'the root went away during the scan' } as const;
    yield listing(
      around,
      { path: '' },
      [{ kind: 'unreadable', ...place(around, { path: '' }), what: 'directory', ...gone }],
      true,
    );
  }
}

/** One directory in slices; its subdirectories are put into `below`. */
async function* listDirectory(
  around: Surroundings,
  directory: Directory,
  below: Directory[],
): AsyncGenerator<DirectoryListing> {
  try {
    for await (const { names, last } of directoryNames(absolutePath(around.realRoot, directory))) {
      yield listing(around, directory, await describe(around, directory, names, below), last);
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    refuseExhaustion(error);
    const unreadable = {
      kind: 'unreadable',
      ...place(around, directory),
      what: 'directory',
      ...worldError(error),
    } as const;
    yield listing(around, directory, [unreadable], true);
  }
}

async function describe(
  around: Surroundings,
  directory: Directory,
  names: readonly string[],
  below: Directory[],
): Promise<WalkEntry[]> {
  const paths = names.map((name) => childPath(directory, entryName(name)));
  const answers = await lstatBatch(paths.map((path) => absolutePath(around.realRoot, path)));
  const context = {
    reach: directory.reach,
    passers: directory.passers,
    byNames: around.locator.classOfDirectory(directory.path),
  };
  const entries: WalkEntry[] = [];
  for (const [index, path] of paths.entries()) {
    const answer = answers[index];
    if (answer === undefined) continue;
    const entry = toEntry(around, context, path, answer);
    if (entry !== 'directory') entries.push(entry instanceof Promise ? await entry : entry);
    else if (!(answer instanceof Error)) {
      const reach = narrower(directory.reach, passersOf(answer.mode));
      const passers = around.access.passing(directory.passers, path.path, answer);
      below.push({ ...path, reach, passers, device: answer.dev });
    }
  }
  return entries;
}

function listing({ share }: FoundShare, directory: TreePath, entries: WalkEntry[], last: boolean): DirectoryListing {
  const raw = directory.raw ? { rawDirectory: directory.raw.toString('base64') } : {};
  return { share: share.name, root: share.root, directory: directory.path, ...raw, entries, last };
}

function place({ share }: FoundShare, path: TreePath) {
  return { share: share.name, root: share.root, path: path.path, ...rawPathOf(path) };
}

/** A root that was unmounted or swapped under the walk must not look like a share that became empty. */
async function isReplaced({ realRoot, stats }: FoundShare): Promise<boolean> {
  const now = await fs.stat(realRoot).catch(() => undefined);
  return now?.ino !== stats.ino || now.dev !== stats.dev;
}

/** Volumes that start something by themselves are the portable ones. */
async function hasAutorun(realRoot: string): Promise<boolean> {
  const [answer] = await lstatBatch([`${realRoot}/autorun.inf`]);
  return answer !== undefined && !(answer instanceof Error) && answer.isFile();
}
