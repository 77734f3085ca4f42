import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { answerAssessment, describeAssessment, listAssessments, showAssessment } from '../../breach/index.ts';
import { OperatorError } from '../../model/index.ts';
import type { ScanRecord } from '../../record/index.ts';
import { shownPath } from '../../report/index.ts';
import { openStateRecord } from '../open-record.ts';
import { settingsOf } from '../settings.ts';

interface AnswerFlags {
  readonly because: string;
  readonly by?: string;
}

export function addBreachCommand(program: Command): void {
  const breach = program.command('breach').description('breach assessments that scans opened');
  breach
    .command('list')
    .description('one line for each assessment')
    .option('--status <status>', 'only open or closed ones')
    .option('--json', 'for programs', false)
    .action(async (flags: { status?: string; json: boolean }, command: Command) => {
      const status = statusOf(flags.status);
      await withRecord(command, 'read', async (record) => {
        const assessments = await listAssessments(record, status ? { status } : {});
        if (flags.json) console.log(JSON.stringify(assessments));
        else if (assessments.length === 0)
          console.log('No assessments. A scan opens one where personal data was exposed.');
        else for (const line of assessments.flatMap(listed)) console.log(line);
      });
    });
  breach
    .command('show')
    .description('what the scan knows, what only a person knows, and what the law pack proposes')
    .argument('<number>', 'as listed: BA-2026-0001')
    .option('--json', 'for programs', false)
    .action(async (number: string, flags: { json: boolean }, command: Command) => {
      await withRecord(command, 'read', async (record) => {
        const assessment = await showAssessment(record, number, { shownPath });
        if (flags.json) console.log(JSON.stringify(assessment));
        else for (const line of describeAssessment(assessment)) console.log(line);
      });
    });
  breach
    .command('answer')
    .description('add the answer to one of its questions; nothing earlier is overwritten')
    .argument('<number>', 'as listed: BA-2026-0001')
    .argument('<question>', 'key of the question, as shown by breach show')
    .argument('<answer>')
    .requiredOption('--because <words>', 'why you answer so')
    .option('--by <name>', 'who answers (default: the account that runs this)')
    .action(async (number: string, key: string, value: string, flags: AnswerFlags, command: Command) => {
      await withRecord(command, 'write', async (record) => {
        const who = flags.by ?? userInfo().username;
        await answerAssessment({ record, number, key, value, who, why: flags.because, nowMs: Date.now() });
        const { proposal } = await showAssessment(record, number);
        console.log(`Recorded. Proposed now: ${proposal.headline}`);
      });
    });
}

function listed(assessment: Awaited<ReturnType<typeof listAssessments>>[number]): string[] {
  const { number, status, files, people, elements, openQuestions, headline } = assessment;
  return [
    `${number}  ${status}  ${files} file${files === 1 ? '' : 's'}, ${peopleText(people)}, ${openQuestions} open questions`,
    `    ${elements.join(', ')}`,
    `    ${headline}`,
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

async function withRecord(
  command: Command,
  access: 'read' | 'write',
  work: (record: ScanRecord) => Promise<void>,
): Promise<void> {
  const record = await openStateRecord(settingsOf(command), { access });
  try {
    await work(record);
  } finally {
    await record.close();
  }
}
