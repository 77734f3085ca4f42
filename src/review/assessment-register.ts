import { type AssessmentSummary, type Clock, listAssessments } from '../breach/index.ts';
import { isWithin } from './assessment-access.ts';
import type { AskedBy } from './route.ts';
import { peopleInFigures } from './words.ts';

export interface RegisterLine {
  readonly number: string;
  readonly status: AssessmentSummary['status'];
  readonly headline: string;
  readonly why: string;
  readonly people: string;
  readonly openQuestions: number;
  readonly overdue: boolean;
  /** The first duty that runs or is overdue. */
  readonly next?: Clock;
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
    .map(lineOf)
    .sort((a, b) => (a.status === b.status ? dueOf(a) - dueOf(b) : a.status === 'open' ? -1 : 1));
}

function lineOf({
  number,
  status,
  headline,
  why,
  people,
  openQuestions,
  clocks,
  overdue,
}: AssessmentSummary): RegisterLine {
  const next = clocks
    .filter(({ state, atMs }) => (state === 'overdue' || state === 'running') && atMs !== undefined)
    .sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0))[0];
  return {
    ...{ number, status, headline, why, openQuestions },
    people: peopleInFigures(people),
    overdue: overdue.length > 0,
    ...(status === 'open' && next && { next }),
  };
}

function dueOf({ next }: RegisterLine): number {
  return next?.atMs ?? Number.MAX_SAFE_INTEGER;
}
