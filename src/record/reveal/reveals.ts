import type { Transaction } from 'kysely';
import { maskIdentifierShapes, OperatorError, type Place } from '../../model/index.ts';
import type { AuditWithWriter } from '../audit.ts';
import type { Connection } from '../open-database.ts';
import type { Schema } from '../schema.ts';
import { nextId } from './next-id.ts';
import type { RecordedReveal, RevealRefusal, RevealStep, Reveals } from './reveal-types.ts';

const LISTED = 200;
const REASON_CHARACTERS = 1_000;

export function createReveals({ db }: Connection, audit: AuditWithWriter): Reveals {
  const read = async (trx: Pick<Transaction<Schema>, 'selectFrom'>, revealId: number) =>
    trx.selectFrom('reveals').selectAll().where('id', '=', revealId).executeTakeFirst();
  const get = async (revealId: number): Promise<RecordedReveal | undefined> => {
    const row = await read(db, revealId);
    return row && toReveal(row);
  };

  /** One change of one row, if nothing speaks against it, with its row of the chain. */
  async function step(
    request: { readonly revealId: number; readonly atMs: number; readonly who: string },
    refusal: (row: Schema['reveals']) => RevealRefusal | undefined,
    change: (row: Schema['reveals']) => Partial<Schema['reveals']> & { readonly state: string },
  ): Promise<RevealStep> {
    const { revealId, atMs, who } = request;
    return db.transaction().execute(async (trx) => {
      const row = await read(trx, revealId);
      const reason = row ? refusal(row) : 'unknown';
      if (!row || reason) return { kind: 'refused', reason: reason ?? 'unknown' };
      const changed = change(row);
      await trx.updateTable('reveals').set(changed).where('id', '=', revealId).execute();
      audit.write({
        atMs,
        actor: who,
        action: `reveal-${changed.state}`,
        subject: `reveal ${revealId}`,
        data: { fileId: row.file_id, type: row.type, askedBy: row.asked_by },
      });
      return { kind: 'done', reveal: toReveal({ ...row, ...changed }) };
    });
  }

  return {
    async ask({ atMs, who, fileId, finding, reason, needsSecondPerson, validMs }) {
      if (reason.trim() === '')
        throw new OperatorError('a reveal', 'no reason is given', 'Say why you need the value, in a sentence');
      const { type, place, fingerprint, masked } = finding;
      return db.transaction().execute(async (trx) => {
        const row: Schema['reveals'] = {
          id: await nextId(trx, 'reveals'),
          asked_ms: atMs,
          asked_by: who,
          file_id: fileId,
          type,
          place: JSON.stringify(place),
          fingerprint,
          masked,
          reason: maskIdentifierShapes(reason.trim().slice(0, REASON_CHARACTERS)),
          state: needsSecondPerson ? 'asked' : 'granted',
          decided_by: null,
          decided_ms: null,
          valid_ms: validMs,
          until_ms: needsSecondPerson ? null : atMs + validMs,
          shown_ms: null,
        };
        await trx.insertInto('reveals').values(row).execute();
        audit.write({
          atMs,
          actor: who,
          action: 'reveal-asked',
          subject: `reveal ${row.id}`,
          data: { fileId, type, fingerprint, reason: row.reason, needsSecondPerson },
        });
        return toReveal(row);
      });
    },
    decide: (decision) =>
      step(
        decision,
        (row) => (row.state !== 'asked' ? 'not-waiting' : row.asked_by === decision.who ? 'own-request' : undefined),
        (row) => ({
          state: decision.grants ? 'granted' : 'refused',
          decided_by: decision.who,
          decided_ms: decision.atMs,
          until_ms: decision.grants ? decision.atMs + row.valid_ms : null,
        }),
      ),
    use: (use) =>
      step(
        use,
        (row) => {
          if (row.asked_by !== use.who) return 'not-yours';
          if (row.state === 'shown') return 'already-shown';
          if (row.state !== 'granted') return 'not-granted';
          return (row.until_ms ?? 0) < use.atMs ? 'expired' : undefined;
        },
        () => ({ state: 'shown', shown_ms: use.atMs }),
      ),
    async noteNotShown({ revealId, atMs, who, why }) {
      await audit.append({
        atMs,
        actor: who,
        action: 'reveal-not-shown',
        subject: `reveal ${revealId}`,
        data: { why },
      });
    },
    get,
    async list({ states, askedBy } = {}) {
      let rows = db.selectFrom('reveals').selectAll().orderBy('id', 'desc').limit(LISTED);
      if (states) rows = rows.where('state', 'in', [...states]);
      if (askedBy !== undefined) rows = rows.where('asked_by', '=', askedBy);
      return (await rows.execute()).map(toReveal);
    },
    async shownSince(sinceMs) {
      const rows = await db
        .selectFrom('reveals')
        .select(({ fn }) => ['asked_by as who', fn.countAll<number>().as('shown')])
        .where('state', '=', 'shown')
        .where('shown_ms', '>=', sinceMs)
        .groupBy('asked_by')
        .orderBy('asked_by')
        .execute();
      return rows.map(({ who, shown }) => ({ who, shown: Number(shown) }));
    },
  };
}

function toReveal(row: Schema['reveals']): RecordedReveal {
  const { type, fingerprint, masked } = row;
  return {
    revealId: row.id,
    askedAtMs: row.asked_ms,
    askedBy: row.asked_by,
    fileId: row.file_id,
    finding: { type, place: JSON.parse(row.place) as Place, fingerprint, masked },
    reason: row.reason,
    state: row.state as RecordedReveal['state'],
    ...(row.decided_by !== null && { decidedBy: row.decided_by }),
    ...(row.decided_ms !== null && { decidedAtMs: row.decided_ms }),
    ...(row.until_ms !== null && { untilMs: row.until_ms }),
    ...(row.shown_ms !== null && { shownAtMs: row.shown_ms }),
  };
}
