import type { Command } from 'commander';
import { describeAssessment, listAssessments, showAssessment } from '../../../breach/index.ts';
import { OperatorError } from '../../../model/index.ts';
import type { Finish } from '../../main.ts';
import { withRecord } from '../../with-record.ts';
import { targetsOf } from './breach-command.ts';
import { addEntryCommands } from './entries.ts';
import { addExportCommands } from './export.ts';
import { addOpenCommand } from './open.ts';

export function addBreachCommand(breach: Command, finish: Finish): void {
  addOpenCommand(breach);
  breach
    .command('list')
    .description('one line for each assessment')
    .option('--status <status>', 'only open or closed ones')
    .option('--json', 'for programs', false)
    .action(async (flags: { status?: string; json: boolean }, command: Command) => {
      const status = statusOf(flags.status);
      await withRecord(command, 'read', async (record, settings) => {
        const options = { targets: targetsOf(settings), ...(status && { status }) };
        const assessments = await listAssessments(record, options);
        if (flags.json) console.log(JSON.stringify(assessments));
        else if (assessments.length === 0)
          console.log('No assessments. A scan opens one where personal data was exposed.');
        else for (const line of listed(assessments)) console.log(line);
      });
    });
  breach
    .command('show')
    .description('what the scan knows, what only a person knows, and what the law pack proposes')
    .argument('<number>', 'as listed: BA-2026-0001')
    .option('--json', 'for programs', false)
    .action(async (number: string, flags: { json: boolean }, command: Command) => {
      await withRecord(command, 'read', async (record, settings) => {
        const assessment = await showAssessment(record, number, { targets: targetsOf(settings) });
        if (flags.json) console.log(JSON.stringify(assessment));
        else for (const line of describeAssessment(assessment)) console.log(line);
      });
    });
  addEntryCommands(breach);
  addExportCommands(breach, finish);
}

type Listed = Awaited<ReturnType<typeof listAssessments>>[number];

/** What is proposed stands once above all those that it is proposed for; what is overdue comes first. */
function listed(assessments: readonly Listed[]): string[] {
  const byHeadline = new Map<string, Listed[]>();
  const late = assessments.filter(({ overdue }) => overdue.length > 0);
  for (const each of [...late, ...assessments.filter(({ overdue }) => overdue.length === 0)])
    byHeadline.set(each.headline, [...(byHeadline.get(each.headline) ?? []), each]);
  return [...byHeadline].flatMap(([headline, those]) => [headline, ...those.flatMap(inTwoLines)]);
}

function inTwoLines(assessment: Listed): string[] {
  const { number, status, files, people, elements, openQuestions, decision } = assessment;
  return [
    `  ${number}  ${status}  ${files} file${files === 1 ? '' : 's'}, ${peopleText(people)}, ${openQuestions} open questions`,
    `    ${elements.join(', ')}`,
    ...(decision
      ? [
          `    Decided: ${decision.decision} by ${decision.name}${decision.toSignAgain ? '; changed since, sign again' : ''}`,
        ]
      : []),
  ];
}

function peopleText({ lower, likely, upper }: { lower: number; likely: number; upper: number }): string {
  return lower === upper
    ? `${likely} ${likely === 1 ? 'person' : 'people'}`
    : `${likely} people (between ${lower} and ${upper})`;
}

function statusOf(text: string | undefined): 'open' | 'closed' | undefined {
  if (text === undefined || text === 'open' || text === 'closed') return text;
  throw new OperatorError('--status', `"${text}" is not a status`, 'Give open or closed');
}
