import { chmodSync, existsSync, rmSync } from 'node:fs';
import { OperatorError } from '../model/index.ts';
import type { Connection } from './open-database.ts';
import type { ScanRecord } from './scan-record.ts';
import { toOperatorError } from './store-errors.ts';

/** SQLite's online backup: whole at one moment, beside a running scan. https://www.sqlite.org/backup.html */
export function createBackup(connection: Connection, flush: () => void): ScanRecord['backup'] {
  return async (path) => {
    if (existsSync(path)) throw new OperatorError(path, 'the file is there already', 'Give a new name for each backup');
    flush();
    try {
      await connection.backup(path);
      chmodSync(path, 0o600);
    } catch (error) {
      rmSync(path, { force: true });
      if (error instanceof TypeError)
        throw new OperatorError(path, 'the folder does not exist', 'Make the folder first, or name another file');
      throw toOperatorError(error, path);
    }
  };
}
