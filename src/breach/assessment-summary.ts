import type { PeopleCount } from '../model/index.ts';
import type { RecordedAssessment, ScanRecord } from '../record/index.ts';
import { foldEvents } from './events.ts';
import { type LawPack, loadLaw } from './law-pack.ts';
import { people, tally } from './plain-words.ts';
import type { Route } from './proposal.ts';
import { propose } from './propose.ts';
import { QUESTIONS } from './questions.ts';
import type { ScanFacts } from './scan-facts.ts';

/** One line of the list of assessments. */
export interface AssessmentSummary {
  readonly number: string;
  readonly assessmentId: number;
  readonly status: 'open' | 'closed';
  readonly openedAtMs: number;
  readonly openedRunId: number;
  /** One plain sentence without values: what is exposed to whom. */
  readonly why: string;
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
    why: whyOf(facts),
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

/** What lies where for whom, by the rules that asked for the assessment. */
function whyOf(facts: ScanFacts): string {
  const found = facts.elements.map(({ type }) => type).filter((type) => type !== 'person-name');
  const where = Object.keys(facts.locations).filter(
    (location) => location !== 'unregistered' && location !== 'approved',
  );
  const readers = `readable by: ${tally(facts.audiences)}`;
  const place = where.length > 0 ? `; in: ${where.join(', ')}` : '';
  const rules = facts.rules.map(({ rule }) => rule).join(', ');
  return `${people(facts.people)} (${found.join(', ')}) ${readers}${place}; by ${rules}.`;
}
