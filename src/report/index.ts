/**
 * In: a recorded run, the texts of its rules and the list of assessments. Out: documents in a folder, lines for programs and
 * for the terminal. Nothing here opens a scanned file, and no document shows a value that was found.
 */
export { type ExampleOutput, renderExamples } from './examples.ts';
export { type FileLine, fileLine, fileLines } from './file-line.ts';
export { readCoverage, readDigest } from './night-facts.ts';
export { coverageLines, digestLines } from './night-lines.ts';
export { listReports, type ReportDefinition } from './report-definition.ts';
export type { AssessmentText, PolicyText, UnsetKey } from './report-input.ts';
export { type SummaryInput, summaryLines } from './summary-lines.ts';
export {
  CONFIDENCE_WORDS,
  OUTCOME_WORDS,
  REASON_WORDS,
  SEVERITY_WORDS,
  STATUS_WORDS,
  typeWords,
  VERDICT_WORDS,
} from './words.ts';
export { type WriteReports, writeReports } from './write-reports.ts';
