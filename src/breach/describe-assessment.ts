import { AUDIENCE_WORDS, counted, timeInWords } from '../model/index.ts';
import { signerWords } from './entry-words.ts';
import { conditionOf, knownLine, MARKS, wordsOf } from './plain-words.ts';
import { ROUTE_WORDS } from './record-words.ts';
import type { Assessment } from './show-assessment.ts';

const FILES_SHOWN = 20;

/** One assessment in plain lines, for a terminal. Never a value; paths are shown as the record shows them. */
export function describeAssessment(assessment: Assessment): string[] {
  const { proposal } = assessment;
  return [
    `${assessment.number}  ${assessment.status}, opened ${timeInWords(assessment.openedAtMs)}, version ${assessment.version}`,
    assessment.why,
    '',
    ...(assessment.overdue.length > 0 ? [`OVERDUE: ${assessment.overdue.join(', ')}`] : []),
    `Proposed: ${proposal.headline}`,
    ...proposal.steps.map(
      ({ step, outcome, reason, clause, status }) => `  ${step} ${outcome}. ${reason} ${clause} [${status}]`,
    ),
    ...decisionLines(assessment),
    ...dutyLines(assessment),
    ...clockLines(assessment),
    ...riskLines(assessment),
    ...proposal.turnsOn.map((point) => `  It turns on this: ${conditionOf(point)}, then ${ROUTE_WORDS[point.route]}.`),
    ...proposal.labels.map(({ text, status }) => `  Note: ${text} [${status}]`),
    ...(proposal.delayed ? ['  Notice waits for law enforcement, officer and agency on record.'] : []),
    ...(assessment.relatedNumbers.length > 0
      ? [`  Shares people with ${assessment.relatedNumbers.join(', ')}; look at them together.`]
      : []),
    '',
    ...assessment.groups.flatMap(({ number, title, known, asked }) => [
      `${number}. ${title}`,
      ...known.map((field) => `   ${knownLine(field)}`),
      ...asked.map(({ key, ask, why }) => `   ? ${key}: ${ask} ${why}`),
    ]),
    '',
    ...fileLines(assessment),
    '',
    ...assessment.events.map(
      ({ version, atMs, who, kind, why, entry }) =>
        `${version}. ${timeInWords(atMs)} ${who}: ${kind}${entry === undefined ? '' : `: ${entry}`}, ${why}`,
    ),
    '',
    ...assessment.next.flatMap(({ says, command }) => [`Next: ${says}`, `      ${command}`]),
    '',
    MARKS,
    'The tool proposes; a named person decides.',
  ];
}

function dutyLines({ proposal }: Assessment): string[] {
  return proposal.duties.map(({ when, text, reason, clause, status, provisional, dueAtMs }) => {
    const due = dueAtMs === undefined ? '' : `, by ${timeInWords(dueAtMs)}`;
    return `  - ${when}${due}: ${text} ${reason}${provisional ? ' As long as nothing says otherwise.' : ''} ${clause} [${status}]`;
  });
}

function decisionLines({ decisions, decision: newest }: Assessment): string[] {
  return decisions.map(({ decision, name, role, account, signedAtMs, reason, intact, version }, index) => {
    const last = index === decisions.length - 1;
    const standing = !last ? ' Revised later.' : newest?.toSignAgain ? ' The record changed since: sign again.' : '';
    const broken = intact ? '' : ' THE RECORD IT WAS SIGNED FOR WAS ALTERED.';
    return `  Decided: ${decision}, ${signerWords({ name, role, account })}, ${timeInWords(signedAtMs)} (version ${version}): ${reason}${standing}${broken}`;
  });
}

function clockLines({ clocks }: Assessment): string[] {
  return clocks.map(({ duty, state, atMs, says }) => {
    return `  Clock ${duty}: ${state.replaceAll('-', ' ')}${atMs === undefined ? '' : `, ${timeInWords(atMs)}`} (${says})`;
  });
}

function riskLines({ risk }: Assessment): string[] {
  return [
    `  Risk of harm: ${risk.result} (${risk.says})`,
    ...risk.factors.map(({ id, score, reason, scoredBy, source, status }) => {
      return `    ${id}: ${score}, ${scoredBy === undefined ? 'proposed' : `scored by ${scoredBy}`}. ${reason} ${source} [${status}]`;
    }),
  ];
}

function fileLines({ memberFiles }: Assessment): string[] {
  const shown = memberFiles.slice(0, FILES_SHOWN);
  const lines = shown.map(({ share, path, state, audience, owner }) => {
    return `${share}: ${path} (${state}; readable by ${wordsOf(audience, AUDIENCE_WORDS)}${owner === undefined ? '' : `; owner ${owner}`})`;
  });
  const rest = memberFiles.length - shown.length;
  return rest > 0 ? [...lines, `and ${counted(rest, 'more file', 'more files')}`] : lines;
}
