import { OperatorError, shownPath } from '../model/index.ts';
import type { PeopleKeyState, RecordedAssessment, ScanRecord } from '../record/index.ts';
import { type AssessmentSummary, summaryOf, type ViewOptions } from './assessment-summary.ts';
import type { SentNotice, SignedDecision } from './entries.ts';
import { entryWords } from './entry-words.ts';
import { foldEvents } from './events.ts';
import { type FieldGroup, fieldGroups } from './field-groups.ts';
import { loadLaw } from './law-pack.ts';
import type { Proposal } from './proposal.ts';
import type { Answers } from './questions.ts';
import { type Risk, riskOf } from './risk.ts';
import type { ScanFacts } from './scan-facts.ts';
import { standingProposal } from './standing-proposal.ts';
import { stateHash } from './state-hash.ts';

/** One assessment in full: plain data for a terminal, a report or a page. */
export interface Assessment extends AssessmentSummary {
  readonly version: number;
  readonly policyDigest: string;
  readonly facts: ScanFacts;
  readonly answers: Answers;
  readonly memberFiles: readonly AssessmentFileView[];
  /** Whether the fingerprints of the people can still be compared. */
  readonly peopleKey: PeopleKeyState;
  readonly groups: readonly FieldGroup[];
  readonly proposal: Proposal;
  readonly risk: Risk;
  /** Every signed decision, the newest last; `intact` tells whether the signature still binds what it was given for. */
  readonly decisions: readonly (SignedDecision & { readonly intact: boolean })[];
  readonly notices: readonly SentNotice[];
  readonly relatedNumbers: readonly string[];
  readonly events: readonly EventView[];
}

export interface AssessmentFileView {
  readonly share: string;
  /** Below the root, without the numbers that it may carry. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly owner?: string;
  readonly audience: string;
  readonly location: string;
  readonly contentDigest?: string;
  readonly state: 'exposed' | 'gone' | 'no longer exposed';
}

export interface EventView {
  readonly version: number;
  readonly atMs: number;
  readonly who: string;
  readonly kind: string;
  readonly why: string;
  /** What was answered, scored, decided or sent, in plain words with the keys of the record in brackets. */
  readonly entry?: string;
}

/** Shows one assessment by its number (`BA-2026-0001` or `2026-0001`). Rejects with OperatorError where there is none. */
export async function showAssessment(
  record: ScanRecord,
  number: string,
  options: ViewOptions = {},
): Promise<Assessment> {
  const law = options.law ?? loadLaw();
  const assessment = await findAssessment(record, number);
  const events = await record.assessments.events(assessment.assessmentId);
  const folded = foldEvents(events);
  const { proposal } = standingProposal(folded, assessment, law);
  const files = await Promise.all(assessment.files.map((file) => fileView(record, file, folded.goneFileIds)));
  const related = await Promise.all(folded.relatedAssessmentIds.map((id) => record.assessments.get(id)));
  return {
    ...(await summaryOf(record, assessment, { ...options, law })),
    version: assessment.version,
    policyDigest: assessment.policyDigest,
    facts: folded.facts,
    answers: folded.answers,
    memberFiles: files,
    peopleKey: assessment.peopleKey,
    groups: fieldGroups(folded, assessment, proposal),
    proposal,
    risk: riskOf(folded, law),
    decisions: folded.decisions.map((decision) => ({
      ...decision,
      intact: stateHash(events, decision.stateVersion) === decision.stateHash,
    })),
    notices: folded.notices,
    relatedNumbers: related.flatMap((other) => other?.number ?? []),
    events: events.map(({ data, ...event }) => {
      const entry = entryWords({ kind: event.kind, data }, law);
      return { ...event, ...(entry !== undefined && { entry }) };
    }),
  };
}

/** By number, with or without its prefix. */
export async function findAssessment(record: ScanRecord, number: string): Promise<RecordedAssessment> {
  const found = (await record.assessments.get(number)) ?? (await record.assessments.get(`BA-${number}`));
  if (found) return found;
  throw new OperatorError(`assessment ${number}`, 'there is no such assessment', 'See: sharewarden breach list');
}

async function fileView(
  record: ScanRecord,
  { fileId, share, contentDigest }: RecordedAssessment['files'][number],
  goneFileIds: ReadonlySet<number>,
): Promise<AssessmentFileView> {
  const file = await record.files.file(fileId);
  const gone = goneFileIds.has(fileId);
  return {
    share,
    path: file === undefined ? `file ${fileId} of the record` : shownPath(file),
    sizeBytes: file?.facts.sizeBytes ?? 0,
    ...(file?.facts.owner !== undefined && { owner: file.facts.owner }),
    audience: file?.facts.audience ?? 'unknown',
    location: file?.facts.location ?? 'unregistered',
    ...(contentDigest !== undefined && { contentDigest }),
    state: !gone ? 'exposed' : file === undefined || file.vanishedRunId !== undefined ? 'gone' : 'no longer exposed',
  };
}
