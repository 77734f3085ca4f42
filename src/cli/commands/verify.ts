import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { filesAt, listSigningKeys, verifyCertificate } from '../../disclose/index.ts';
import { OperatorError } from '../../model/index.ts';
import { EXIT } from '../exit-codes.ts';
import type { Finish } from '../main.ts';
import { settingsOf } from '../settings.ts';

export function addVerifyCommand(program: Command, finish: Finish): void {
  program
    .command('verify')
    .description('check a certificate against files, offline')
    .argument('<certificate>')
    .argument('<file...>', 'what was received: files, or the folder')
    .option('--key <pem...>', "public keys that you trust (default: this installation's own)")
    .option('--json', 'for programs', false)
    .action((path: string, files: string[], flags: { key?: string[]; json: boolean }, command: Command) => {
      const own = listSigningKeys(join(settingsOf(command).state().path, 'keys'));
      const trustedKeys = flags.key?.map((file) => readText(file)) ?? own.map(({ publicKeyPem }) => publicKeyPem);
      if (trustedKeys.length === 0)
        throw new OperatorError('--key', 'there is no key to trust', 'Give the public key of the signer');
      for (const file of files)
        if (!existsSync(file)) throw new OperatorError(file, 'there is no such file', 'Check the path');
      const failures = verifyCertificate({
        certificate: readText(path),
        files: files.flatMap(filesAt),
        trustedKeys,
        revokedKeyIds: own.filter(({ status }) => status === 'revoked').map(({ keyId }) => keyId),
        today: new Date().toISOString().slice(0, 10),
      });
      if (flags.json) console.log(JSON.stringify({ holds: failures.length === 0, failures }));
      else if (failures.length === 0) console.log('The certificate holds for these files.');
      else for (const { problem, sentence } of failures) console.log(`${problem}: ${sentence}`);
      finish(failures.length === 0 ? EXIT.ok : EXIT.violations);
    });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new OperatorError(path, `cannot be read (${(error as NodeJS.ErrnoException).code})`, 'Check the path');
  }
}
