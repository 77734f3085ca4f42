import { randomBytes } from 'node:crypto';
import { chmod, type FileHandle, mkdir, open, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '../model/index.ts';

/** Files that appear under their names only when all of them are complete. */
export interface WholeFiles {
  /** Adds text to a file; the first text makes it. */
  write(name: string, text: string): Promise<void>;
  /** Puts every file in its place and returns the paths. */
  publish(): Promise<readonly string[]>;
  /** Removes what is not published. Twice is harmless. */
  discard(): Promise<void>;
}

interface Pending {
  readonly handle: FileHandle;
  readonly temporary: string;
  readonly path: string;
}

/**
 * Files in one folder, readable by the owner only. They are written beside their place under another name, flushed, and
 * renamed. Rejects with OperatorError where the folder cannot be made or written, or the disk is full.
 */
export async function openWholeFiles(folder: string): Promise<WholeFiles> {
  await explained(folder, () => mkdir(folder, { recursive: true, mode: 0o700 }));
  const pending = new Map<string, Pending>();

  const begin = async (name: string): Promise<Pending> => {
    const temporary = join(folder, `.${name}.${randomBytes(6).toString('hex')}.part`);
    const handle = await open(temporary, 'wx', 0o600);
    const begun = { handle, temporary, path: join(folder, name) };
    pending.set(name, begun);
    return begun;
  };

  return {
    write: (name, text) =>
      explained(folder, async () => {
        const { handle } = pending.get(name) ?? (await begin(name));
        await handle.appendFile(text, 'utf8');
      }),
    publish: () =>
      explained(folder, async () => {
        const all = [...pending.values()];
        for (const { handle, temporary } of all) {
          await handle.sync();
          await handle.close();
          await chmod(temporary, 0o600);
        }
        for (const [name, { temporary, path }] of [...pending]) {
          await rename(temporary, path);
          pending.delete(name);
        }
        await syncFolder(folder);
        return all.map(({ path }) => path);
      }),
    async discard() {
      for (const { handle, temporary } of pending.values()) {
        await handle.close().catch(ignore);
        await unlink(temporary).catch(ignore);
      }
      pending.clear();
    },
  };
}

/** So that the new names survive a power cut; not every file system can do it, and the reports are complete without. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(ignore);
  await handle?.sync().catch(ignore);
  await handle?.close();
}

function ignore(): undefined {
  return undefined;
}

async function explained<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw outputError(error, folder);
  }
}

const OTHER_FOLDER = 'or give another folder with --reports DIR';
const EXPLANATIONS: Readonly<Record<string, readonly [problem: string, remedy: string]>> = {
  ENOSPC: ['the disk is full; no report was written', `Free space there, ${OTHER_FOLDER}`],
  EDQUOT: ['the disk quota of this account is used up; no report was written', `Free space there, ${OTHER_FOLDER}`],
  EACCES: ['this account may not write there', `Give it write permission, ${OTHER_FOLDER}`],
  EPERM: ['this account may not write there', `Give it write permission, ${OTHER_FOLDER}`],
  EROFS: ['the disk is read-only', 'Give another folder with --reports DIR'],
  ENOTDIR: ['it is not a folder', 'Give a folder with --reports DIR'],
  EEXIST: ['it is not a folder', 'Give a folder with --reports DIR'],
  EISDIR: ['a folder has the name of a report', `Move it away, ${OTHER_FOLDER}`],
  ENOTEMPTY: ['a folder has the name of a report', `Move it away, ${OTHER_FOLDER}`],
  ENAMETOOLONG: ['the path is too long', 'Give a shorter one with --reports DIR'],
  EIO: ['the disk failed', `Check it, ${OTHER_FOLDER}`],
};

/** What the system says of an output folder, as an OperatorError; anything else comes back as it is. */
export function outputError(error: unknown, folder: string): unknown {
  const known = EXPLANATIONS[(error as NodeJS.ErrnoException).code ?? ''];
  if (!known) return error;
  const operatorError = new OperatorError(folder, known[0], known[1]);
  operatorError.cause = error;
  return operatorError;
}
