import { OperatorError, timeInWords } from '../../model/index.ts';
import type { LawPack } from '../law-pack.ts';
import { MARKS } from '../plain-words.ts';
import type { Assessment } from '../show-assessment.ts';
import { type Block, type BreachDocument, heading, paragraph, saysSomething, table } from './blocks.ts';
import {
  attorneyGeneral,
  consumerAgencies,
  noticeEmail,
  noticeLetter,
  substituteNotice,
  taxInformation,
} from './notices.ts';
import { assessmentReport, noNoticeMemo, stateReferral } from './records.ts';

const COMPOSERS: Readonly<Record<string, (assessment: Assessment) => readonly Block[]>> = {
  'assessment-report': assessmentReport,
  'no-notice-memo': noNoticeMemo,
  'notice-letter': noticeLetter,
  'notice-email': noticeEmail,
  'substitute-notice': substituteNotice,
  'attorney-general': attorneyGeneral,
  'consumer-agencies': consumerAgencies,
  'tax-information': taxInformation,
  'state-referral': stateReferral,
};

/** Documents that are printed and kept as they are; the others are drafts to fill in and send. */
export const RECORDS: ReadonlySet<string> = new Set(['assessment-report', 'no-notice-memo']);

/** Documents that the assessment calls for as it stands; drafts where nobody has decided. Pure. */
export function documentsOf(assessment: Assessment, law: LawPack): readonly BreachDocument[] {
  const duties = new Set(assessment.proposal.duties.map(({ duty }) => duty));
  const wanted = new Set(['assessment-report', 'state-referral']);
  if (duties.has('notify-consumers')) for (const id of ['notice-letter', 'notice-email']) wanted.add(id);
  if (duties.has('substitute-notice-allowed')) wanted.add('substitute-notice');
  if (assessment.answers['fti-present'] === 'yes') wanted.add('tax-information');
  if (duties.has('notify-attorney-general')) for (const id of ['attorney-general', 'consumer-agencies']) wanted.add(id);
  if (assessment.decision?.decision === 'no-notice' && !assessment.decision.toSignAgain) wanted.add('no-notice-memo');
  return law.documents.documents
    .filter(({ id }) => wanted.has(id))
    .map(({ id }) => composeDocument(assessment, law, id));
}

/** One document with its checklist. Throws OperatorError for an unknown one, and for one that lacks a required content. */
export function composeDocument(assessment: Assessment, law: LawPack, id: string): BreachDocument {
  const definition = law.documents.documents.find((document) => document.id === id);
  const compose = COMPOSERS[id];
  if (!definition || !compose) {
    const known = Object.keys(COMPOSERS).join(', ');
    throw new OperatorError(`document ${id}`, 'there is no such document', `Known: ${known}.`);
  }
  const blocks = compose(assessment);
  const covered = new Set(blocks.filter(saysSomething).flatMap(({ covers = [] }) => covers));
  const checklist = definition.requires.map((requirement) => ({ ...requirement, met: covered.has(requirement.id) }));
  const missing = checklist.filter(({ met }) => !met).map(({ says }) => says);
  if (missing.length > 0)
    throw new OperatorError(`document ${id}`, `lacks: ${missing.join('; ')}`, 'Complete the record first.');
  const rows = checklist.map(({ says, clause, status }) => ['yes', says, `${clause} [${status}]`]);
  return {
    id,
    title: definition.title,
    subtitle: `${assessment.number}, version ${assessment.version}, ${timeInWords(assessment.events.at(-1)?.atMs ?? assessment.openedAtMs)}`,
    blocks: [
      ...blocks,
      RECORDS.has(id)
        ? heading('Required contents')
        : { kind: 'heading', text: 'For the file, not to be sent: required contents', newPage: true },
      table(['In', 'Content', 'Source'], rows),
      paragraph(MARKS),
    ],
    checklist,
  };
}
