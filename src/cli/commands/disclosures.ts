import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { measureLeak, openDisclosureThread, searchDisclosures, traceLeak } from '../../disclose/index.ts';
import { OperatorError } from '../../model/index.ts';
import type { RecordedDisclosure } from '../../record/index.ts';
import { EXIT } from '../exit-codes.ts';
import type { Finish } from '../main.ts';
import { installationKey } from '../open-record.ts';
import { provedPatterns } from '../proved-patterns.ts';
import { scanLimits } from '../scan-limits.ts';
import type { Settings } from '../settings.ts';
import { withRecord } from '../with-record.ts';

export function addDisclosuresCommand(disclosures: Command, finish: Finish): void {
  disclosures
    .command('list')
    .argument('[word...]', 'only rows with all of these words: recipient, agreement, file, hash, type, day')
    .option('--json', 'for programs', false)
    .description('the log, or what is sought in it')
    .action(async (words: string[], flags: { json: boolean }, command: Command) => {
      await withRecord(command, 'read', async (record) => {
        const found = searchDisclosures(await record.disclosures.list(), words);
        if (flags.json) console.log(JSON.stringify(found));
        else if (found.length === 0) console.log('No disclosures.');
        else for (const line of found.flatMap(lines)) console.log(line);
      });
    });
  disclosures
    .command('trace')
    .argument('<file>', 'a file that turned up somewhere')
    .option('--json', 'for programs', false)
    .description('which disclosure it came from, by its hash or by its rows')
    .action(async (path: string, flags: { json: boolean }, command: Command) => {
      if (!existsSync(path)) throw new OperatorError(path, 'there is no such file', 'Check the path');
      await withRecord(command, 'read', async (record, settings) => {
        const leak = await leaked(settings, path);
        const matches = await traceLeak(record.disclosures, leak);
        if (flags.json) console.log(JSON.stringify(matches));
        else if (matches.length === 0) console.log('It came from no disclosure that is on the log.');
        for (const { disclosure, kind, sharedRows, share, file } of flags.json ? [] : matches)
          console.log(
            `${kind === 'same-file' ? 'The same file' : `${sharedRows} of its rows (${Math.round(share * 100)} %)`}: this came from ${file}, disclosed on ${day(disclosure)} to ${disclosure.recipient} under ${disclosure.agreement} by ${disclosure.who}.`,
          );
        finish(matches.length > 0 ? EXIT.ok : EXIT.violations);
      });
    });
}

async function leaked(settings: Settings, path: string) {
  const thread = openDisclosureThread({
    pack: provedPatterns(settings),
    fingerprintKey: installationKey(settings),
    limits: scanLimits(settings.config).limits,
  });
  try {
    return await measureLeak(thread, path, new Date().toISOString().slice(0, 10));
  } finally {
    await thread.close();
  }
}

function lines(disclosure: RecordedDisclosure): string[] {
  const { id, recipient, interest, basis, agreement, who, files } = disclosure;
  return [
    `${moment(disclosure)}  ${recipient}  under ${agreement} (${basis}), by ${who}`,
    `    for: ${interest}; certificate ${id}`,
    ...files.map(
      ({ name, contentSha256, rows, types }) =>
        `    ${name}  ${rows === 0 ? '' : `${rows} ${rows === 1 ? 'row' : 'rows'}  `}${
          Object.entries(types)
            .map(([type, count]) => `${type} ${count}`)
            .join(', ') || 'no identifiers'
        }  ${contentSha256}`,
    ),
  ];
}

function moment({ atMs }: RecordedDisclosure): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function day({ atMs }: RecordedDisclosure): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
