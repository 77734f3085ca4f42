import { join } from 'node:path';
import type { Command } from 'commander';
import {
  activeSigningKey,
  listSigningKeys,
  makeSigningKey,
  revokeSigningKey,
  signingKey,
} from '../../disclose/index.ts';
import { OperatorError } from '../../model/index.ts';
import { newPassphrase } from '../passphrase.ts';
import { settingsOf } from '../settings.ts';

interface MakeFlags {
  readonly signer: string;
  readonly passphrase: boolean;
}

export function addKeysCommand(keys: Command): void {
  const folder = (command: Command): string => join(settingsOf(command).state().path, 'keys');
  const make = async (flags: MakeFlags, command: Command, rotate: boolean): Promise<void> => {
    const standing = listSigningKeys(folder(command)).find(({ status }) => status === 'active');
    if (standing && !rotate)
      throw new OperatorError(
        `signing key ${standing.keyId}`,
        'is there already',
        'Retire it for a new one: sharewarden keys rotate',
      );
    if (!standing && rotate)
      throw new OperatorError('signing key', 'there is none to rotate', 'Make one: sharewarden keys make');
    const secret = flags.passphrase ? await newPassphrase('Passphrase of the new key: ') : undefined;
    if (flags.passphrase && !secret)
      throw new OperatorError('passphrase', 'is empty', 'Give one, or say --no-passphrase');
    const key = makeSigningKey(folder(command), flags.signer, secret, Date.now());
    console.log(
      `Signing key ${key.keyId} of ${key.signer} is active.${standing ? ` ${standing.keyId} is retired: what it signed holds.` : ''}`,
    );
  };
  for (const [name, words] of [
    ['make', 'make the first key'],
    ['rotate', 'make a new key; the old one signs nothing more and what it signed holds'],
  ] as const)
    keys
      .command(name)
      .description(words)
      .requiredOption('--signer <name>', 'who signs with it')
      .option('--no-passphrase', 'keep the private half without a passphrase (mode 0600 only)')
      .action((flags: MakeFlags, command: Command) => make(flags, command, name === 'rotate'));
  keys
    .command('list')
    .option('--json', 'for programs', false)
    .description('all keys with their status')
    .action((flags: { json: boolean }, command: Command) => {
      const all = listSigningKeys(folder(command)).map(({ privateKeyPem: _private, ...key }) => key);
      if (flags.json) console.log(JSON.stringify(all));
      else
        for (const { keyId, status, signer, createdAt, revokedFor } of all)
          console.log(`${keyId}  ${status}  ${createdAt}  ${signer}${revokedFor ? `  (${revokedFor})` : ''}`);
    });
  keys
    .command('public')
    .argument('[key]', 'its id (default: the active one)')
    .description('the public half in PEM, for recipients')
    .action((id: string | undefined, _flags: unknown, command: Command) => {
      process.stdout.write((id ? signingKey(folder(command), id) : activeSigningKey(folder(command))).publicKeyPem);
    });
  keys
    .command('revoke')
    .argument('<key>')
    .requiredOption('--because <words>', 'why')
    .description('nothing that it signed holds any more')
    .action((id: string, flags: { because: string }, command: Command) => {
      revokeSigningKey(folder(command), id, flags.because);
      console.log(`${id} is revoked. Tell recipients: sharewarden keys revoked`);
    });
  keys
    .command('revoked')
    .description('ids of revoked keys in JSON, for recipients')
    .action((_flags: unknown, command: Command) => {
      const keyIds = listSigningKeys(folder(command))
        .filter(({ status }) => status === 'revoked')
        .map(({ keyId }) => keyId);
      console.log(JSON.stringify({ keyIds }));
    });
}
