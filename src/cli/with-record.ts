import type { Command } from 'commander';
import type { ScanRecord } from '../record/index.ts';
import { openForCommand } from './open-deciding-record.ts';
import { openStateRecord } from './open-record.ts';
import { type Settings, settingsOf } from './settings.ts';

/**
 * Opens the record, works, and closes it whatever happens. `read` and `decide` go beside a scan; `write` waits until no scan runs.
 * @throws OperatorError
 */
export async function withRecord<Result>(
  command: Command,
  access: 'read' | 'decide' | 'write',
  work: (record: ScanRecord, settings: Settings) => Promise<Result>,
): Promise<Result> {
  const settings = settingsOf(command);
  const record = await (access === 'decide' ? openForCommand(settings) : openStateRecord(settings, { access }));
  try {
    return await work(record, settings);
  } finally {
    await record.close();
  }
}
