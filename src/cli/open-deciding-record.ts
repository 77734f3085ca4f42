import { OperatorError } from '../model/index.ts';
import type { ScanRecord } from '../record/index.ts';
import { openStateRecord } from './open-record.ts';
import type { Settings } from './settings.ts';

/** How long one step of the web app waits for a step of a scan: a browser waits too. */
const BUSY_TIMEOUT_MS = 2_000;
/** The same for a command, which nobody else waits for. */
const COMMAND_BUSY_TIMEOUT_MS = 30_000;

/** The record for what people do, beside a scan; made or brought up to date first where that is needed. @throws OperatorError */
export async function openDecidingRecord(settings: Settings, busyTimeoutMs = BUSY_TIMEOUT_MS): Promise<ScanRecord> {
  const open = () => openStateRecord(settings, { access: 'decide', busyTimeoutMs });
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    const record = await openStateRecord(settings, { holder: 'a command that brings the record up to date' });
    await record.close();
    return open();
  }
}

/** The same for one command, which waits some seconds for a scan. @throws OperatorError */
export function openForCommand(settings: Settings): Promise<ScanRecord> {
  return openDecidingRecord(settings, COMMAND_BUSY_TIMEOUT_MS);
}

/** The record as it stands, read beside whoever writes; made where there is none. @throws OperatorError */
export async function openForCheck(settings: Settings): Promise<ScanRecord> {
  try {
    return await openStateRecord(settings, { access: 'read' });
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return openForCommand(settings);
  }
}
