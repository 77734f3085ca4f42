import type { AuditWithWriter } from '../audit.ts';
import type { Connection } from '../open-database.ts';
import type { Schema } from '../schema.ts';
import { explained } from '../store-errors.ts';
import type { Session, Sessions } from './review-types.ts';

export function createSessions({ db, path }: Connection, audit: AuditWithWriter): Sessions {
  return {
    start: explained(path, ({ idHash, account, startedAtMs, agent, endedBeforeMs }) =>
      db.transaction().execute(async (trx) => {
        await trx.deleteFrom('sessions').where('started_ms', '<', endedBeforeMs).execute();
        await trx
          .insertInto('sessions')
          .values({ id_hash: idHash, account, started_ms: startedAtMs, seen_ms: startedAtMs, agent })
          .execute();
        await trx
          .updateTable('accounts')
          .set({ failures: 0, locked_until_ms: null, seen_ms: startedAtMs })
          .where('name', '=', account)
          .execute();
        audit.write({ atMs: startedAtMs, actor: account, action: 'signed-in', subject: account, data: null });
      }),
    ),
    get: explained(path, async (idHash) => {
      const row = await db.selectFrom('sessions').selectAll().where('id_hash', '=', idHash).executeTakeFirst();
      return row && toSession(row);
    }),
    of: explained(path, async (account) =>
      (
        await db.selectFrom('sessions').selectAll().where('account', '=', account).orderBy('seen_ms', 'desc').execute()
      ).map(toSession),
    ),
    touch: explained(path, async (idHash, atMs) => {
      await db.updateTable('sessions').set({ seen_ms: atMs }).where('id_hash', '=', idHash).execute();
    }),
    end: explained(path, ({ idHash, atMs, who, why }) =>
      db.transaction().execute(async (trx) => {
        const row = await trx.selectFrom('sessions').selectAll().where('id_hash', '=', idHash).executeTakeFirst();
        if (!row) return;
        await trx.deleteFrom('sessions').where('id_hash', '=', idHash).execute();
        audit.write({ atMs, actor: who, action: 'signed-out', subject: row.account, data: { why } });
      }),
    ),
    endAllOf: explained(path, ({ account, atMs, who }) =>
      db.transaction().execute(async (trx) => {
        const { numDeletedRows } = await trx.deleteFrom('sessions').where('account', '=', account).executeTakeFirst();
        const data = { sessions: Number(numDeletedRows) };
        audit.write({ atMs, actor: who, action: 'sessions-ended', subject: account, data });
      }),
    ),
  };
}

function toSession({ id_hash, account, started_ms, seen_ms, agent }: Schema['sessions']): Session {
  return { idHash: id_hash, account, startedAtMs: started_ms, seenAtMs: seen_ms, agent };
}
