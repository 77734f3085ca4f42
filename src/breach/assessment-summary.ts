import { AUDIENCE_WORDS, LOCATION_WORDS, type PeopleCount } from '../model/index.ts';
import type { RecordedAssessment, ScanRecord } from '../record/index.ts';
import { type Clock, clocksOf, type Targets } from './clocks.ts';
import { foldEvents } from './events.ts';
import { informationOf } from './information-words.ts';
import { isManual } from './is-manual.ts';
import { type LawPack, loadLaw } from './law-pack.ts';
import { decidingQuestions, type NextStep, nextSteps } from './next-steps.ts';
import { filesBy, people, wordsOf } from './plain-words.ts';
import type { Proposal, Route } from './proposal.ts';
import { type AnswerKey, openQuestions } from './questions.ts';
import { ROUTE_WORDS } from './record-words.ts';
import { riskOf } from './risk.ts';
import type { ScanFacts } from './scan-facts.ts';
import { standingProposal } from './standing-proposal.ts';

/** One line of the list of assessments. */
export interface AssessmentSummary {
  readonly number: string;
  readonly assessmentId: number;
  readonly status: 'open' | 'closed';
  readonly openedAtMs: number;
  /** Absent where people opened it and no scan. */
  readonly openedRunId?: number;
  /** One plain sentence without values: what is exposed to whom, and by which rules. */
  readonly why: string;
  /** The same without the rules, for who shows their titles. */
  readonly what: string;
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
  /** Those of them on which the route or a duty turns; none where a signed decision stands. */
  readonly deciding: readonly AnswerKey[];
  readonly route: Route;
  /** What is overdue first, then what the law pack proposes or a person decided. */
  readonly headline: string;
  /** The newest signed decision. */
  readonly decision?: {
    readonly decision: string;
    readonly name: string;
    readonly role: string;
    readonly account?: string;
    readonly signedAtMs: number;
    /** Facts, answers or scores changed since: it has to be signed again. */
    readonly toSignAgain: boolean;
  };
  readonly clocks: readonly Clock[];
  /** Of the law pack, in its words, one for each clock. */
  readonly duties: Proposal['duties'];
  /** The shortest way to a closed record. */
  readonly next: readonly NextStep[];
  /** Duties whose time has passed. */
  readonly overdue: readonly string[];
}

/** How an assessment is looked at. */
export interface ViewOptions {
  /** Default: the law packs that ship with the product. */
  readonly law?: LawPack;
  /** Default: now. */
  readonly nowMs?: number;
  readonly targets?: Targets;
}

/** Assessments, oldest first. Rejects with OperatorError from the record. */
export async function listAssessments(
  record: ScanRecord,
  options: ViewOptions & { readonly status?: 'open' | 'closed' } = {},
): Promise<readonly AssessmentSummary[]> {
  const view = { ...options, law: options.law ?? loadLaw() };
  const assessments = await record.assessments.list(options.status ? { status: options.status } : {});
  return Promise.all(assessments.map((assessment) => summaryOf(record, assessment, view)));
}

export async function summaryOf(
  record: ScanRecord,
  assessment: RecordedAssessment,
  view: ViewOptions,
  change: AssessmentSummary['change'] = 'unchanged',
): Promise<AssessmentSummary> {
  const law = view.law ?? loadLaw();
  const events = await record.assessments.events(assessment.assessmentId);
  const folded = foldEvents(events);
  const { facts, answers, changedSinceDecision: toSignAgain } = folded;
  const { proposal, discoveredMs, decision } = standingProposal(folded, assessment, law);
  const stands = decision !== undefined && !toSignAgain;
  const told = isManual(assessment) ? events[0]?.why : undefined;
  const what = whatOf(facts, told);
  const nowMs = view.nowMs ?? Date.now();
  const clocks = clocksOf(proposal, folded, law, discoveredMs, nowMs, view.targets);
  const overdue =
    assessment.status === 'closed' ? [] : clocks.flatMap(({ duty, state }) => (state === 'overdue' ? duty : []));
  return {
    number: assessment.number,
    assessmentId: assessment.assessmentId,
    status: assessment.status,
    openedAtMs: assessment.openedAtMs,
    ...(assessment.openedRunId !== undefined && { openedRunId: assessment.openedRunId }),
    why: told === undefined ? `${what}; by rule ${facts.rules.map(({ rule }) => rule).join(', ')}.` : what,
    what: told === undefined ? `${what}.` : what,
    change,
    files: facts.files,
    filesNoLongerExposed: facts.filesNoLongerExposed,
    people: facts.people,
    statutoryPeople: facts.statutory.people,
    elements: facts.elements.map(({ type }) => type),
    audiences: facts.audiences,
    locations: facts.locations,
    rules: facts.rules.map(({ rule }) => rule),
    openQuestions: openQuestions(facts, answers).length,
    deciding: decidingQuestions(folded, proposal, clocks),
    next: nextSteps(folded, assessment, proposal, clocks, riskOf(folded, law)),
    route: proposal.route,
    headline: `${overdue.length > 0 ? `OVERDUE: ${overdue.join(', ')}. ` : ''}${stands ? `Decided: ${ROUTE_WORDS[decision.decision]}.` : proposal.headline}`,
    ...(decision && {
      decision: {
        decision: decision.decision,
        name: decision.name,
        role: decision.role,
        ...(decision.account !== undefined && { account: decision.account }),
        signedAtMs: decision.signedAtMs,
        toSignAgain,
      },
    }),
    clocks,
    duties: proposal.duties,
    overdue,
  };
}

/** What lies where for whom, or the words of who opened it; no full stop. */
function whatOf(facts: ScanFacts, told: string | undefined): string {
  const found = informationOf({ elements: facts.elements.filter(({ type }) => type !== 'person-name') });
  if (told !== undefined)
    return `${people(facts.people)} (${found.join(', ') || 'kind of data not told'}). Told: ${told}`;
  const where = Object.keys(facts.locations).filter(
    (location) => location !== 'unregistered' && location !== 'approved',
  );
  const readers = `readable by ${filesBy(facts.audiences, AUDIENCE_WORDS)}`;
  const place = where.length > 0 ? `; in ${where.map((location) => wordsOf(location, LOCATION_WORDS)).join(', ')}` : '';
  return `${people(facts.people)} (${found.join(', ')}) ${readers}${place}`;
}
