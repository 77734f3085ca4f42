import type { PeopleCount } from '../model/index.ts';
import type { RecordedAssessment, ScanRecord } from '../record/index.ts';
import { foldEvents } from './events.ts';
import { type LawPack, loadLaw } from './law-pack.ts';
import type { Route } from './proposal.ts';
import { propose } from './propose.ts';
import { QUESTIONS } from './questions.ts';

/** One line of the list of assessments. */
export interface AssessmentSummary {
  readonly number: string;
  readonly assessmentId: number;
  readonly status: 'open' | 'closed';
  readonly openedAtMs: number;
  readonly openedRunId: number;
  /** What the last run did to it; `unchanged` where nothing was asked of a run. */
  readonly change: 'opened' | 'changed' | 'unchanged';
  readonly files: number;
  readonly filesNoLongerExposed: number;
  readonly people: PeopleCount;
  /** Those with a name and an element of the statute. */
  readonly statutoryPeople: PeopleCount;
  readonly elements: readonly string[];
  readonly audiences: Readonly<Record<string, number>>;
  readonly locations: Readonly<Record<string, number>>;
  readonly rules: readonly string[];
  readonly openQuestions: number;
  readonly route: Route;
  readonly headline: string;
}

/** Assessments, oldest first. Rejects with OperatorError from the record. */
export async function listAssessments(
  record: ScanRecord,
  options: { readonly status?: 'open' | 'closed'; readonly law?: LawPack } = {},
): Promise<readonly AssessmentSummary[]> {
  const law = options.law ?? loadLaw();
  const assessments = await record.assessments.list(options.status ? { status: options.status } : {});
  return Promise.all(assessments.map((assessment) => summaryOf(record, assessment, law, 'unchanged')));
}

export async function summaryOf(
  record: ScanRecord,
  assessment: RecordedAssessment,
  law: LawPack,
  change: AssessmentSummary['change'],
): Promise<AssessmentSummary> {
  const { facts, answers } = foldEvents(await record.assessments.events(assessment.assessmentId));
  const { route, headline } = propose(facts, answers, law, assessment.openedAtMs);
  return {
    number: assessment.number,
    assessmentId: assessment.assessmentId,
    status: assessment.status,
    openedAtMs: assessment.openedAtMs,
    openedRunId: assessment.openedRunId,
    change,
    files: facts.files,
    filesNoLongerExposed: facts.filesNoLongerExposed,
    people: facts.people,
    statutoryPeople: facts.statutory.people,
    elements: facts.elements.map(({ type }) => type),
    audiences: facts.audiences,
    locations: facts.locations,
    rules: facts.rules.map(({ rule }) => rule),
    openQuestions: QUESTIONS.filter(({ key }) => (answers[key] ?? 'unknown') === 'unknown').length,
    route,
    headline,
  };
}
