import type { Command } from 'commander';
import { OperatorError } from '../../model/index.ts';
import type { AuditHead } from '../../record/index.ts';
import { EXIT } from '../exit-codes.ts';
import type { Finish } from '../main.ts';
import { withRecord } from '../with-record.ts';

/** `audit verify`: is the chain of audit rows whole, and the one that it was? */
export function addAuditCommand(audit: Command, finish: Finish): void {
  audit
    .command('verify')
    .description('check that no audit row was changed or removed')
    .option('--head <row:hash>', 'a head that was kept elsewhere: check that the log was not rebuilt since')
    .action(async (flags: { readonly head?: string }, command: Command) => {
      const expectedHead = flags.head === undefined ? undefined : headOf(flags.head);
      await withRecord(command, 'read', async (record) => {
        const result = await record.audit.verifyAudit(expectedHead && { expectedHead });
        if (result.intact) {
          console.log(`The audit log is whole: ${result.rows} rows.`);
          if (expectedHead) console.log(`Row ${expectedHead.id} is the one whose hash was kept.`);
          console.log(`Head: ${result.rows}:${result.head}`);
        } else console.log(`The audit log was changed: ${result.problem}`);
        finish(result.intact ? EXIT.ok : EXIT.violations);
      });
    });
}

/** @throws OperatorError for a text that is no head. */
function headOf(text: string): AuditHead {
  const [, id, hash] = /^(\d{1,10}):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  if (id !== undefined && hash !== undefined) return { id: Number(id), hash };
  throw new OperatorError(
    '--head',
    'this is no head of an audit log',
    'Give it as it was printed: the row, ":" and 64 hex digits',
  );
}
