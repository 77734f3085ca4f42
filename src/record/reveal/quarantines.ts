import { maskIdentifierShapes, OperatorError } from '../../model/index.ts';
import type { AuditWithWriter } from '../audit.ts';
import type { Connection } from '../open-database.ts';
import type { Schema } from '../schema.ts';
import { nextId } from './next-id.ts';
import type { Quarantines, RecordedQuarantine } from './reveal-types.ts';

export function createQuarantines({ db }: Connection, audit: AuditWithWriter): Quarantines {
  return {
    async begin(given) {
      if (given.why.trim() === '')
        throw new OperatorError('quarantine', 'no reason is given', 'Say why, in a sentence: its owner reads it');
      return db.transaction().execute(async (trx) => {
        const id = await nextId(trx, 'quarantines');
        const why = maskIdentifierShapes(given.why.trim());
        await trx
          .insertInto('quarantines')
          .values({
            id,
            file_id: given.fileId,
            state: 'moving',
            content_digest: given.contentDigest,
            size_bytes: given.sizeBytes,
            modified_ms: given.modifiedAtMs,
            mode: given.mode,
            contact: given.contact,
            why,
            moved_by: given.movedBy,
            moved_ms: given.movedAtMs,
            restored_by: null,
            restored_ms: null,
          })
          .execute();
        audit.write({
          atMs: given.movedAtMs,
          actor: given.movedBy,
          action: 'quarantine-moving',
          subject: `quarantine ${id}`,
          data: { fileId: given.fileId, why },
        });
        return id;
      });
    },
    async settle({ quarantineId, state, atMs, who, detail }) {
      await db.transaction().execute(async (trx) => {
        await trx
          .updateTable('quarantines')
          .set({ state, ...(state === 'restored' && { restored_by: who, restored_ms: atMs }) })
          .where('id', '=', quarantineId)
          .execute();
        audit.write({
          atMs,
          actor: who,
          action: `quarantine-${state}`,
          subject: `quarantine ${quarantineId}`,
          data: { detail },
        });
      });
    },
    async get(quarantineId) {
      const row = await db.selectFrom('quarantines').selectAll().where('id', '=', quarantineId).executeTakeFirst();
      return row && toQuarantine(row);
    },
    async list({ states, fileId } = {}) {
      let rows = db.selectFrom('quarantines').selectAll().orderBy('id', 'desc');
      if (states) rows = rows.where('state', 'in', [...states]);
      if (fileId !== undefined) rows = rows.where('file_id', '=', fileId);
      return (await rows.execute()).map(toQuarantine);
    },
  };
}

function toQuarantine(row: Schema['quarantines']): RecordedQuarantine {
  return {
    quarantineId: row.id,
    fileId: row.file_id,
    state: row.state as RecordedQuarantine['state'],
    contentDigest: row.content_digest,
    sizeBytes: row.size_bytes,
    modifiedAtMs: row.modified_ms,
    mode: row.mode,
    contact: row.contact,
    why: row.why,
    movedBy: row.moved_by,
    movedAtMs: row.moved_ms,
    ...(row.restored_by !== null && { restoredBy: row.restored_by }),
    ...(row.restored_ms !== null && { restoredAtMs: row.restored_ms }),
  };
}
