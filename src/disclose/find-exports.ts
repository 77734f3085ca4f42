import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { OperatorError } from '../model/index.ts';
import { COPY_TYPES, copyTypeOf, HELD_BYTES_MAX, isContainer, isHeld, TOO_BIG } from './copy-types.ts';

export interface Export {
  readonly path: string;
  /** As the recipient sees it: base name, or path below the folder that is cleared. */
  readonly shown: string;
}

/**
 * The files that are to go, and whether a fixed copy can come of them at `fixTo`; nothing is read yet, so that it can be asked before
 * anything is typed or waited for. @throws OperatorError for what cannot be an export, or cannot be copied with changes
 */
export function findExports(paths: readonly string[], fixTo?: string): readonly [Export, ...Export[]] {
  const [first, ...others] = paths.flatMap(exportsAt);
  if (!first) throw new OperatorError(paths.join(' '), 'there is no file in it', 'Name the export itself');
  if (fixTo !== undefined) refuseCopy(first, others.length, fixTo);
  return [first, ...others];
}

function refuseCopy({ path }: Export, others: number, fixTo: string): void {
  if (others > 0) throw new OperatorError('--fix', 'makes a copy of one file at a time', 'Name one export');
  if (!copyTypeOf(path))
    throw isContainer(path)
      ? new OperatorError(
          path,
          'holds other files, and a fixed copy is made of one file at a time',
          'Unpack it, make a fixed copy of each file where one is needed, and clear the folder with them',
        )
      : new OperatorError(
          path,
          `a fixed copy is made of ${COPY_TYPES.slice(0, -1).join(', ')} and ${COPY_TYPES.at(-1)} only`,
          'Export it as one of these',
        );
  if (isHeld(path) && statSync(path).size > HELD_BYTES_MAX)
    throw new OperatorError(path, TOO_BIG.problem, TOO_BIG.remedy);
  const target = resolve(fixTo);
  if (existsSync(target)) throw new OperatorError(fixTo, 'is there already', 'Name a file that is not');
  if (extname(target).toLowerCase() !== extname(path).toLowerCase())
    throw new OperatorError(
      fixTo,
      `is not of the type of the export (${extname(path)})`,
      'Give the copy the same ending',
    );
  if (!existsSync(dirname(target)))
    throw new OperatorError(
      fixTo,
      'the copy cannot be written (ENOENT): there is no such folder',
      'Make it, or name another place',
    );
}

/** A file, or all files below a folder. @throws OperatorError for links and other special files. */
function exportsAt(path: string): Export[] {
  const below = (folder: string, prefix: string): Export[] =>
    readdirSync(folder, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const at = join(folder, entry.name);
        if (entry.isDirectory()) return below(at, `${prefix}${entry.name}/`);
        if (entry.isFile()) return [{ path: at, shown: prefix + entry.name }];
        throw new OperatorError(at, 'is a link or a special file', 'Put the file itself into the folder');
      });
  try {
    const state = lstatSync(path);
    if (state.isFile()) return [{ path: resolve(path), shown: basename(path) }];
    if (state.isDirectory()) return below(resolve(path), '');
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(
      path,
      code === 'ENOENT' ? 'there is no such file or folder' : `the export cannot be read (${code})`,
      'Check the path',
    );
  }
  throw new OperatorError(path, 'is not a file or folder', 'Name the export itself');
}
