import type { Command } from 'commander';
import {
  answerAssessment,
  assessFactor,
  closeAssessment,
  DECISIONS,
  decideAssessment,
  destroyPeopleKey,
  instantMs,
  loadLaw,
  NOTICE_METHODS,
  recordNotice,
  reopenAssessment,
  SCORES,
  showAssessment,
} from '../../../breach/index.ts';
import { OperatorError } from '../../../model/index.ts';
import type { ScanRecord } from '../../../record/index.ts';
import { withRecord } from '../../with-record.ts';
import { type EntryFlags, entryOf, say, targetsOf, wholeNumber, withEntryFlags } from './breach-command.ts';

const NUMBER = ['<number>', 'as listed: BA-2026-0001'] as const;

/** Commands that add something to an assessment; nothing earlier is overwritten. */
export function addEntryCommands(breach: Command): void {
  withEntryFlags(
    breach
      .command('answer')
      .description('answer one of its questions; an earlier answer stays in the record')
      .argument(...NUMBER)
      .argument('<question>', 'key of the question, as shown by breach show')
      .argument('<answer>')
      .option('--and <key=answer...>', 'further answers with the same reason'),
  ).action((number: string, key: string, value: string, flags: EntryFlags & { and?: string[] }, command: Command) =>
    entered(command, number, flags, async (record) => {
      const entry = entryOf(flags);
      let version = await answerAssessment({ record, number, key, value, ...entry });
      for (const [further, words] of (flags.and ?? []).map(keyed)) {
        const { expectedVersion: _, ...rest } = entry;
        version = await answerAssessment({
          record,
          number,
          key: further,
          value: words,
          ...rest,
          expectedVersion: version,
        });
      }
      return version;
    }),
  );
  withEntryFlags(
    breach
      .command('assess')
      .description('score factors of the risk of harm; an earlier score stays in the record')
      .argument(...NUMBER)
      .argument('<factors>', 'as shown by breach show; several with commas, or all')
      .argument('<score>', `${SCORES.join(', ')}, or proposed: the proposed scores become your own`)
      .requiredOption('--evidence <words>', 'what shows it, or "none"'),
  ).action(
    (number: string, factors: string, score: string, flags: EntryFlags & { evidence: string }, command: Command) =>
      entered(command, number, flags, async (record) => {
        const { evidence } = flags;
        let version: number | undefined;
        const named = factors === 'all' ? loadLaw().risk.factors.map(({ id }) => id) : factors.split(',');
        for (const factor of named) {
          const seen = version === undefined ? {} : { expectedVersion: version };
          version = await assessFactor({ record, number, factor, score, evidence, ...entryOf(flags), ...seen });
        }
        return version ?? 0;
      }),
  );
  addDecide(breach);
  addNotify(breach);
  withEntryFlags(
    breach
      .command('close')
      .description('close it; refused while a duty is open')
      .argument(...NUMBER),
  ).action((number: string, flags: EntryFlags, command: Command) =>
    entered(command, number, flags, (record) => closeAssessment({ record, number, ...entryOf(flags) })),
  );
  withEntryFlags(
    breach
      .command('reopen')
      .description('open a closed one again')
      .argument(...NUMBER),
  ).action((number: string, flags: EntryFlags, command: Command) =>
    entered(command, number, flags, (record) => reopenAssessment({ record, number, ...entryOf(flags) })),
  );
  withEntryFlags(
    breach
      .command('destroy-key')
      .description('make the fingerprints of its people useless for good; counts and record stay')
      .argument(...NUMBER),
  ).action((number: string, flags: EntryFlags, command: Command) =>
    // What a scan holds open could keep the key in the log of writes ahead.
    entered(command, number, flags, (record) => destroyPeopleKey({ record, number, ...entryOf(flags) }), 'write'),
  );
}

interface DecideFlags extends EntryFlags {
  readonly name: string;
  readonly role: string;
  readonly despiteRisk?: string;
  readonly confirm?: string;
}

function addDecide(breach: Command): void {
  withEntryFlags(
    breach
      .command('decide')
      .description('sign a decision as a named person; an earlier one stays in the record')
      .argument(...NUMBER)
      .argument('<decision>', DECISIONS.join(', '))
      .requiredOption('--name <name>', 'first and last name of the person who decides')
      .requiredOption('--role <role>', 'in which role')
      .option(
        '--despite-risk <reason>',
        'for no-notice at a high risk of harm: why harm is still not reasonably likely',
      )
      .option('--confirm <words>', 'the confirmation, word for word; leave it out to be told'),
  ).action((number: string, decision: string, flags: DecideFlags, command: Command) =>
    entered(command, number, flags, async (record) => {
      const { name, role, despiteRisk, confirm: confirmation = '' } = flags;
      const reason = despiteRisk === undefined ? {} : { despiteRisk };
      const request = { record, number, decision, name, role, confirmation, ...reason, ...entryOf(flags) };
      return (await decideAssessment(request)).version;
    }),
  );
}

interface NotifyFlags extends EntryFlags {
  readonly to: string;
  readonly method: string;
  readonly at?: string;
  readonly count?: string;
}

function addNotify(breach: Command): void {
  withEntryFlags(
    breach
      .command('notify')
      .description('record that a notice or report was sent; it sends nothing itself')
      .argument(...NUMBER)
      .argument('<duty>', 'as shown by breach show: notify-owner, notify-consumers, fti...')
      .requiredOption('--to <whom>', 'body or group of people')
      .requiredOption('--method <method>', NOTICE_METHODS.join(', '))
      .option('--at <time>', 'when it was sent (default: now)')
      .option('--count <people>', 'how many people were notified'),
  ).action((number: string, duty: string, flags: NotifyFlags, command: Command) =>
    entered(command, number, flags, (record) => {
      const entry = entryOf(flags);
      const sentAtMs = flags.at === undefined ? entry.nowMs : instantMs(flags.at);
      const count = flags.count === undefined ? {} : { count: wholeNumber('--count', flags.count) };
      return recordNotice({
        record,
        number,
        duty,
        recipient: flags.to,
        method: flags.method,
        sentAtMs,
        ...count,
        ...entry,
      });
    }),
  );
}

function keyed(text: string): readonly [string, string] {
  const cut = text.indexOf('=');
  if (cut > 0) return [text.slice(0, cut), text.slice(cut + 1)];
  throw new OperatorError('--and', `"${text}" is no answer`, 'Give key=answer');
}

async function entered(
  command: Command,
  number: string,
  { json }: EntryFlags,
  write: (record: ScanRecord) => Promise<number>,
  access: 'decide' | 'write' = 'decide',
): Promise<void> {
  await withRecord(command, access, async (record, settings) => {
    const version = await write(record);
    const { proposal, status, overdue, next } = await showAssessment(record, number, { targets: targetsOf(settings) });
    const late = overdue.length > 0 ? ` OVERDUE: ${overdue.join(', ')}.` : '';
    const steps = next.flatMap(({ says, command: line }) => [`Next: ${says}`, `      ${line}`]);
    const told = [`Recorded as version ${version} (${status}). Proposed now: ${proposal.headline}${late}`, ...steps];
    say(json, told.join('\n'), {
      version,
      status,
      route: proposal.route,
      overdue,
      next,
    });
  });
}
