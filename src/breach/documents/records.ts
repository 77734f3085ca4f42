import { AUDIENCE_WORDS, counted, timeInWords } from '../../model/index.ts';
import { signerWords } from '../entry-words.ts';
import { informationWords } from '../information-words.ts';
import { conditionOf, knownLine, wordsOf } from '../plain-words.ts';
import type { Assessment } from '../show-assessment.ts';
import { type Block, heading, list, paragraph, table } from './blocks.ts';

/** The whole assessment, for the file. */
export function assessmentReport(assessment: Assessment): readonly Block[] {
  const { facts, proposal, clocks, decisions, events, groups, memberFiles, overdue } = assessment;
  return [
    ...(overdue.length > 0 ? [paragraph(`OVERDUE: ${overdue.join(', ')}`)] : []),
    paragraph(`${assessment.why} Policy pack ${assessment.policyDigest.slice(0, 16)}.`, 'identity'),
    paragraph(`Proposed: ${proposal.headline} The tool proposes; a named person decides.`),
    ...decisionBlocks(assessment),
    ...(decisions.length === 0 ? [heading('Decision'), paragraph('Nobody has decided yet.', 'decision')] : []),
    heading('Time'),
    list(groupLines(assessment, 2), 'time'),
    heading('Data'),
    table(
      ['Identifier', 'Occurrences', 'Files', 'With a name'],
      facts.elements.map(({ type, count, files, withName }) => [
        informationWords(type),
        number(count),
        number(files),
        type === 'person-name' ? '' : number(withName),
      ]),
      'data',
    ),
    list(groupLines(assessment, 4).slice(facts.elements.length), 'data'),
    heading('People'),
    list(groupLines(assessment, 5), 'people'),
    heading('Decision path'),
    table(
      ['Step', 'Outcome', 'Reason', 'Source'],
      proposal.steps.map(({ step, outcome, reason, clause, status }) => [
        step,
        outcome,
        reason,
        `${clause} [${status}]`,
      ]),
      'path',
    ),
    ...turnsOnBlocks(assessment),
    ...riskBlocks(assessment),
    heading('Duties and clocks'),
    table(
      ['Duty', 'When', 'State', 'Source'],
      proposal.duties.map(({ duty, text, when, clause, status, provisional }) => {
        const clock = clocks.find((each) => each.duty === duty);
        const at = clock?.atMs === undefined ? '' : ` ${timeInWords(clock.atMs)}`;
        const open = provisional ? ' As long as nothing says otherwise.' : '';
        return [`${text}${open}`, when, `${clock?.state.replaceAll('-', ' ') ?? ''}${at}`, `${clause} [${status}]`];
      }),
      'duties',
    ),
    ...(proposal.duties.length === 0 ? [paragraph('No duty follows.', 'duties')] : []),
    list(proposal.labels.map(({ text, status }) => `${text} [${status}]`)),
    heading('Files'),
    list(fileLines(memberFiles)),
    heading('Still open'),
    list(groups.flatMap(({ asked }) => asked.map(({ ask }) => ask))),
    heading('History'),
    table(
      ['Version', 'When', 'Who', 'What', 'Why'],
      events.map(({ version, atMs, who, kind, why, entry }) => [
        String(version),
        timeInWords(atMs),
        who,
        entry === undefined ? kind : `${kind}: ${entry}`,
        why,
      ]),
      'history',
    ),
  ];
}

/** The signed finding that no notice is due, kept for five years. */
export function noNoticeMemo(assessment: Assessment): readonly Block[] {
  const signed = assessment.decisions.at(-1);
  const kept = assessment.clocks.find(({ duty }) => duty === 'keep-no-notice-memo');
  return [
    paragraph(
      'After an investigation, identity theft or other fraud to any consumer is not reasonably likely to occur as a result of this incident. No notice is given.',
      'determination',
    ),
    paragraph(`${assessment.why}${signed ? ` Reason given: ${signed.reason}` : ''}`, 'basis'),
    list(groupLines(assessment, 7), 'basis'),
    ...riskBlocks(assessment),
    ...(signed?.despiteRisk === undefined
      ? []
      : [paragraph(`The risk of harm is high. Reason of the privacy officer: ${signed.despiteRisk}`, 'basis')]),
    ...decisionBlocks(assessment, 'signature'),
    paragraph(kept?.atMs === undefined ? '' : `Keep until ${timeInWords(kept.atMs)}. ${kept.says}.`, 'retention'),
  ];
}

/** What the local body passes on; nothing is suspended and no employment action suggested. */
export function stateReferral({ answers, why }: Assessment): readonly Block[] {
  return [
    paragraph('To: Office of Workforce Development, [address]'),
    paragraph(why),
    paragraph(
      'Whether access to a State-administered system is granted or suspended is reserved to the State. This referral asks for that decision and makes none.',
      'reserved',
    ),
    paragraph(
      `Employer of the person involved: ${answers['employer-type'] ?? 'not known yet'}. Name: [filled in by the agency]`,
      'employer',
    ),
    paragraph(
      'No employment action is suggested. Employment actions concern State employees only where the State takes them; other employers decide for themselves.',
      'no-employment-action',
    ),
    paragraph('[signature, name and role]'),
  ];
}

function decisionBlocks({ decisions }: Assessment, covers = 'decision'): readonly Block[] {
  const rows = decisions.map(({ decision, name, role, account, signedAtMs, reason, stateHash, intact }) => {
    return [
      decision,
      signerWords({ name, role, account }),
      timeInWords(signedAtMs),
      reason,
      `${stateHash.slice(0, 16)}${intact ? '' : ' ALTERED'}`,
    ];
  });
  const head = ['Decision', 'By', 'Signed', 'Why', 'Record hash'];
  return rows.length > 0 ? [heading('Decision'), table(head, rows, covers)] : [];
}

function riskBlocks({ risk }: Assessment): readonly Block[] {
  return [
    heading('Risk of harm'),
    paragraph(`${risk.result}: ${risk.says}.`),
    table(
      ['Factor', 'Score', 'Reason and evidence', 'By', 'Source'],
      risk.factors.map(({ title, score, reason, evidence, scoredBy, source, status }) => {
        return [title, score, `${reason} (${evidence})`, scoredBy ?? 'proposed', `${source} [${status}]`];
      }),
      'risk',
    ),
  ];
}

function turnsOnBlocks({ proposal }: Assessment): readonly Block[] {
  if (proposal.turnsOn.length === 0) return [];
  return [
    paragraph('It turns on what is not known:'),
    list(proposal.turnsOn.map((point) => `${conditionOf(point)}: ${point.route.replaceAll('-', ' ')}.`)),
  ];
}

function groupLines({ groups }: Assessment, number: number): readonly string[] {
  const known = groups.find((group) => group.number === number)?.known ?? [];
  return known.map(knownLine);
}

const FILES_SHOWN = 50;

function fileLines(files: Assessment['memberFiles']): readonly string[] {
  const lines = files.slice(0, FILES_SHOWN).map(({ share, path, state, audience, contentDigest }) => {
    return `${share}: ${path} (${state}; readable by ${wordsOf(audience, AUDIENCE_WORDS)}; digest ${contentDigest?.slice(0, 16) ?? 'not known'})`;
  });
  const rest = files.length - lines.length;
  return rest > 0 ? [...lines, `and ${counted(rest, 'more file', 'more files')}`] : lines;
}

function number(count: number): string {
  return count.toLocaleString('en-US');
}
