import {
  type Assessment,
  composeDocument,
  exportEvidence,
  loadLaw,
  openManualIncident,
  renderDocx,
  renderHtml,
  renderPdf,
} from '../../breach/index.ts';
import { ELEMENT_TYPES, type PeopleCount } from '../../model/index.ts';
import { typeWords } from '../../report/index.ts';
import { type Answer, go, page, refused } from '../answer.ts';
import { REGISTER_SCHEMA } from '../api-schemas.ts';
import { seenAssessment } from '../assessment-access.ts';
import { assessmentRegister } from '../assessment-register.ts';
import { ASSESSMENT_SCHEMA } from '../assessment-schema.ts';
import { assessmentView } from '../assessment-view.ts';
import { exposureView } from '../exposure-view.ts';
import { noteLook } from '../note-look.ts';
import { type AskedBy, many, numberOf, one, READERS, type Route } from '../route.ts';
import { TEXTS } from '../texts.ts';

const SIGNERS = ['privacy-officer'] as const;

export const ASSESSMENT_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/assessments',
    title: 'Breach assessments with their deadlines',
    allow: READERS,
    api: { response: REGISTER_SCHEMA },
    answer: register,
  },
  {
    method: 'GET',
    path: '/new-assessment',
    title: 'Form for an incident that no scan saw',
    allow: SIGNERS,
    answer: newIncident,
  },
  { method: 'POST', path: '/assessments', title: 'Open an assessment by hand', allow: SIGNERS, answer: openIncident },
  {
    method: 'POST',
    path: '/exposures/:exposureId/assessment',
    title: 'Open an assessment for the files of an exposure',
    allow: SIGNERS,
    answer: openForExposure,
  },
  {
    method: 'GET',
    path: '/assessments/:number',
    title: 'One assessment',
    allow: READERS,
    api: { response: ASSESSMENT_SCHEMA },
    answer: assessmentPage,
  },
  {
    method: 'GET',
    path: '/assessments/:number/documents/:document',
    title: 'A document of an assessment as html, docx or pdf',
    allow: READERS,
    perMinute: 60,
    answer: document,
  },
  {
    method: 'POST',
    path: '/assessments/:number/bundle',
    title: 'Evidence bundle',
    allow: SIGNERS,
    perMinute: 10,
    answer: bundle,
  },
];

async function register(asked: AskedBy): Promise<Answer> {
  await noteLook(asked, 'assessments', {});
  const lines = await assessmentRegister(asked);
  return page('assessments', TEXTS.assessments.title, {
    lines,
    mayOpen: asked.viewer.account.role === 'privacy-officer',
  });
}

async function newIncident(): Promise<Answer> {
  return page('new-assessment', TEXTS.manual.title, {
    types: ELEMENT_TYPES.map((type) => ({ type, words: typeWords(type) })),
  });
}

async function openIncident(asked: AskedBy): Promise<Answer> {
  const { form } = asked;
  const people = peopleOf(one(form, 'people') ?? '0');
  const residents = residentsOf(one(form, 'residents') ?? '');
  if (!people) return refused(422, TEXTS.manual.badCount, TEXTS.refused.back);
  if (!residents) return refused(422, TEXTS.manual.badResidents, TEXTS.refused.back);
  return opened(asked, {
    people,
    residents,
    types: many(form, 'type'),
    named: one(form, 'named') === 'yes',
    files: [],
  });
}

async function openForExposure(asked: AskedBy): Promise<Answer> {
  const { review, viewer, params } = asked;
  const view = await exposureView(review, viewer, numberOf(params.exposureId) ?? 0);
  if (!view) return refused(404, TEXTS.exposure.none, TEXTS.refused.missingRemedy);
  const files = [];
  for (const { fileId } of view.places) {
    const file = await review.record.files.file(fileId);
    if (file) files.push({ share: file.facts.share, path: file.facts.path });
  }
  return opened(asked, { people: { lower: 0, likely: 0, upper: 0 }, residents: {}, types: [], named: false, files });
}

async function opened(
  { review, viewer, form, nowMs }: AskedBy,
  incident: Pick<Parameters<typeof openManualIncident>[0], 'people' | 'residents' | 'types' | 'named' | 'files'>,
): Promise<Answer> {
  const policyDigest = (await review.record.runs.lastFinishedRun())?.policyDigest ?? 'none';
  const why = (one(form, 'why') ?? '').slice(0, 1_000);
  const number = await openManualIncident({
    ...incident,
    record: review.record,
    nowMs,
    who: viewer.account.name,
    why,
    policyDigest,
  });
  return go(`/assessments/${number}`);
}

async function assessmentPage(asked: AskedBy): Promise<Answer> {
  const assessment = await looked(asked);
  if (!assessment) return missing();
  const saved = numberOf(one(asked.query, 'saved'));
  return page('assessment', assessment.number, assessmentView(assessment, asked, saved === undefined ? {} : { saved }));
}

async function document(asked: AskedBy): Promise<Answer> {
  const assessment = await looked(asked);
  const [, id = '', kind = ''] = /^([a-z-]+)\.(html|docx|pdf)$/.exec(asked.params.document ?? '') ?? [];
  if (!assessment || kind === '') return missing();
  const composed = composeDocument(assessment, loadLaw(), id);
  const name = `${assessment.number}-${id}.${kind}`;
  switch (kind) {
    case 'html':
      return { kind: 'file', type: 'text/html; charset=utf-8', body: renderHtml(composed), name };
    case 'docx':
      return {
        kind: 'file',
        type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        body: await renderDocx(composed),
        name,
      };
    default:
      return { kind: 'file', type: 'application/pdf', body: await renderPdf(composed, asked.nowMs), name };
  }
}

async function bundle(asked: AskedBy): Promise<Answer> {
  const { review, viewer, nowMs } = asked;
  const assessment = await looked(asked);
  if (!assessment) return missing();
  const { fileName, bytes } = await exportEvidence({
    record: review.record,
    number: assessment.number,
    who: viewer.account.name,
    nowMs,
    versions: review.versions,
    view: { targets: review.targets ?? {} },
  });
  return { kind: 'file', type: 'application/zip', body: bytes, name: fileName };
}

async function looked(asked: AskedBy): Promise<Assessment | undefined> {
  const assessment = await seenAssessment(asked);
  await noteLook(
    asked,
    assessment ? `assessment ${assessment.number}` : 'assessment none',
    assessment ? {} : { refused: true },
  );
  return assessment;
}

export function missing(): Answer {
  return refused(404, TEXTS.assessments.missing, TEXTS.refused.missingRemedy);
}

function peopleOf(text: string): PeopleCount | undefined {
  const [, lower, upper = lower] = /^\s*(\d{1,9})\s*(?:-\s*(\d{1,9}))?\s*$/.exec(text) ?? [];
  return lower === undefined ? undefined : { lower: Number(lower), likely: Number(upper), upper: Number(upper) };
}

function residentsOf(text: string): Record<string, number> | undefined {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const residents: Record<string, number> = {};
  for (const part of parts) {
    const [, state, count] = /^([A-Za-z]{2})\s*=\s*(\d{1,9})$/.exec(part) ?? [];
    if (state === undefined) return undefined;
    residents[state.toUpperCase()] = Number(count);
  }
  return residents;
}
