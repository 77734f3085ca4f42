import {
  type Assessment,
  answerAssessment,
  assessFactor,
  closeAssessment,
  decideAssessment,
  QUESTIONS,
  recordNotice,
  reopenAssessment,
} from '../../breach/index.ts';
import { OperatorError } from '../../model/index.ts';
import { type Answer, go, page } from '../answer.ts';
import { seenAssessment } from '../assessment-access.ts';
import { assessmentView, type Unsaved } from '../assessment-view.ts';
import { type AskedBy, DECIDERS, one, type Route } from '../route.ts';
import { typedTexts } from '../typed-texts.ts';
import { missing } from './assessment-routes.ts';

const SIGNERS = ['privacy-officer'] as const;
const TEXT_CHARACTERS = 4_000;

/** What people write into an assessment. Each carries the version that they saw; another one in the record is told, with both words. */
export const ASSESSMENT_ENTRY_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/assessments/:number/answers', title: 'Save answers', allow: DECIDERS, answer: saveAnswers },
  {
    method: 'POST',
    path: '/assessments/:number/scores',
    title: 'Score a factor of the risk of harm',
    allow: DECIDERS,
    answer: saveScore,
  },
  { method: 'POST', path: '/assessments/:number/decision', title: 'Sign a decision', allow: SIGNERS, answer: sign },
  {
    method: 'POST',
    path: '/assessments/:number/notices',
    title: 'Record a notice that was sent',
    allow: SIGNERS,
    answer: notice,
  },
  { method: 'POST', path: '/assessments/:number/close', title: 'Close an assessment', allow: SIGNERS, answer: closeIt },
  {
    method: 'POST',
    path: '/assessments/:number/reopen',
    title: 'Open a closed assessment again',
    allow: SIGNERS,
    answer: reopenIt,
  },
];

async function saveAnswers(asked: AskedBy): Promise<Answer> {
  const assessment = await seenAssessment(asked);
  if (!assessment) return missing();
  const mine = changedValues(asked);
  if (versionOf(asked) !== assessment.version) return shown(asked, assessment, 409, inConflict(assessment, mine));
  const values: Record<string, string> = {};
  const problems: string[] = [];
  let version = assessment.version;
  for (const [key, value] of Object.entries(mine)) {
    try {
      version = await answerAssessment({
        ...entryOf(asked, assessment),
        key,
        value: value === '' ? 'unknown' : value,
        expectedVersion: version,
      });
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      values[key] = value;
      problems.push(error.message);
    }
  }
  if (problems.length === 0) return go(`/assessments/${assessment.number}?saved=${Object.keys(mine).length}#questions`);
  const now = (await seenAssessment(asked)) ?? assessment;
  return shown(asked, now, 422, { values, conflicts: [], problems });
}

/** What the person changed, as against what the form showed them. */
function changedValues({ form }: AskedBy): Record<string, string> {
  const changed: Record<string, string> = {};
  for (const { key } of QUESTIONS) {
    const value = one(form, `answer-${key}`)?.trim().slice(0, TEXT_CHARACTERS) ?? '';
    if (form[`answer-${key}`] !== undefined && value !== (one(form, `seen-${key}`) ?? '').trim()) changed[key] = value;
  }
  return changed;
}

function inConflict(assessment: Assessment, mine: Readonly<Record<string, string>>): Unsaved {
  const { answers, events } = assessment;
  const changedBy = events.at(-1)?.who;
  return {
    values: mine,
    problems: [],
    conflicts: QUESTIONS.flatMap(({ key, ask }) =>
      mine[key] === undefined ? [] : [{ key, ask, theirs: answers[key] ?? '', mine: mine[key] }],
    ),
    ...(changedBy !== undefined && { changedBy }),
  };
}

function saveScore(asked: AskedBy): Promise<Answer> {
  const { form } = asked;
  return written(asked, 'risk', (entry) =>
    assessFactor({
      ...entry,
      factor: one(form, 'factor') ?? '',
      score: one(form, 'score') ?? '',
      evidence: one(form, 'evidence') ?? '',
    }),
  );
}

function sign(asked: AskedBy): Promise<Answer> {
  const { form, viewer } = asked;
  const despiteRisk = one(form, 'despite-risk')?.slice(0, TEXT_CHARACTERS);
  return written(asked, 'sign', (entry) =>
    decideAssessment({
      ...entry,
      ...(despiteRisk !== undefined && { despiteRisk }),
      // The name is typed by the signer; the account that they signed in with stands beside it, and is no reason.
      why: entry.why.trim() === '' ? '' : `${entry.why} (signed in as ${viewer.account.name})`,
      decision: one(form, 'decision') ?? '',
      name: (one(form, 'name') ?? '').trim(),
      role: (one(form, 'role') ?? '').trim(),
      confirmation: (one(form, 'confirmation') ?? '').trim(),
    }),
  );
}

function notice(asked: AskedBy): Promise<Answer> {
  const { form } = asked;
  const count = one(form, 'count');
  return written(asked, 'notices', (entry) =>
    recordNotice({
      ...entry,
      duty: one(form, 'duty') ?? '',
      recipient: one(form, 'recipient') ?? '',
      method: one(form, 'method') ?? '',
      sentAtMs: Date.parse(one(form, 'sent') ?? ''),
      ...(count !== undefined && /^\d{1,9}$/.test(count) && { count: Number(count) }),
    }),
  );
}

function closeIt(asked: AskedBy): Promise<Answer> {
  return written(asked, 'close', closeAssessment);
}

function reopenIt(asked: AskedBy): Promise<Answer> {
  return written(asked, 'close', reopenAssessment);
}

type EntryGiven = ReturnType<typeof entryOf>;

/** One entry against the version that the person saw; what stands against it is told on the page, with the record as it is now. */
async function written(asked: AskedBy, part: string, write: (entry: EntryGiven) => Promise<unknown>): Promise<Answer> {
  const assessment = await seenAssessment(asked);
  if (!assessment) return missing();
  try {
    await write({ ...entryOf(asked, assessment), expectedVersion: versionOf(asked) });
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return shown(asked, (await seenAssessment(asked)) ?? assessment, 409, {
      values: {},
      conflicts: [],
      problems: [error.message],
      typed: typedTexts(asked.form),
    });
  }
  return go(`/assessments/${assessment.number}#${part}`);
}

function entryOf({ review, viewer, form, nowMs }: AskedBy, { number }: Assessment) {
  const why = (one(form, 'why') ?? '').slice(0, TEXT_CHARACTERS);
  return { record: review.record, number, nowMs, who: viewer.account.name, why, expectedVersion: 0 };
}

function versionOf({ form }: AskedBy): number {
  return Number(one(form, 'version') ?? 0);
}

function shown({ viewer }: AskedBy, assessment: Assessment, status: number, unsaved: Unsaved): Answer {
  const answer = page('assessment', assessment.number, assessmentView(assessment, viewer, { unsaved }));
  return answer.kind === 'page' ? { ...answer, status } : answer;
}
