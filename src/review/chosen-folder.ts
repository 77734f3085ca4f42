import type { FolderScope } from '../record/index.ts';
import { liesIn } from './areas.ts';
import { readQuestion } from './queue-filter.ts';
import { scanned } from './queue-view.ts';
import { type AskedBy, fieldsOf, one } from './route.ts';

/**
 * The folder for which a decision is to hold: the one that the list was narrowed to. Undefined where it holds for places only. A custodian
 * decides nothing about folders beyond their areas.
 */
export async function chosenFolder({ review, viewer, form }: AskedBy): Promise<FolderScope | 'elsewhere' | undefined> {
  if (one(form, 'scope') !== 'folder') return undefined;
  const { share: name, folder: path } = readQuestion(fieldsOf(one(form, 'query') ?? ''));
  const shares = (await scanned(review)).shares.filter((share) => share.name === name);
  const [share] = shares;
  if (shares.length !== 1 || share === undefined || path === undefined || path === '') return 'elsewhere';
  const place = { share: share.name, root: share.root, path: `${path}/` };
  return liesIn(place, viewer.within) ? { share: { name: share.name, root: share.root }, path } : 'elsewhere';
}
