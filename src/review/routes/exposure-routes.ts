import { type Answer, page, refused } from '../answer.ts';
import { EXPOSURE_SCHEMA } from '../api-schemas.ts';
import { assignees } from '../assignees.ts';
import { batchNotice } from '../batch-notice.ts';
import { exposureAssessments } from '../exposure-assessments.ts';
import { exposureView } from '../exposure-view.ts';
import { noteLook } from '../note-look.ts';
import { type AskedBy, numberOf, one, READERS, type Route } from '../route.ts';
import { TEXTS } from '../texts.ts';

export const EXPOSURE_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/exposures/:exposureId',
    title: 'One exposure with its rules, places, masked matches and timeline',
    allow: READERS,
    api: { response: EXPOSURE_SCHEMA },
    answer: exposurePage,
  },
];

async function exposurePage(asked: AskedBy): Promise<Answer> {
  const { review, viewer, params } = asked;
  const exposureId = numberOf(params.exposureId);
  const view = exposureId === undefined ? undefined : await exposureView(review, viewer, exposureId);
  if (!view) {
    await noteLook(asked, `exposure ${exposureId ?? 'none'}`, { refused: true });
    return refused(404, TEXTS.exposure.none, TEXTS.refused.missingRemedy);
  }
  await noteLook(asked, `exposure ${view.exposureId}`, { places: view.places.length });
  return page('exposure', `${TEXTS.exposure.title} ${view.exposureId}`, {
    ...view,
    assessments: await exposureAssessments(asked, view),
    mayMail: review.mail !== undefined && viewer.account.role !== 'auditor',
    sent: one(asked.query, 'sent') === '1',
    asked: one(asked.query, 'asked') === '1',
    mayOpenAssessment: viewer.account.role === 'privacy-officer',
    assignees: view.mayDecide ? await assignees(review) : [],
    notice: await batchNotice(asked),
  });
}
