import {
  type Assessment,
  answerAssessment,
  assessFactor,
  choiceWords,
  closeAssessment,
  decideAssessment,
  QUESTIONS,
  recordNotice,
  reopenAssessment,
} from '../../breach/index.ts';
import { maskIdentifierShapes, OperatorError } from '../../model/index.ts';
import { type Answer, go, page } from '../answer.ts';
import { seenAssessment } from '../assessment-access.ts';
import { assessmentView, type Unsaved } from '../assessment-view.ts';
import { type EntryProblem, entryProblem } from '../entry-problem.ts';
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
  if (versionOf(asked) !== assessment.version)
    return shown(asked, assessment, 409, { ...inConflict(assessment, mine), fields: typedFields(asked) });
  const problems = await saveEach(asked, assessment, mine);
  const keys = Object.keys(mine);
  if (problems.size === 0) return go(`/assessments/${assessment.number}?saved=${keys.length}#questions`);
  const now = (await seenAssessment(asked)) ?? assessment;
  return shown(asked, now, 422, {
    values: Object.fromEntries([...problems.keys()].map((key) => [key, mine[key] ?? ''])),
    conflicts: [],
    problems: distinct([...problems.values()]),
    part: 'answers',
    fields: typedFields(asked),
    isPartlySaved: problems.size < keys.length,
  });
}

/** Saves what can be saved; an answer that contradicts another one may fit once that one is changed too. */
async function saveEach(
  asked: AskedBy,
  assessment: Assessment,
  mine: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, EntryProblem>> {
  const problems = new Map<string, EntryProblem>();
  let version = assessment.version;
  let waiting = Object.entries(mine);
  for (let before = waiting.length + 1; waiting.length > 0 && waiting.length < before; ) {
    before = waiting.length;
    for (const [key, value] of waiting) {
      const entry = { ...entryOf(asked, assessment), key, value: value === '' ? 'unknown' : value };
      try {
        version = await answerAssessment({ ...entry, expectedVersion: version });
        problems.delete(key);
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        problems.set(key, entryProblem(error));
      }
    }
    waiting = waiting.filter(([key]) => problems.has(key));
  }
  return problems;
}

function distinct(problems: readonly EntryProblem[]): readonly EntryProblem[] {
  return [...new Map(problems.map((problem) => [`${problem.field} ${problem.says}`, problem])).values()];
}

/** The fields of the form that was sent, without numbers of people. */
function typedFields({ form }: AskedBy): Readonly<Record<string, string>> {
  const names = Object.keys(form).filter((name) => !/^(?:form-token|version|(?:answer|seen)-.*)$/.test(name));
  return Object.fromEntries(
    names.map((name) => [name, maskIdentifierShapes((one(form, name) ?? '').slice(0, TEXT_CHARACTERS))]),
  );
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

function inConflict(assessment: Assessment, mine: Readonly<Record<string, string>>): Omit<Unsaved, 'fields'> {
  const { answers, events } = assessment;
  const changedBy = events.at(-1)?.who;
  return {
    values: mine,
    problems: [],
    part: 'answers',
    conflicts: QUESTIONS.flatMap(({ key, ask }) =>
      mine[key] === undefined
        ? []
        : [{ key, ask, theirs: inWords(key, answers[key] ?? ''), mine: inWords(key, mine[key]) }],
    ),
    ...(changedBy !== undefined && { changedBy }),
  };
}

function inWords(key: string, value: string): string {
  return QUESTIONS.some((question) => question.key === key && 'choices' in question) ? choiceWords(value) : value;
}

function saveScore(asked: AskedBy): Promise<Answer> {
  const { form } = asked;
  const factor = one(form, 'factor') ?? '';
  return written(asked, `risk-${factor}`, (entry) =>
    assessFactor({
      ...entry,
      factor,
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
      account: viewer.account.name,
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
    const now = (await seenAssessment(asked)) ?? assessment;
    return shown(asked, now, 409, {
      values: {},
      conflicts: [],
      problems: [entryProblem(error)],
      part,
      fields: typedFields(asked),
      ...(now.status !== assessment.status || now.status === 'closed' ? { typed: typedTexts(asked.form) } : {}),
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

function shown(asked: AskedBy, assessment: Assessment, status: number, unsaved: Unsaved): Answer {
  const answer = page('assessment', assessment.number, assessmentView(assessment, asked, { unsaved }));
  return answer.kind === 'page' ? { ...answer, status } : answer;
}
