import { maskIdentifierShapes } from '../../model/index.ts';
import type { SampleAnswer } from '../../record/index.ts';
import { type Answer, go, page, refused } from '../answer.ts';
import { QUALITY_SCHEMA } from '../api-schemas.ts';
import { noteLook } from '../note-look.ts';
import { areasOf, qualityView } from '../quality-view.ts';
import { type AskedBy, DECIDERS, numberOf, one, READERS, type Route } from '../route.ts';
import { TEXTS } from '../texts.ts';

export const QUALITY_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/quality',
    title: 'How often rules are right, and how much is missed',
    allow: READERS,
    api: { response: QUALITY_SCHEMA },
    answer: qualityPage,
  },
  {
    method: 'POST',
    path: '/samples/:sampleId/answers',
    title: 'Say what is in a drawn file',
    allow: DECIDERS,
    answer: answerSample,
  },
];

const ANSWERS: readonly SampleAnswer[] = ['nothing', 'missed', 'cannot-tell'];

async function qualityPage(asked: AskedBy): Promise<Answer> {
  await noteLook(asked, 'quality', {});
  return page('quality', TEXTS.quality.title, await qualityView(asked));
}

async function answerSample(asked: AskedBy): Promise<Answer> {
  const { review, viewer, params, form, nowMs } = asked;
  const given = one(form, 'answer');
  const answer = ANSWERS.find((known) => known === given);
  if (!answer) return refused(422, TEXTS.quality.noAnswer, TEXTS.refused.back);
  const note = (one(form, 'note') ?? '').slice(0, 500);
  if (maskIdentifierShapes(note) !== note) return refused(422, TEXTS.decide.whyNumbers, TEXTS.refused.back);
  const sample = await review.record.samples.get(numberOf(params.sampleId) ?? 0);
  const isMine = sample && (await areasOf(asked)).some(({ name }) => name === sample.area);
  const fileId = numberOf(one(form, 'file')) ?? 0;
  const { name: who } = viewer.account;
  if (
    !isMine ||
    !(await review.record.samples.answer({ sampleId: sample.sampleId, fileId, answer, note, who, atMs: nowMs }))
  )
    return refused(404, TEXTS.quality.noSuch, TEXTS.refused.missingRemedy);
  return go('/quality');
}
