import { nearestName, OperatorError } from '../model/index.ts';
import type { ScanRecord } from '../record/index.ts';
import type { Settings } from './settings.ts';

/** A name that is nobody's would be a permission for whoever gets that name later. @throws OperatorError */
export async function checkPeople({ config }: Pick<Settings, 'config'>, record: ScanRecord): Promise<void> {
  const names = (await record.review.accounts.list()).map(({ name }) => name);
  const lists = { 'reveal: people': config.reveal?.people, 'quarantine: custodians': config.quarantine?.custodians };
  for (const [list, people = []] of Object.entries(lists)) {
    const unknown = people.find((name) => !names.includes(name));
    if (unknown === undefined) continue;
    const near = nearestName(unknown, names);
    const remedy = near ? `Did you mean "${near}"?` : 'Make the account first: sharewarden user add';
    throw new OperatorError(list, `"${unknown}" is no account`, remedy);
  }
}
