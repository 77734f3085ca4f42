import { createHmac } from 'node:crypto';
import type { Stats } from 'node:fs';
import { constants } from 'node:fs';
import { chmod, chown, type FileHandle, link, lstat, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemErrorCode } from '../model/index.ts';

const CHUNK_BYTES = 1 << 20;
const READ_ONLY = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

export interface Copied {
  /** HMAC-SHA-256 of the bytes, hex. */
  readonly digest: string;
  /** Of the source, at the end of reading. */
  readonly stats: Stats;
}

/** For chown(2): leaves the owner as it is. */
const UNCHANGED = -1;
const yes = (): boolean => true;
const no = (): boolean => false;

/** Digest of a regular file; undefined where there is none or it is a link. */
export async function digestOfFile(path: string | Buffer, contentKey: Uint8Array): Promise<string | undefined> {
  let source: FileHandle;
  try {
    source = await open(path, READ_ONLY);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(systemErrorCode(error))) return undefined;
    throw error;
  }
  try {
    if (!(await source.stat()).isFile()) return undefined;
    return await pump(source, contentKey);
  } finally {
    await source.close();
  }
}

/** Copies to a new file, lets the disk have it, and reads it back. Undefined where the copy is not what was read. */
export async function copyVerified(
  from: string | Buffer,
  to: string | Buffer,
  contentKey: Uint8Array,
): Promise<Copied | undefined> {
  const source = await open(from, READ_ONLY);
  try {
    const target = await open(
      to,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
      0o600,
    );
    let digest: string;
    try {
      digest = await pump(source, contentKey, target);
      await target.sync();
    } finally {
      await target.close();
    }
    const stats = await source.stat();
    return (await digestOfFile(to, contentKey)) === digest ? { digest, stats } : undefined;
  } finally {
    await source.close();
  }
}

async function pump(source: FileHandle, contentKey: Uint8Array, target?: FileHandle): Promise<string> {
  const hash = createHmac('sha256', contentKey);
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let at = 0; ; ) {
    const { bytesRead } = await source.read(buffer, 0, CHUNK_BYTES, at);
    if (bytesRead === 0) return hash.digest('hex');
    at += bytesRead;
    hash.update(buffer.subarray(0, bytesRead));
    for (let written = 0; target && written < bytesRead; )
      written += (await target.write(buffer, written, bytesRead - written)).bytesWritten;
  }
}

/** Renames where nothing lies: a file that somebody laid there is never overwritten. False where one lies there. */
export async function renameToFree(from: string | Buffer, to: string | Buffer): Promise<boolean> {
  try {
    await link(from, to);
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(systemErrorCode(error))) throw error;
    // A file system without hard links: look, then rename.
    if (await exists(to)) return false;
    await rename(from, to);
    return true;
  }
  await unlink(from);
  return true;
}

export async function exists(path: string | Buffer): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error))) return false;
    throw error;
  }
}

export async function removeIfThere(path: string | Buffer): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  }
}

/** Makes a rename in this folder survive a loss of power. */
export async function syncFolderOf(path: string): Promise<void> {
  const folder = await open(dirname(path), constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * Owner, group and permissions as they were, as far as this account may set them. Where the group cannot be given back, no group is let
 * in: the one that the file has now never could read it. False where owner or group are others.
 */
export async function giveBack(
  path: string | Buffer,
  { uid, gid, mode }: { readonly uid: number; readonly gid: number; readonly mode: number },
): Promise<boolean> {
  const isGiven = await chown(path, uid, gid).then(yes, no);
  const isInGroup = isGiven || (await chown(path, UNCHANGED, gid).then(yes, no));
  await chmod(path, mode & (isInGroup ? 0o777 : 0o707));
  return isGiven;
}
