import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Connection } from './open-database.ts';
import type { Audit, AuditHead, AuditRow, AuditVerification } from './scan-record.ts';
import type { Schema } from './schema.ts';
import { explained } from './store-errors.ts';

interface StoredRow {
  readonly id: number;
  readonly at_ms: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly data: string;
  readonly previous_hash: string;
  readonly hash: string;
}

/** Before the first row. */
const ORIGIN = '0'.repeat(64);
const HEAD_KEY = 'audit-head';

export interface AuditWithWriter extends Audit {
  /** Appends inside the caller's transaction. */
  write(row: Omit<AuditRow, 'id' | 'hash'>): AuditRow;
}

/** The head is kept beside the chain, so that cutting off the newest rows shows too. */
export function createAudit({ store, path, alone }: Connection): AuditWithWriter {
  const last = store.prepare<[], StoredRow>('SELECT * FROM audit ORDER BY id DESC LIMIT 1');
  const add = store.prepare('INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const setHead = store.prepare(
    'INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const head = store.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck();
  const page = store.prepare<[number, number], StoredRow>('SELECT * FROM audit WHERE id > ? ORDER BY id LIMIT ?');

  function write(row: Omit<AuditRow, 'id' | 'hash'>): AuditRow {
    const previous = last.get();
    const stored = {
      id: (previous?.id ?? 0) + 1,
      at_ms: row.atMs,
      actor: row.actor,
      action: row.action,
      subject: row.subject,
      data: JSON.stringify(row.data ?? null),
      previous_hash: previous?.hash ?? ORIGIN,
    };
    const hash = hashOf(stored);
    add.run(
      stored.id,
      stored.at_ms,
      stored.actor,
      stored.action,
      stored.subject,
      stored.data,
      stored.previous_hash,
      hash,
    );
    setHead.run(HEAD_KEY, hash);
    return toAuditRow({ ...stored, hash });
  }

  const append = store.transaction(write);
  return {
    write,
    append: explained(path, (row) => alone(() => append.immediate(row))),
    list: explained(path, ({ afterId = 0, limit = 1_000 } = {}) => page.all(afterId, limit).map(toAuditRow)),
    verifyAudit: explained(path, ({ expectedHead } = {}) =>
      verify(page.all.bind(page), head.get(HEAD_KEY), expectedHead),
    ),
  };
}

function verify(
  page: (afterId: number, limit: number) => StoredRow[],
  head: string | undefined,
  expected: AuditHead | undefined,
): AuditVerification {
  let id = 0;
  let hash = ORIGIN;
  for (let rows = page(id, 1_000); rows.length > 0; rows = page(id, 1_000)) {
    for (const row of rows) {
      if (row.id !== id + 1) return { intact: false, firstBadId: id + 1, problem: `row ${id + 1} is missing` };
      if (row.previous_hash !== hash)
        return { intact: false, firstBadId: row.id, problem: `row ${row.id} does not follow row ${id}` };
      if (row.hash !== hashOf(row)) return { intact: false, firstBadId: row.id, problem: `row ${row.id} was altered` };
      id = row.id;
      hash = row.hash;
      if (id === expected?.id && hash !== expected.hash) return rebuilt(id);
    }
  }
  if ((head ?? ORIGIN) !== hash) return { intact: false, firstBadId: id + 1, problem: `rows after ${id} were removed` };
  if (expected !== undefined && expected.id > id) return rebuilt(expected.id);
  return { intact: true, rows: id, head: hash };
}

function rebuilt(firstBadId: number): AuditVerification {
  const problem = `row ${firstBadId} is not the one whose hash was kept elsewhere: the log was rebuilt or replaced`;
  return { intact: false, firstBadId, problem };
}

/** The newest row. */
export async function auditHead(db: Kysely<Schema>): Promise<AuditHead> {
  const row = await db.selectFrom('audit').select(['id', 'hash']).orderBy('id', 'desc').limit(1).executeTakeFirst();
  return row ?? { id: 0, hash: ORIGIN };
}

function hashOf(row: Omit<StoredRow, 'hash'>): string {
  const { id, at_ms, actor, action, subject, data, previous_hash } = row;
  return createHash('sha256')
    .update(JSON.stringify([id, at_ms, actor, action, subject, data, previous_hash]))
    .digest('hex');
}

function toAuditRow(row: StoredRow): AuditRow {
  const { id, at_ms, actor, action, subject, data, hash } = row;
  return { id, atMs: at_ms, actor, action, subject, data: JSON.parse(data), hash };
}
