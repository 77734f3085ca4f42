/**
 * In: the record after a scan, the law as data, answers of people. Out: one assessment for each exposure, with what the scan
 * knows, what only a person knows, and what the law pack proposes. Proposes only; a named person decides.
 */
export { type AnswerRequest, answerAssessment } from './answer-assessment.ts';
export type { Entry } from './append-entry.ts';
export { type AssessRequest, assessFactor } from './assess-factor.ts';
export { type AssessmentSummary, listAssessments, type ViewOptions } from './assessment-summary.ts';
export type { Clock, Targets } from './clocks.ts';
export { type CloseRequest, closeAssessment, reopenAssessment } from './close-assessment.ts';
export { confirmationOf, type DecideRequest, decideAssessment } from './decide-assessment.ts';
export { describeAssessment } from './describe-assessment.ts';
export { destroyPeopleKey } from './destroy-people-key.ts';
export type { BreachDocument, Requirement } from './documents/blocks.ts';
export { composeDocument, documentsOf } from './documents/compose.ts';
export { renderDocx } from './documents/render-docx.ts';
export { renderHtml } from './documents/render-html.ts';
export { renderPdf } from './documents/render-pdf.ts';
export { DECISIONS, NOTICE_METHODS, SCORES, type SentNotice, type SignedDecision } from './entries.ts';
export { signerWords } from './entry-words.ts';
export {
  type BundleVerification,
  type EvidenceBundle,
  type ExportRequest,
  exportEvidence,
  verifyEvidence,
} from './evidence-bundle.ts';
export type { FieldGroup, KnownField } from './field-groups.ts';
export { type LawPack, loadLaw } from './law-pack.ts';
export type { NextStep } from './next-steps.ts';
export { type OpenRequest, openAssessments } from './open-assessments.ts';
export { type ManualIncident, openManualIncident } from './open-manual.ts';
export { MARKS } from './plain-words.ts';
export type { Duty, Proposal, Route, Step, TurningPoint } from './proposal.ts';
export { propose } from './propose.ts';
export { type AnswerKey, type Answers, instantMs, QUESTIONS, type Question } from './questions.ts';
export { type NoticeRequest, recordNotice } from './record-notice.ts';
export { choiceWords, ROUTE_WORDS } from './record-words.ts';
export type { Risk, RiskFactor } from './risk.ts';
export type { ElementFacts, ExposureWindow, ScanFacts, StatutoryFacts } from './scan-facts.ts';
export {
  type Assessment,
  type AssessmentFileView,
  type EventView,
  showAssessment,
} from './show-assessment.ts';
