import { fingerprintKey, type OpenOptions, openRecord, type ScanRecord } from '../record/index.ts';
import type { Settings } from './settings.ts';

/** The installation's key: from SHAREWARDEN_KEY, the file SHAREWARDEN_KEY_FILE, or the state folder. @throws OperatorError */
export function installationKey(settings: Settings): Uint8Array {
  const { SHAREWARDEN_KEY: environmentValue, SHAREWARDEN_KEY_FILE: keyFile } = process.env;
  return fingerprintKey({
    stateDirectory: settings.state().path,
    ...(environmentValue ? { environmentValue } : {}),
    ...(keyFile ? { keyFile } : {}),
  });
}

/** The record: the one that --store names, else that of the state folder. @throws OperatorError */
export function openStateRecord(settings: Settings, options: OpenOptions = {}): Promise<ScanRecord> {
  return openRecord(settings.store() ?? settings.state().database, {
    fingerprintKey: installationKey(settings),
    ...options,
  });
}
