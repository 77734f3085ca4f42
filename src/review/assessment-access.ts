import { type Assessment, showAssessment } from '../breach/index.ts';
import { OperatorError } from '../model/index.ts';
import type { RecordedAssessment } from '../record/index.ts';
import { liesIn } from './areas.ts';
import type { ReviewContext } from './review-context.ts';
import type { AskedBy, Viewer } from './route.ts';

/** The assessment that the address names, if the viewer may see all of it; undefined alike where there is none. */
export async function seenAssessment({ review, viewer, params, nowMs }: AskedBy): Promise<Assessment | undefined> {
  const number = params.number ?? '';
  if (!/^BA-\d{4}-\d{4,}$/.test(number)) return undefined;
  const recorded = await review.record.assessments.get(number);
  if (!recorded || !(await isWithin(review, viewer, recorded))) return undefined;
  try {
    return await showAssessment(review.record, number, { nowMs, targets: review.targets ?? {} });
  } catch (error) {
    if (error instanceof OperatorError && error.message.includes('no such assessment')) return undefined;
    throw error;
  }
}

/** A custodian sees an assessment whose files all lie in their areas; one without files is the privacy officer's. */
export async function isWithin(
  { record }: ReviewContext,
  { within }: Viewer,
  { files }: Pick<RecordedAssessment, 'files'>,
): Promise<boolean> {
  if (!within) return true;
  for (const { fileId } of files) {
    const file = await record.files.file(fileId);
    if (!file || !liesIn(file.facts, within)) return false;
  }
  return files.length > 0;
}
