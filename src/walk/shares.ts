import { promises as fs, type Stats } from 'node:fs';
import { isAbsolute } from 'node:path';
import { OperatorError } from '../model/index.ts';
import type { Share } from './walk-types.ts';
import { errorCode } from './world-errors.ts';

/** A share whose root was found and can be listed. */
export interface FoundShare {
  readonly share: Share;
  /** The root with every link resolved. */
  readonly realRoot: string;
  readonly stats: Stats;
}

/**
 * Finds every root before anything is listed. Throws OperatorError: a root that is missing, no directory, or cannot be listed;
 * one given twice, or lying inside another, since its files would be counted twice; and the own state folder.
 */
export async function findShares(shares: readonly Share[], skip: readonly string[]): Promise<FoundShare[]> {
  const found: FoundShare[] = [];
  for (const share of shares) found.push(await findShare(share));
  for (const { share, realRoot } of found) {
    for (const other of found) if (other.share !== share) refuseOverlap(share, realRoot, other);
    if (skip.some((path) => isWithin(realRoot, path))) {
      throw new OperatorError(
        share.root,
        'this is the own state folder',
        'Name the folder that holds the files to scan',
      );
    }
  }
  return found;
}

async function findShare(share: Share): Promise<FoundShare> {
  const { root } = share;
  if (!isAbsolute(root)) throw new Error('the root of a share is an absolute path');
  try {
    const realRoot = await fs.realpath(root);
    const stats = await fs.stat(realRoot);
    if (!stats.isDirectory())
      throw new OperatorError(root, 'this is not a folder', 'Name the folder that holds the file');
    await (await fs.opendir(realRoot)).close();
    return { share, realRoot, stats };
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw unusable(root, errorCode(error));
  }
}

function unusable(root: string, code: string): OperatorError {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new OperatorError(root, 'there is no such folder', 'Check the spelling, and that the share is mounted');
    case 'EACCES':
    case 'EPERM':
      return new OperatorError(
        root,
        'this account may not list the folder',
        'Give the scanning account read and execute permission on it, or scan as another account',
      );
    default:
      return new OperatorError(
        root,
        `the folder cannot be listed (${code})`,
        'Check the share and its mount, then start again',
      );
  }
}

function refuseOverlap(share: Share, realRoot: string, other: FoundShare): void {
  if (!isWithin(realRoot, other.realRoot)) return;
  const problem =
    realRoot === other.realRoot
      ? `the same folder is given twice (also as ${other.share.root})`
      : `it lies inside ${other.share.root}`;
  throw new OperatorError(
    share.root,
    `${problem}, so its files would be counted twice`,
    'Name each folder once, and the outer one only',
  );
}

/** True for the folder itself and for everything below it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** Paths to pass over, with links resolved; those that do not exist yet stay as they are. */
export async function realPaths(paths: readonly string[]): Promise<string[]> {
  return Promise.all(paths.map((path) => fs.realpath(path).catch(() => path)));
}
