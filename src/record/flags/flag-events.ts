import { createHash } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { type AuditWithWriter, auditHead } from '../audit.ts';
import type { AuditVerification } from '../scan-record.ts';
import type { Schema } from '../schema.ts';
import { inChunks } from './in-chunks.ts';

/** An entry that waits to be written. */
export interface FlagEntry {
  readonly flagId: number;
  readonly version: number;
  readonly kind: string;
  readonly why: string;
  readonly data: unknown;
}

export interface FlagEntryContext {
  readonly atMs: number;
  readonly who: string;
  readonly runId?: number;
  /** `flags-followed`, `flags-decided`... */
  readonly action: string;
}

type StoredEntry = Omit<Schema['flag_events'], 'audit_id' | 'hash'>;

/** Appends entries and one row of the audit chain that seals them all, whose id comes back; inside the caller's transaction. */
export async function appendEntries(
  trx: Transaction<Schema>,
  audit: AuditWithWriter,
  entries: readonly FlagEntry[],
  context: FlagEntryContext,
): Promise<number | undefined> {
  const seal = await openSeal(trx, audit, context);
  await seal.add(entries);
  return seal.close();
}

/** Takes entries part by part; `close` writes the one row of the audit chain that seals them all, if there were any. */
export interface EntrySeal {
  add(entries: readonly FlagEntry[]): Promise<void>;
  close(): Promise<number | undefined>;
}

/** Inside the caller's transaction, in which nothing else may be written to the chain before `close`. */
export async function openSeal(
  trx: Transaction<Schema>,
  audit: AuditWithWriter,
  { atMs, who, runId, action }: FlagEntryContext,
): Promise<EntrySeal> {
  const auditId = (await auditHead(trx)).id + 1;
  let count = 0;
  return {
    async add(entries) {
      count += entries.length;
      const rows = entries.map(({ flagId, version, kind, why, data }) => {
        const row: StoredEntry = {
          flag_id: flagId,
          version,
          at_ms: atMs,
          run_id: runId ?? null,
          who,
          kind,
          why,
          data: JSON.stringify(data ?? null),
        };
        return { ...row, audit_id: auditId, hash: entryHash(row) };
      });
      for (const chunk of inChunks(rows)) await trx.insertInto('flag_events').values(chunk).execute();
    },
    async close() {
      if (count === 0) return undefined;
      const digest = createDigest();
      for await (const { hash } of sealedEntries(trx, auditId)) digest.add(hash);
      const subject = runId === undefined ? 'flags' : `run ${runId}`;
      const data = { entries: count, digest: digest.hex() };
      const { id } = audit.write({ atMs, actor: who, action, subject, data });
      if (id !== auditId) throw new Error(`audit row ${id} was to be ${auditId}`);
      return id;
    },
  };
}

const PAGE_ROWS = 2_000;

interface Sealed {
  readonly id: number;
  readonly data: string;
}

/** Compares every entry with its seal in the audit chain, whose own rows hold. Names the first entry that does not fit. */
export async function verifyEntries(
  db: Kysely<Schema>,
): Promise<Extract<AuditVerification, { intact: false }> | undefined> {
  const stray = await db
    .selectFrom('flag_events')
    .select('flag_id')
    .select('version')
    .select('audit_id')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('audit').select('audit.id').whereRef('audit.id', '=', 'flag_events.audit_id'))),
    )
    .limit(1)
    .executeTakeFirst();
  if (stray) return broken(stray.audit_id, `flag ${stray.flag_id}, entry ${stray.version} was put in between`);
  for (let after = 0; ; ) {
    const seals: Sealed[] = await db
      .selectFrom('audit')
      .select(['id', 'data'])
      .where('action', 'like', 'flags-%')
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE_ROWS)
      .execute();
    for (const seal of seals) {
      const problem = await verifySeal(db, seal);
      if (problem !== undefined) return broken(seal.id, problem);
    }
    const last = seals.at(-1);
    if (last === undefined) return undefined;
    after = last.id;
  }
}

async function verifySeal(db: Kysely<Schema>, { id, data }: Sealed): Promise<string | undefined> {
  const { entries, digest } = JSON.parse(data) as { entries: number; digest: string };
  const found = createDigest();
  let count = 0;
  for await (const row of sealedEntries(db, id)) {
    if (entryHash(row) !== row.hash) return `flag ${row.flag_id}, entry ${row.version} was altered`;
    found.add(row.hash);
    count += 1;
  }
  if (count < entries) return `${entries - count} flag entries of audit row ${id} were removed`;
  return found.hex() === digest ? undefined : `flag entries of audit row ${id} were altered`;
}

/** Entries under one row of the chain, by flag and version, a page at a time. */
async function* sealedEntries(db: Kysely<Schema>, auditId: number): AsyncGenerator<Schema['flag_events']> {
  for (let after = { flagId: 0, version: 0 }; ; ) {
    const rows = await db
      .selectFrom('flag_events')
      .selectAll()
      .where('audit_id', '=', auditId)
      .where(sql<boolean>`(flag_id, version) > (${after.flagId}, ${after.version})`)
      .orderBy('flag_id')
      .orderBy('version')
      .limit(PAGE_ROWS)
      .execute();
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = { flagId: last.flag_id, version: last.version };
  }
}

function broken(firstBadId: number, problem: string): Extract<AuditVerification, { intact: false }> {
  return { intact: false, firstBadId, problem };
}

function entryHash({ flag_id, version, at_ms, run_id, who, kind, why, data }: StoredEntry): string {
  return createHash('sha256')
    .update(JSON.stringify([flag_id, version, at_ms, run_id, who, kind, why, data]))
    .digest('hex');
}

/** Digest of hashes, one a line. */
function createDigest(): { add(hash: string): void; hex(): string } {
  const digest = createHash('sha256');
  let isFirst = true;
  return {
    add(hash) {
      digest.update(isFirst ? hash : `\n${hash}`);
      isFirst = false;
    },
    hex: () => digest.digest('hex'),
  };
}
