import type { RecordedFile, ScanRecord } from '../record/index.ts';
import { liesIn } from './areas.ts';
import { type AskedBy, numberOf } from './route.ts';

export interface SeenFile {
  readonly exposureId: number;
  readonly file: RecordedFile;
}

const FLAGS_MAX = 200;

/** The file that the address names, if it stands in that exposure and the viewer may see it; undefined alike for all else. */
export async function seenFile({ review, viewer, params }: AskedBy): Promise<SeenFile | undefined> {
  const [exposureId, fileId] = [numberOf(params.exposureId), numberOf(params.fileId)];
  if (exposureId === undefined || fileId === undefined) return undefined;
  const file = await review.record.files.file(fileId);
  if (!file || !liesIn(file.facts, viewer.within)) return undefined;
  return (await standsIn(review.record, exposureId, fileId)) ? { exposureId, file } : undefined;
}

async function standsIn(record: ScanRecord, exposureId: number, fileId: number): Promise<boolean> {
  const { flags } = await record.flags.list({ exposureIds: [exposureId], limit: FLAGS_MAX });
  for (const { flagId } of flags) {
    const details = await record.flags.get(flagId);
    if (details?.standing.some((place) => place.fileId === fileId)) return true;
  }
  return false;
}
