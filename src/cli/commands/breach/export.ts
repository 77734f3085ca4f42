import { readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { exportEvidence, verifyEvidence } from '../../../breach/index.ts';
import { OperatorError } from '../../../model/index.ts';
import { EXIT } from '../../exit-codes.ts';
import type { Finish } from '../../main.ts';
import { productVersion } from '../../product.ts';
import { withRecord } from '../../with-record.ts';
import { say, targetsOf } from './breach-command.ts';

export function addExportCommands(breach: Command, finish: Finish): void {
  breach
    .command('export')
    .description('write record, documents, drafts of notices and the audit chain as one sealed archive')
    .argument('<number>', 'as listed: BA-2026-0001')
    .option('--out <dir>', 'folder to write it to', '.')
    .option('--by <name>', 'who exports it (default: the account that runs this)')
    .option('--json', 'for programs', false)
    .action(async (number: string, flags: { out: string; by?: string; json: boolean }, command: Command) => {
      await withRecord(command, 'decide', async (record, settings) => {
        const { fileName, bytes, seal, documents } = await exportEvidence({
          record,
          number,
          who: flags.by ?? userInfo().username,
          nowMs: Date.now(),
          versions: { sharewarden: productVersion(), node: process.versions.node },
          view: { targets: targetsOf(settings) },
        });
        const path = join(flags.out, fileName);
        write(path, bytes);
        say(flags.json, `Wrote ${path} with ${documents.join(', ')}.\nSeal: ${seal} (keep it apart from the archive)`, {
          path,
          seal,
          documents,
        });
      });
    });
  breach
    .command('verify')
    .description('check an exported archive without the record')
    .argument('<archive>')
    .option('--seal <hex>', 'the seal that export printed; only it tells the archive from one made anew')
    .option('--json', 'for programs', false)
    .action((archive: string, flags: { seal?: string; json: boolean }) => {
      const result = verifyEvidence(read(archive), flags.seal);
      const sealed = flags.seal === undefined ? ' Compare the seal with the one that export printed.' : '';
      const words = result.intact ? `${result.number}: intact.${sealed}` : result.problems.join('\n');
      say(flags.json, `${words}\nSeal: ${result.seal}`, result);
      if (!result.intact) finish(EXIT.violations);
    });
}

function write(path: string, bytes: Uint8Array): void {
  try {
    writeFileSync(path, bytes, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const there = code === 'EEXIST';
    throw new OperatorError(
      path,
      there ? 'is there already' : `cannot be written (${code})`,
      there ? 'Give another folder with --out; an archive is never overwritten' : 'Give a folder that you can write',
    );
  }
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new OperatorError(path, `cannot be read (${(error as NodeJS.ErrnoException).code})`, 'Name the archive');
  }
}
