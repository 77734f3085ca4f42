import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { loadPatterns } from '../../detect/index.ts';
import { describePlace, type Finding, OperatorError } from '../../model/index.ts';
import { readOne } from '../../scan/index.ts';
import { allowList } from '../allowances.ts';
import { installationKey } from '../open-record.ts';
import { passwordList } from '../password-list.ts';
import { scanLimits } from '../scan-limits.ts';
import { settingsOf } from '../settings.ts';
import { shippedForms } from '../shipped-forms.ts';

interface ExplainFlags {
  readonly type?: string;
  readonly limit: string;
  readonly json: boolean;
}

export function addExplainCommand(explain: Command): void {
  explain
    .argument('<file>')
    .option('--type <id>', 'only findings of this identifier')
    .option('--limit <n>', 'findings to explain', '20')
    .option('--json', 'for programs', false)
    .action(async (path: string, flags: ExplainFlags, command: Command) => {
      if (!existsSync(path)) throw new OperatorError(path, 'there is no such file', 'Check the path');
      const settings = settingsOf(command);
      const limit = Number(flags.limit);
      if (!Number.isInteger(limit) || limit < 1)
        throw new OperatorError(
          '--limit',
          `"${flags.limit}" is not a number of findings`,
          'Give a whole number from 1',
        );
      const pack = loadPatterns(settings.patternFolders, shippedForms());
      const nowMs = Date.now();
      const reading = await readOne({
        path,
        pack,
        allowances: allowList(settings.config, pack, nowMs).active,
        passwords: passwordList(settings),
        asOf: new Date(nowMs).toISOString().slice(0, 10),
        fingerprintKey: installationKey(settings),
        ...scanLimits(settings.config),
        findingsPerType: limit,
      });
      const findings = reading.findings.filter(({ type }) => !flags.type || type === flags.type).slice(0, limit);
      if (flags.json) {
        console.log(
          JSON.stringify({ outcome: reading.outcome, reason: reading.reason, format: reading.format, findings }),
        );
        return;
      }
      console.log(`Read as ${reading.format}: ${reading.outcome}${reading.reason ? ` (${reading.reason})` : ''}.`);
      for (const part of reading.unreadParts)
        console.log(
          `Not read: ${describePlace(part.place) || 'the file'}: ${part.reason}${part.detail ? `, ${part.detail}` : ''}`,
        );
      const total = reading.types.reduce(
        (sum, type) => sum + (!flags.type || type.type === flags.type ? type.count : 0),
        0,
      );
      console.log(`${total} findings${total > findings.length ? `, the clearest ${findings.length} of them:` : ':'}`);
      for (const finding of findings) for (const line of explanation(finding)) console.log(line);
      if (findings.some(({ confidence }) => confidence === 'low'))
        console.log(
          '\nLow confidence: shown so that you can judge it; it does not count as found and no rule acts on it.',
        );
    });
}

/** Leads, in tenths, from which detection is sure of a reading or takes it as likely. */
const CLEAR_LEAD = 20;
const SOME_LEAD = 8;

function lead(marginTenths: number): string {
  if (marginTenths < 0) return 'behind another reading';
  if (marginTenths < SOME_LEAD) return 'hardly more likely than another reading';
  return marginTenths < CLEAR_LEAD ? 'ahead of any other reading' : 'far ahead of any other reading';
}

function explanation({ type, masked, confidence, margin, place, evidence }: Finding): string[] {
  return [
    '',
    `${type}  ${masked}  ${confidence} confidence, ${lead(margin)}  ${describePlace(place)}`,
    ...evidence.map((sentence) => `  ${sentence}`),
  ];
}
