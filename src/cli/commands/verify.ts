import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { filesAt, KEY_REMEDY, listSigningKeys, revokedKeyIds, verifyCertificate } from '../../disclose/index.ts';
import { OperatorError } from '../../model/index.ts';
import { EXIT } from '../exit-codes.ts';
import type { Finish } from '../main.ts';
import { settingsOf } from '../settings.ts';

interface VerifyFlags {
  readonly key: readonly string[];
  readonly revoked: readonly string[];
  readonly json: boolean;
}

export function addVerifyCommand(verify: Command, finish: Finish): void {
  verify
    .argument('<certificate>')
    .argument('<file...>', 'what was received: files, or the folder')
    .option('--key <pem>', "a public key that you trust; again for more (default: this installation's own)", added, [])
    .option('--revoked <json>', 'list of revoked keys from the signer (sharewarden keys revoked)', added, [])
    .option('--json', 'for programs', false)
    .action((path: string, files: string[], flags: VerifyFlags, command: Command) => {
      const own = listSigningKeys(join(settingsOf(command).state().path, 'keys'));
      const trustedKeys =
        flags.key.length > 0 ? flags.key.map((file) => readText(file)) : own.map(({ publicKeyPem }) => publicKeyPem);
      if (trustedKeys.length === 0) throw new OperatorError('--key', 'no key to trust was given', KEY_REMEDY);
      for (const file of files)
        if (!existsSync(file)) throw new OperatorError(file, 'there is no such file', 'Check the path');
      const failures = verifyCertificate({
        certificate: readText(path),
        files: files.flatMap(filesAt),
        trustedKeys,
        revokedKeyIds: [
          ...own.filter(({ status }) => status === 'revoked').map(({ keyId }) => keyId),
          ...flags.revoked.flatMap((file) => revokedIn(file)),
        ],
        today: new Date().toISOString().slice(0, 10),
      });
      if (flags.json) console.log(JSON.stringify({ holds: failures.length === 0, failures }));
      else if (failures.length === 0) console.log('The certificate holds for these files.');
      else for (const { problem, sentence } of failures) console.log(`${problem}: ${sentence}`);
      finish(failures.length === 0 ? EXIT.ok : EXIT.violations);
    });
}

function added(path: string, before: readonly string[]): readonly string[] {
  return [...before, path];
}

function revokedIn(path: string): readonly string[] {
  const keyIds = revokedKeyIds(readText(path));
  if (keyIds) return keyIds;
  throw new OperatorError(path, 'is no list of revoked keys', 'Ask the signer for it: sharewarden keys revoked');
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new OperatorError(path, `cannot be read (${(error as NodeJS.ErrnoException).code})`, 'Check the path');
  }
}
