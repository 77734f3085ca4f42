import type { Command } from 'commander';
import { openManualIncident, showAssessment } from '../../../breach/index.ts';
import { OperatorError } from '../../../model/index.ts';
import { policyInForce } from '../../policy-in-force.ts';
import { withRecord } from '../../with-record.ts';
import { type EntryFlags, entryOf, say, wholeNumber, withEntryFlags } from './breach-command.ts';

interface OpenFlags extends EntryFlags {
  readonly manual: boolean;
  readonly people: string;
  readonly types: string;
  readonly named: boolean;
  readonly residents?: string;
  readonly file?: readonly string[];
}

export function addOpenCommand(breach: Command): void {
  const open = breach
    .command('open')
    .description('open an assessment by hand: paper, a lost device, a message; a scan opens its own')
    .requiredOption('--manual', 'no scan reported it')
    .option('--people <count>', 'how many people, or lowest-highest', '0')
    .option('--types <ids>', 'what was exposed, by identifier: us-ssn,date-of-birth', '')
    .option('--named', 'names stand beside them', false)
    .option('--residents <counts>', 'by state: MO=3,IL=1')
    .option('--file <share:path...>', 'recorded files that belong to it');
  withEntryFlags(open).action(async (flags: OpenFlags, command: Command) => {
    await withRecord(command, 'decide', async (record, settings) => {
      const { who, why, nowMs } = entryOf(flags);
      const number = await openManualIncident({
        record,
        who,
        why,
        nowMs,
        people: peopleOf(flags.people),
        types: listOf(flags.types),
        named: flags.named,
        residents: residentsOf(flags.residents),
        files: (flags.file ?? []).map(fileOf),
        policyDigest: policyInForce(settings.policyFolders).digest,
        standingAnswers: settings.config.breach?.answers ?? {},
      });
      const { proposal } = await showAssessment(record, number);
      say(flags.json, `Opened ${number}. Proposed now: ${proposal.headline}`, { number, route: proposal.route });
    });
  });
}

function peopleOf(text: string) {
  const [lower = '', upper = lower] = text.split('-');
  const [least, most] = [wholeNumber('--people', lower), wholeNumber('--people', upper)];
  return { lower: least, likely: most, upper: most };
}

function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function residentsOf(text = ''): Record<string, number> {
  return Object.fromEntries(
    listOf(text).map((part) => {
      const [state = '', count = ''] = part.split('=');
      return [state.toUpperCase(), wholeNumber('--residents', count)];
    }),
  );
}

function fileOf(text: string): { share: string; path: string } {
  const cut = text.indexOf(':');
  if (cut > 0) return { share: text.slice(0, cut), path: text.slice(cut + 1) };
  throw new OperatorError('--file', `"${text}" names no share`, 'Give SHARE:PATH, as breach show writes it');
}
