import { OperatorError } from '../model/index.ts';
import type { ScanRecord } from '../record/index.ts';
import { openStateRecord } from './open-record.ts';
import type { Settings } from './settings.ts';

/** How long one step waits for a step of a scan. */
const BUSY_TIMEOUT_MS = 2_000;

/** The record for what people do, beside a scan; made or brought up to date first where that is needed. @throws OperatorError */
export async function openDecidingRecord(settings: Settings): Promise<ScanRecord> {
  const open = () => openStateRecord(settings, { access: 'decide', busyTimeoutMs: BUSY_TIMEOUT_MS });
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    const record = await openStateRecord(settings, { holder: 'the web app, which brings the record up to date' });
    await record.close();
    return open();
  }
}
