import { type AssessmentSummary, type Clock, listAssessments } from '../breach/index.ts';
import { isWithin } from './assessment-access.ts';
import type { ReviewContext } from './review-context.ts';
import type { AskedBy } from './route.ts';
import { TEXTS } from './texts.ts';
import { peopleInFigures } from './words.ts';

/** A duty in the words of the law, with its clock. */
export interface NextDuty extends Clock {
  readonly text: string;
}

export interface RegisterLine {
  readonly number: string;
  readonly status: AssessmentSummary['status'];
  readonly headline: string;
  readonly stateWords: string;
  /** What is exposed to whom. */
  readonly what: string;
  /** Titles of the rules that asked for it. */
  readonly rules: readonly string[];
  readonly people: string;
  readonly openQuestions: number;
  readonly overdue: boolean;
  /** The duty to meet next. */
  readonly next?: NextDuty;
}

/** Assessments that the viewer sees, or those of one state: open ones first, by their next deadline. */
export async function assessmentRegister(
  asked: AskedBy,
  status?: RegisterLine['status'],
): Promise<readonly RegisterLine[]> {
  const { review, viewer, nowMs } = asked;
  const wanted = status ? { status } : {};
  const visible = new Set<number>();
  for (const recorded of await review.record.assessments.list(wanted))
    if (await isWithin(review, viewer, recorded)) visible.add(recorded.assessmentId);
  const summaries = await listAssessments(review.record, { ...wanted, nowMs, targets: review.targets ?? {} });
  return summaries
    .filter(({ assessmentId }) => visible.has(assessmentId))
    .map((summary) => lineOf(summary, review.rules))
    .sort((a, b) => (a.status === b.status ? dueOf(a) - dueOf(b) : a.status === 'open' ? -1 : 1));
}

function lineOf(summary: AssessmentSummary, titles: ReviewContext['rules']): RegisterLine {
  const { number, status, headline, what, rules, people, openQuestions, overdue } = summary;
  const next = nextDuty(summary);
  return {
    ...{ number, status, headline, what, openQuestions },
    stateWords: stateWords(summary),
    rules: rules.map((rule) => titles.get(rule)?.title ?? rule),
    people: peopleInFigures(people),
    overdue: overdue.length > 0,
    ...(next && { next }),
  };
}

/** The first duty that runs or is overdue; where none has a day, the first one that is still owed. None of a closed record. */
export function nextDuty({
  clocks,
  status,
  duties,
}: Pick<AssessmentSummary, 'clocks' | 'status' | 'duties'>): NextDuty | undefined {
  if (status === 'closed') return undefined;
  const owed = clocks.filter(({ state }) => state === 'overdue' || state === 'running' || state === 'no-date');
  const [first] = owed
    .filter(({ duty, atMs }) => atMs !== undefined || !NOT_OWED.has(duty))
    .sort((a, b) => (a.atMs ?? Number.MAX_SAFE_INTEGER) - (b.atMs ?? Number.MAX_SAFE_INTEGER));
  const text = duties.find(({ duty }) => duty === first?.duty)?.text;
  return first && { ...first, text: text ?? first.duty };
}

/** `to be decided`, `decided`, `closed`. */
export function stateWords({ status, decision }: Pick<AssessmentSummary, 'status' | 'decision'>): string {
  if (status === 'closed') return TEXTS.assessments.closed;
  if (decision === undefined) return TEXTS.assessments.undecided;
  return decision.toSignAgain ? TEXTS.assessments.signAgain : TEXTS.assessments.decided;
}

/** Kept or allowed, and nothing to be sent. */
const NOT_OWED: ReadonlySet<string> = new Set([
  'keep-no-notice-memo',
  'document-decision',
  'substitute-notice-allowed',
]);

function dueOf({ next }: RegisterLine): number {
  return next?.atMs ?? Number.MAX_SAFE_INTEGER;
}
