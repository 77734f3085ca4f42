import { Argument, type Command, Option } from 'commander';
import type { Role, ScanRecord } from '../../record/index.ts';
import { hashPassword, ROLES, requireAccountName, requireAreas, requirePassword } from '../../review/index.ts';
import { areasOf } from '../areas.ts';
import { openDecidingRecord } from '../open-deciding-record.ts';
import { writeLine } from '../output.ts';
import { newPassphrase } from '../passphrase.ts';
import { type Settings, settingsOf } from '../settings.ts';
import { systemAccount } from '../system-account.ts';

interface AddFlags {
  readonly role: Role;
  readonly area?: readonly string[];
  readonly password: boolean;
}

/** `user add|list|disable|enable|role|reset|link`: the accounts of the web app. */
export function addUserCommand(user: Command): void {
  user
    .command('add')
    .description('make an account; the password is read from the terminal or the first line of standard input')
    .argument('<name>')
    .addOption(new Option('--role <role>', 'what the person may do').choices(ROLES).makeOptionMandatory())
    .option('--area <name...>', 'areas of a custodian, as the configuration names them')
    .option('--no-password', 'for people who sign in by the identity provider only')
    .action((name: string, flags: AddFlags, command: Command) =>
      withAccounts(command, async ({ record, settings, who }) => {
        requireAccountName(name);
        const areas = requireAreas(flags.role, flags.area ?? [], areaNames(settings));
        const passwordHash = flags.password ? await newPasswordHash(name) : undefined;
        await record.review.accounts.add({
          name,
          role: flags.role,
          areas,
          mustChangePassword: passwordHash !== undefined,
          ...(passwordHash !== undefined && { passwordHash }),
          atMs: Date.now(),
          who,
        });
        await writeLine(`${name}: ${flags.role}${areas.length > 0 ? `, ${areas.join(', ')}` : ''}`);
      }),
    );
  user
    .command('list')
    .description('accounts with role, areas and state')
    .action((_flags: object, command: Command) =>
      withAccounts(command, async ({ record }) => {
        for (const { name, role, areas, disabled, seenAtMs } of await record.review.accounts.list()) {
          const seen =
            seenAtMs === undefined ? 'never signed in' : `last signed in ${new Date(seenAtMs).toISOString()}`;
          await writeLine(
            [name.padEnd(24), role.padEnd(16), disabled ? 'disabled' : 'open', areas.join(', '), seen].join('  '),
          );
        }
      }),
    );
  for (const [verb, disabled] of [
    ['disable', true],
    ['enable', false],
  ] as const) {
    user
      .command(verb)
      .description(disabled ? 'close an account and end its sessions' : 'open a closed or locked account')
      .argument('<name>')
      .action((name: string, _flags: object, command: Command) =>
        withAccounts(command, async ({ record, who }) => {
          await record.review.accounts.change({ name, disabled, atMs: Date.now(), who });
          await writeLine(`${name}: ${disabled ? 'disabled' : 'open'}`);
        }),
      );
  }
  user
    .command('role')
    .description('give an account another role; its sessions end')
    .argument('<name>')
    .addArgument(new Argument('<role>').choices(ROLES))
    .option('--area <name...>', 'areas of a custodian')
    .action((name: string, role: Role, flags: Pick<AddFlags, 'area'>, command: Command) =>
      withAccounts(command, async ({ record, settings, who }) => {
        const areas = requireAreas(role, flags.area ?? [], areaNames(settings));
        await record.review.accounts.change({ name, role, areas, atMs: Date.now(), who });
        await writeLine(`${name}: ${role}${areas.length > 0 ? `, ${areas.join(', ')}` : ''}`);
      }),
    );
  user
    .command('reset')
    .description('give an account a new password, which its owner has to change; its sessions end')
    .argument('<name>')
    .action((name: string, _flags: object, command: Command) =>
      withAccounts(command, async ({ record, who }) => {
        const hash = await newPasswordHash(name);
        await record.review.accounts.change({ name, password: { hash, mustChange: true }, atMs: Date.now(), who });
        await writeLine(`${name}: new password; it has to be changed at the next sign-in`);
      }),
    );
}

interface Given {
  readonly record: ScanRecord;
  readonly settings: Settings;
  /** Account of the system that runs the command. */
  readonly who: string;
}

async function withAccounts(command: Command, work: (given: Given) => Promise<void>): Promise<void> {
  const settings = settingsOf(command);
  const record = await openDecidingRecord(settings);
  try {
    await work({ record, settings, who: systemAccount() });
  } finally {
    await record.close();
  }
}

async function newPasswordHash(name: string): Promise<string> {
  const password = await newPassphrase(`Password for ${name}: `);
  requirePassword(password, name);
  return hashPassword(password);
}

function areaNames(settings: Settings): readonly string[] {
  return areasOf(settings).map(({ name }) => name);
}
