import { isWithin } from './assessment-access.ts';
import type { ExposureView } from './exposure-view.ts';
import type { AskedBy } from './route.ts';

/** Assessments to which files of the exposure belong, as far as the viewer may see them. */
export async function exposureAssessments(
  { review, viewer }: AskedBy,
  { places }: ExposureView,
): Promise<readonly string[]> {
  const ids = new Set(places.map(({ fileId }) => fileId));
  const numbers: string[] = [];
  for (const assessment of await review.record.assessments.list())
    if (assessment.files.some(({ fileId }) => ids.has(fileId)) && (await isWithin(review, viewer, assessment)))
      numbers.push(assessment.number);
  return numbers;
}
