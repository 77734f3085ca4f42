import { basename, dirname } from 'node:path';
import { counted, figure, shownText, type UnreadReason } from '../model/index.ts';
import type { RunSummary } from '../record/index.ts';
import { notReachedLines } from './night-lines.ts';
import { bytesInWords, durationInWords } from './plain-figures.ts';
import type { AssessmentText, PolicyText } from './report-input.ts';
import { type RuleLine, ruleLines } from './rule-lines.ts';
import { REASON_WORDS, SEVERITY_WORDS, typeWords } from './words.ts';

const COLUMNS = 100;
const TOP_RULES = 8;
const TOP_TYPES = 5;

export interface SummaryInput {
  readonly summary: RunSummary;
  readonly policy: PolicyText;
  readonly assessments: readonly AssessmentText[];
  /** Paths of the reports; none where none were written. */
  readonly written: readonly string[];
  /** Files that were not read again, because their bytes were read before under this or another name. */
  readonly recognised?: number;
  /** Whether the walk saw every folder. */
  readonly complete: boolean;
}

/** The run for the terminal: no colour, no line over 100 columns except paths of reports, which stay whole to be copied. */
export function summaryLines(input: SummaryInput): string[] {
  const { summary, policy, assessments, written, complete } = input;
  if (summary.met === 0) return [...nothingMet(summary), ...reportLines(written)];
  const rules = ruleLines(summary.rules, policy.rules);
  const against = rules.filter(({ filesToActOn }) => filesToActOn > 0);
  const blocks = [
    metLines(summary, input.recognised ?? 0),
    foundLines(summary),
    againstLines(against),
    notJudgedLines(rules),
    unreadLines(summary),
    notReachedLines(summary.notReached).flatMap((line) => fold(line, '')),
    assessmentLines(summary, assessments),
    nextLines(summary, against, assessments, complete),
    reportLines(written),
  ].filter((block) => block.length > 0);
  return blocks.flatMap((block, index) => (index === 0 ? block : ['', ...block]));
}

function nothingMet(summary: RunSummary): string[] {
  const roots = summary.run.shares.map(({ root }) => shownText(root)).join(', ');
  const { files, directories } = summary.excluded;
  const excluded =
    files + directories > 0 ? ` (${counted(files + directories, 'entry', 'entries')} excluded by your globs)` : '';
  return fold(`No files were met in ${roots}${excluded}. Check that this is the right folder.`, '');
}

function metLines(summary: RunSummary, recognised: number): string[] {
  const { run } = summary;
  const took = run.finishedAtMs === undefined ? '' : ` in ${durationInWords(run.finishedAtMs - run.startedAtMs)}`;
  const unchanged = Math.max(0, summary.met - summary.read);
  const excluded = summary.excluded.files + summary.excluded.directories;
  const partly = summary.matchedPartly > 0 ? ` (${figure(summary.matchedPartly)} of them only in part)` : '';
  return [
    ...fold(
      `Run ${run.runId}: met ${counted(summary.met, 'file')} (${bytesInWords(summary.sizeBytes)}) in ${counted(summary.directories, 'folder')}${took}; ` +
        `read ${figure(summary.read)} (${bytesInWords(summary.bytesRead)}), ${figure(unchanged)} unchanged or not to be opened.`,
      '',
    ),
    `  ${pad(summary.clean)}  clean: read to the end, no personal data found`,
    `  ${pad(summary.matched)}  with personal data${partly}`,
    `  ${pad(summary.unread)}  not read: nobody knows what is in them`,
    ...(recognised > 0 ? [`  ${pad(recognised)}  of these not read again: their bytes were read before`] : []),
    ...(excluded > 0 ? [`  ${pad(excluded)}  files or folders excluded by your globs and not counted above`] : []),
    ...((summary.filesWithAllowed ?? 0) > 0
      ? [`  ${pad(summary.filesWithAllowed ?? 0)}  with findings that your allow list allows; they count as low`]
      : []),
    ...(summary.vanished > 0 ? [`  ${pad(summary.vanished)}  gone since they were last met`] : []),
  ];
}

function foundLines({ types }: RunSummary): string[] {
  const found = types.filter(({ files }) => files > 0).sort((a, b) => b.high + b.medium - a.high - a.medium);
  if (found.length === 0) return [];
  const shown = found
    .slice(0, TOP_TYPES)
    .map(
      ({ type, high, medium, files }) => `${figure(high + medium)} × ${typeWords(type)} in ${counted(files, 'file')}`,
    );
  const more = found.length > TOP_TYPES ? `; and ${counted(found.length - TOP_TYPES, 'more kind')}` : '';
  return fold(`Found: ${shown.join('; ')}${more}.`, '       ');
}

