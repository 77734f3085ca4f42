import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { loadPatterns } from '../../detect/index.ts';
import { readAgreement } from '../../disclose/index.ts';
import { OperatorError } from '../../model/index.ts';
import { openForCommand } from '../open-deciding-record.ts';
import { openStateRecord } from '../open-record.ts';
import { settingsOf } from '../settings.ts';
import { shippedForms } from '../shipped-forms.ts';

export function addAgreementsCommand(agreements: Command): void {
  agreements
    .command('add')
    .argument('<file...>')
    .option('--by <name>', 'who registers it (default: the account that runs this)')
    .description('put agreements on the register, or a new text of them')
    .action(async (paths: string[], flags: { by?: string }, command: Command) => {
      const settings = settingsOf(command);
      const types = loadPatterns(settings.patternFolders, shippedForms()).patterns.map(({ id }) => id);
      const given = paths.map((path) => readAgreement(path, types));
      const record = await openForCommand(settings);
      try {
        for (const { agreement, sha256 } of given) {
          const { id, recipient, expires } = agreement;
          const registeredBy = flags.by ?? userInfo().username;
          await record.disclosures.registerAgreement({
            id,
            sha256,
            recipient,
            expires,
            registeredAtMs: Date.now(),
            registeredBy,
          });
          console.log(`${id} is registered, until ${expires}.`);
        }
      } finally {
        await record.close();
      }
    });
  agreements
    .command('withdraw')
    .argument('<id>')
    .description('nothing is cleared under it any more')
    .action(async (id: string, _flags: unknown, command: Command) => {
      const record = await openForCommand(settingsOf(command));
      try {
        if (!(await record.disclosures.withdrawAgreement(id, userInfo().username, Date.now())))
          throw new OperatorError(id, 'is not on the register', 'See sharewarden agreements list');
        console.log(`${id} is withdrawn.`);
      } finally {
        await record.close();
      }
    });
  agreements
    .command('list')
    .option('--json', 'for programs', false)
    .description('what is on the register')
    .action(async (flags: { json: boolean }, command: Command) => {
      const record = await openStateRecord(settingsOf(command), { access: 'read' });
      try {
        const all = await record.disclosures.agreements();
        if (flags.json) console.log(JSON.stringify(all));
        else
          for (const one of all)
            console.log(
              `${one.id}  until ${one.expires}${one.withdrawnAtMs === undefined ? '' : '  withdrawn'}  ${one.recipient}`,
            );
      } finally {
        await record.close();
      }
    });
}
