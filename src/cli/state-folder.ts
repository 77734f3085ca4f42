import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { OperatorError } from '../model/index.ts';

/** Everything the tool keeps lies below one folder. */
export interface StateFolder {
  readonly path: string;
  readonly database: string;
  readonly reports: string;
}

/** The folder given by flag, environment or platform custom; made with mode 0700. @throws OperatorError when it cannot be made. */
export function openStateFolder(flag: string | undefined, environment: NodeJS.ProcessEnv): StateFolder {
  const path = resolve(flag ?? environment.SHAREWARDEN_STATE ?? platformFolder(environment));
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(path, `the state folder cannot be made (${code})`, 'Give another with --state DIR');
  }
  return { path, database: join(path, 'record.sqlite'), reports: join(path, 'reports') };
}

function platformFolder(environment: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32')
    return join(environment.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'sharewarden');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'sharewarden');
  return join(environment.XDG_STATE_HOME ?? join(homedir(), '.local', 'state'), 'sharewarden');
}
