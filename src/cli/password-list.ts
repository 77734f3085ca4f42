import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { OperatorError } from '../model/index.ts';
import type { Settings } from './settings.ts';

/** A try costs up to half a second for each locked file, so a list is not a dictionary. */
const PASSWORDS_MAX = 200;
const LIST_BYTES_MAX = 64 * 1024;
const OTHERS = 0o077;

/** The passwords of the file that the configuration names, one a line; none without a file. @throws OperatorError */
export function passwordList({ config, base }: Settings): readonly string[] {
  if (config.passwords === undefined) return [];
  const path = resolve(base, config.passwords);
  const text = readPrivately(path);
  const passwords = [...new Set(text.replace(/^\ufeff/, '').split(/\r?\n/))].filter((line) => line !== '');
  if (passwords.length > PASSWORDS_MAX)
    throw new OperatorError(
      path,
      `names ${passwords.length} passwords, and every locked file would be tried with each`,
      `Keep at most ${PASSWORDS_MAX}, the likeliest first`,
    );
  return passwords;
}

function readPrivately(path: string): string {
  try {
    const { mode, size } = statSync(path);
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0)
      throw new OperatorError(path, 'other accounts can reach this list of passwords', `Run chmod 600 ${path}`);
    if (size > LIST_BYTES_MAX)
      throw new OperatorError(path, 'is too big for a list of passwords', 'One password a line, nothing else');
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(
      path,
      `the list of passwords cannot be read (${code})`,
      'Check "passwords" in the configuration',
    );
  }
}
