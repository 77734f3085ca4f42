import { resolve } from 'node:path';
import type { Command } from 'commander';
import { FINGERPRINT_KEY_FILE } from '../../record/index.ts';
import { openStateRecord } from '../open-record.ts';
import { settingsOf } from '../settings.ts';

/** `record backup`: a copy of the database that can be restored. */
export function addRecordCommand(record: Command): void {
  record
    .command('backup')
    .description('copy the database to a new file, also while a scan is running')
    .argument('<file>', 'where to; must not be there yet')
    .action(async (file: string, _flags: unknown, command: Command) => {
      const settings = settingsOf(command);
      const record = await openStateRecord(settings, { access: 'read' });
      try {
        const path = resolve(file);
        await record.backup(path);
        console.log(`The record was copied to ${path}.`);
        console.log(
          `The key is not in it. Keep ${FINGERPRINT_KEY_FILE} of ${settings.state().path} (or SHAREWARDEN_KEY) in another safe place: without it the copy cannot be used.`,
        );
      } finally {
        await record.close();
      }
    });
}