function againstLines(against: readonly RuleLine[]): string[] {
  if (against.length === 0) return ['Nothing that was read breaks a rule.'];
  const lines = against.slice(0, TOP_RULES).map(({ rule, text, severity, filesToActOn }) => {
    const name = severity ? SEVERITY_WORDS[severity].name : '';
    return cut(`  ${pad(filesToActOn)}  ${name.padEnd(8)}  ${rule}  ${text?.title ?? ''}`);
  });
  const more = against.length - TOP_RULES;
  return [
    'Against the rules, or to be looked at (files by rule; a file may break several):',
    ...lines,
    ...(more > 0 ? [`  and ${counted(more, 'more rule')}: see the report`] : []),
  ];
}

function notJudgedLines(rules: readonly RuleLine[]): string[] {
  const files = rules.flatMap(({ verdicts }) => verdicts).filter(({ verdict }) => verdict === 'cannot-tell');
  if (files.length === 0) return [];
  return fold(
    `${counted(files.length, 'rule')} could not be judged for some files because a fact is missing; this is not a pass. The report says which.`,
    '',
  );
}

function unreadLines({ unread, unreadByReason }: RunSummary): string[] {
  if (unread === 0) return [];
  const reasons = (Object.entries(unreadByReason) as [UnreadReason, number][])
    .filter(([, files]) => files > 0)
    .sort(([, a], [, b]) => b - a);
  return [
    'Not read, because:',
    ...reasons.map(([reason, files]) => cut(`  ${pad(files)}  ${REASON_WORDS[reason].says}`)),
  ];
}

function assessmentLines({ run }: RunSummary, assessments: readonly AssessmentText[]): string[] {
  const open = assessments.filter(({ status }) => status === 'open');
  if (open.length === 0) return [];
  const fresh = open.filter(({ openedRunId }) => openedRunId === run.runId);
  const named = (fresh.length > 0 ? fresh : open).slice(0, 6).map(({ number }) => number);
  const more = (fresh.length > 0 ? fresh : open).length - named.length;
  const list = `${named.join(', ')}${more > 0 ? ` and ${figure(more)} more` : ''}`;
  const lead =
    fresh.length > 0
      ? `Breach assessments opened by this run: ${figure(fresh.length)}`
      : 'Breach assessments opened by this run: none';
  return fold(`${lead}; open in all: ${figure(open.length)} (${list}).`, '  ');
}

function nextLines(
  summary: RunSummary,
  against: readonly RuleLine[],
  assessments: readonly AssessmentText[],
  complete: boolean,
): string[] {
  const steps: string[] = [];
  const open = assessments.filter(({ status }) => status === 'open');
  const first = open.find(({ openedRunId }) => openedRunId === summary.run.runId) ?? open[0];
  if (first) steps.push(`answer the open assessments: sharewarden breach show ${first.number}`);
  if (against.length > 0) steps.push('look at the files at the top of the summary report');
  if (summary.unread > 0) steps.push('see to what was not read: the report says how, reason by reason');
  if (!complete) steps.push('the scan did not see every folder: scan again, and it goes on from there');
  if (steps.length === 0) steps.push('nothing; the next scan reads only what is new or changed');
  return ['What to do next:', ...steps.flatMap((step, index) => fold(`  ${index + 1}. ${step}`, '     '))];
}

function reportLines(written: readonly string[]): string[] {
  const first = written.find((path) => path.endsWith('summary.html')) ?? written[0];
  if (first === undefined) return [];
  const folder = dirname(first);
  const others = written.filter((path) => path !== first);
  const beside = others.filter((path) => dirname(path) === folder).map((path) => basename(path));
  return [
    `Report: ${first}`,
    ...(beside.length > 0 ? fold(`  Beside it: ${beside.join(', ')}`, '  ') : []),
    ...others.filter((path) => dirname(path) !== folder).map((path) => `  ${path}`),
  ];
}

function pad(count: number): string {
  return figure(count).padStart(9);
}

function cut(line: string): string {
  return line.length <= COLUMNS ? line : `${line.slice(0, COLUMNS - 1)}…`;
}

/** Breaks at blanks; later lines begin with `indent`. A word longer than a line is cut. */
function fold(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\S) /)) {
    if (line === '') line = word;
    else if (line.length + 1 + word.length <= COLUMNS) line += ` ${word}`;
    else {
      lines.push(line);
      line = indent + word;
    }
  }
  return [...lines, line].map(cut);
}
