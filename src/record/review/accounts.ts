import type { Kysely, Selectable } from 'kysely';
import { OperatorError } from '../../model/index.ts';
import type { AuditWithWriter } from '../audit.ts';
import type { Connection } from '../open-database.ts';
import type { Schema } from '../schema.ts';
import { explained } from '../store-errors.ts';
import type { Account, AccountSecrets, Accounts, Role } from './review-types.ts';

export function createAccounts({ db, path }: Connection, audit: AuditWithWriter): Accounts {
  return {
    list: explained(path, async () =>
      (await db.selectFrom('accounts').selectAll().orderBy('name').execute()).map((row) => toAccount(row)),
    ),
    get: explained(path, async (name): Promise<AccountSecrets | undefined> => {
      const row = await rowOf(db, name);
      return row && { ...toAccount(row), ...(row.password_hash !== null && { passwordHash: row.password_hash }) };
    }),
    withSubject: explained(path, async (subject) => {
      const row = await db.selectFrom('accounts').selectAll().where('subject', '=', subject).executeTakeFirst();
      return row && toAccount(row);
    }),
    add: explained(path, (given) =>
      db.transaction().execute(async (trx) => {
        const { name, role, areas, atMs, who } = given;
        if (await rowOf(trx, name))
          throw new OperatorError(`account ${name}`, 'the name is taken', 'Choose another name, or: user reset');
        await trx
          .insertInto('accounts')
          .values({
            name,
            role,
            areas: JSON.stringify(areas),
            password_hash: given.passwordHash ?? null,
            subject: null,
            disabled: 0,
            must_change: given.mustChangePassword ? 1 : 0,
            failures: 0,
            locked_until_ms: null,
            created_ms: atMs,
            seen_ms: null,
          })
          .execute();
        audit.write({ atMs, actor: who, action: 'account-added', subject: name, data: { role, areas } });
      }),
    ),
    change: explained(path, (given) =>
      db.transaction().execute(async (trx) => {
        const { name, atMs, who, role, areas, disabled, password, subject } = given;
        if (!(await rowOf(trx, name)))
          throw new OperatorError(`account ${name}`, 'there is no such account', 'See: sharewarden user list');
        await trx
          .updateTable('accounts')
          .set({
            failures: 0,
            locked_until_ms: null,
            ...(role !== undefined && { role }),
            ...(areas !== undefined && { areas: JSON.stringify(areas) }),
            ...(disabled !== undefined && { disabled: disabled ? 1 : 0 }),
            ...(password && { password_hash: password.hash, must_change: password.mustChange ? 1 : 0 }),
            ...(subject !== undefined && { subject }),
          })
          .where('name', '=', name)
          .execute();
        await trx.deleteFrom('sessions').where('account', '=', name).execute();
        const data = {
          ...(role !== undefined && { role }),
          ...(areas !== undefined && { areas }),
          ...(disabled !== undefined && { disabled }),
          ...(password && { password: 'changed' }),
          ...(subject !== undefined && { identityProvider: 'linked' }),
        };
        audit.write({ atMs, actor: who, action: 'account-changed', subject: name, data });
      }),
    ),
    refuse: explained(path, ({ name, atMs, lockAt, lockMs }) =>
      db.transaction().execute(async (trx) => {
        const row = await rowOf(trx, name);
        if (!row) return;
        const failures = row.failures + 1;
        const isLocked = failures >= lockAt;
        await trx
          .updateTable('accounts')
          .set({ failures: isLocked ? 0 : failures, ...(isLocked && { locked_until_ms: atMs + lockMs }) })
          .where('name', '=', name)
          .execute();
        const action = isLocked ? 'account-locked' : 'sign-in-refused';
        audit.write({ atMs, actor: 'sharewarden', action, subject: name, data: { failures } });
      }),
    ),
  };
}

function rowOf(db: Kysely<Schema>, name: string) {
  return db.selectFrom('accounts').selectAll().where('name', '=', name).executeTakeFirst();
}

function toAccount(row: Selectable<Schema['accounts']>): Account {
  return {
    name: row.name,
    role: row.role as Role,
    areas: JSON.parse(row.areas) as string[],
    disabled: row.disabled === 1,
    mustChangePassword: row.must_change === 1,
    hasPassword: row.password_hash !== null,
    ...(row.subject !== null && { subject: row.subject }),
    ...(row.locked_until_ms !== null && { lockedUntilMs: row.locked_until_ms }),
    createdAtMs: row.created_ms,
    ...(row.seen_ms !== null && { seenAtMs: row.seen_ms }),
  };
}
