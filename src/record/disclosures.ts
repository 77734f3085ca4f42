import type { AuditWithWriter } from './audit.ts';
import type { Disclosures, RecordedDisclosure, RegisteredAgreement } from './disclosure-types.ts';
import { grouped } from './grouped.ts';
import type { Connection } from './open-database.ts';

/** Register and log; every change is one transaction with its row of the audit chain. */
export function createDisclosures({ db }: Connection, audit: AuditWithWriter): Disclosures {
  const agreement = async (id: string): Promise<RegisteredAgreement | undefined> => {
    const row = await db.selectFrom('agreements').selectAll().where('id', '=', id).executeTakeFirst();
    return row && toAgreement(row);
  };
  return {
    agreement,
    async agreements() {
      return (await db.selectFrom('agreements').selectAll().orderBy('id').execute()).map(toAgreement);
    },
    async registerAgreement(given) {
      const row = {
        id: given.id,
        sha256: given.sha256,
        recipient: given.recipient,
        expires: given.expires,
        registered_ms: given.registeredAtMs,
        registered_by: given.registeredBy,
        withdrawn_ms: null,
      };
      const { id: _id, ...changes } = row;
      await db.transaction().execute(async (trx) => {
        await trx
          .insertInto('agreements')
          .values(row)
          .onConflict((conflict) => conflict.column('id').doUpdateSet(changes))
          .execute();
        audit.write({
          atMs: given.registeredAtMs,
          actor: given.registeredBy,
          action: 'agreement-registered',
          subject: given.id,
          data: { sha256: given.sha256 },
        });
      });
    },
    withdrawAgreement: (id, who, atMs) =>
      db.transaction().execute(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('agreements')
          .set({ withdrawn_ms: atMs })
          .where('id', '=', id)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        audit.write({ atMs, actor: who, action: 'agreement-withdrawn', subject: id, data: null });
        return true;
      }),
    async add({ files, ...disclosure }) {
      await db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('disclosures')
          .values({
            id: disclosure.id,
            at_ms: disclosure.atMs,
            who: disclosure.who,
            recipient: disclosure.recipient,
            interest: disclosure.interest,
            basis: disclosure.basis,
            agreement: disclosure.agreement,
            agreement_sha256: disclosure.agreementSha256,
            certificate_sha256: disclosure.certificateSha256,
          })
          .execute();
        for (const [position, file] of files.entries())
          await transaction
            .insertInto('disclosure_files')
            .values({
              disclosure_id: disclosure.id,
              position,
              name: file.name,
              content_sha256: file.contentSha256,
              size_bytes: file.sizeBytes,
              types: JSON.stringify(file.types),
              row_count: file.rows,
              row_fingerprints: Buffer.from(file.rowFingerprints).toString('base64'),
            })
            .execute();
        audit.write({
          atMs: disclosure.atMs,
          actor: disclosure.who,
          action: 'disclosed',
          subject: disclosure.id,
          data: { agreement: disclosure.agreement, certificateSha256: disclosure.certificateSha256 },
        });
      });
    },
    async list() {
      const rows = await db.selectFrom('disclosures').selectAll().orderBy('at_ms').orderBy('id').execute();
      const files = await db
        .selectFrom('disclosure_files')
        .select(['disclosure_id', 'name', 'content_sha256', 'size_bytes', 'types', 'row_count'])
        .orderBy('position')
        .execute();
      const filesOf = grouped(files, ({ disclosure_id }) => disclosure_id);
      return rows.map(
        (row): RecordedDisclosure => ({
          id: row.id,
          atMs: row.at_ms,
          who: row.who,
          recipient: row.recipient,
          interest: row.interest,
          basis: row.basis,
          agreement: row.agreement,
          agreementSha256: row.agreement_sha256,
          certificateSha256: row.certificate_sha256,
          files: (filesOf.get(row.id) ?? []).map((file) => ({
            name: file.name,
            contentSha256: file.content_sha256,
            sizeBytes: file.size_bytes,
            types: JSON.parse(file.types) as Record<string, number>,
            rows: file.row_count,
          })),
        }),
      );
    },
    async rowFingerprints(id, contentSha256) {
      const row = await db
        .selectFrom('disclosure_files')
        .select('row_fingerprints')
        .where('disclosure_id', '=', id)
        .where('content_sha256', '=', contentSha256)
        .executeTakeFirst();
      return new Uint8Array(Buffer.from(row?.row_fingerprints ?? '', 'base64'));
    },
  };
}

function toAgreement(row: {
  id: string;
  sha256: string;
  recipient: string;
  expires: string;
  registered_ms: number;
  registered_by: string;
  withdrawn_ms: number | null;
}): RegisteredAgreement {
  return {
    id: row.id,
    sha256: row.sha256,
    recipient: row.recipient,
    expires: row.expires,
    registeredAtMs: row.registered_ms,
    registeredBy: row.registered_by,
    ...(row.withdrawn_ms === null ? {} : { withdrawnAtMs: row.withdrawn_ms }),
  };
}
