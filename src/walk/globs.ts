import picomatch from 'picomatch';
import { OperatorError } from '../model/index.ts';

export interface Selection {
  /** The file is not scanned: excluded, or not among what is included. */
  excludesFile(path: string): boolean;
  /** The directory is not entered. */
  excludesDirectory(path: string): boolean;
}

/** Globs over paths below the root, dot files too, case-sensitive. One without '/' matches names at any depth; 'x/' only directories. */
export function createSelection(include: readonly string[] = [], exclude: readonly string[] = []): Selection {
  const included = include.length === 0 ? () => true : matcher(include, 'include');
  const excludedFile = matcher(
    exclude.filter((glob) => !glob.endsWith('/')),
    'exclude',
  );
  const excludedDirectory = matcher(
    exclude.map((glob) => glob.replace(/\/+$/, '')),
    'exclude',
  );
  return {
    excludesFile: (path) => !included(path) || excludedFile(path),
    excludesDirectory: (path) => excludedDirectory(path),
  };
}

/** True where one of the globs matches. Throws OperatorError for one that is not a glob. */
export function matcher(
  globs: readonly string[],
  setting: string,
  options: { anyDepth: boolean } = { anyDepth: true },
): (path: string) => boolean {
  const matches = globs.map((glob) => compile(glob.replace(/^\.?\//, ''), setting, options.anyDepth));
  return (path) => matches.some((match) => match(path));
}

function compile(glob: string, setting: string, anyDepth: boolean): (path: string) => boolean {
  if (glob === '')
    throw new OperatorError(
      setting,
      'an empty glob matches nothing',
      'Give a glob such as *.iso or archive/**, or leave it out',
    );
  try {
    return picomatch(glob, { dot: true, basename: anyDepth && !glob.includes('/'), strictBrackets: true });
  } catch {
    throw new OperatorError(setting, `"${glob}" is not a glob`, 'Close every bracket, or put a backslash before it');
  }
}
