import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import type { Finish } from '../main.ts';
import { openStateRecord } from '../open-record.ts';
import { settingsOf } from '../settings.ts';

/** `audit verify`: is the chain of audit rows whole? */
export function addAuditCommand(program: Command, finish: Finish): void {
  program
    .command('audit')
    .description('the append-only audit log')
    .command('verify')
    .description('check that no audit row was changed or removed')
    .action(async (_flags: unknown, command: Command) => {
      const record = await openStateRecord(settingsOf(command));
      try {
        const result = await record.audit.verifyAudit();
        console.log(
          result.intact
            ? `The audit log is whole: ${result.rows} rows.`
            : `The audit log was changed: ${result.problem}`,
        );
        finish(result.intact ? EXIT.ok : EXIT.violations);
      } finally {
        await record.close();
      }
    });
}
