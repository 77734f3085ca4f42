import { loadPolicy, type Policy } from '../judge/index.ts';
import type { Settings } from './settings.ts';
import { shippedForms } from './shipped-forms.ts';

/** The packs of some folders that are in force today (UTC). @throws OperatorError for a pack that cannot be used. */
export function policyInForce(folders: Settings['policyFolders']): Policy {
  return loadPolicy(folders, new Date().toISOString().slice(0, 10), shippedForms());
}
