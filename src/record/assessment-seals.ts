import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { auditHead } from './audit.ts';
import type { AuditVerification } from './scan-record.ts';
import type { Schema } from './schema.ts';

type EventRow = readonly [
  assessmentId: number,
  version: number,
  atMs: number,
  who: string,
  kind: string,
  why: string,
  data: string,
];

/** What the audit chain keeps of an entry of an assessment, so that a later change of it shows; SHA-256, hex. */
export function assessmentEventDigest(event: EventRow): string {
  return createHash('sha256').update(JSON.stringify(event)).digest('hex');
}

const PAGE_ROWS = 1_000;

/**
 * Compares every entry of an assessment with its row of the chain, and finds entries that have none. Rows of earlier versions of
 * the product carry no digest.
 */
export async function verifyAssessmentEvents(
  db: Kysely<Schema>,
): Promise<Extract<AuditVerification, { intact: false }> | undefined> {
  const told = new Map<string, Set<number>>();
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom('audit')
      .select(['id', 'subject', 'data'])
      .where('action', 'like', 'assessment-%')
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE_ROWS)
      .execute();
    for (const { id, subject, data } of rows) {
      const { version = 1, digest } = (JSON.parse(data) ?? {}) as { version?: number; digest?: string };
      told.set(subject, (told.get(subject) ?? new Set()).add(version));
      if (digest === undefined) continue;
      const event = await db
        .selectFrom('assessment_events as e')
        .innerJoin('assessments as a', 'a.id', 'e.assessment_id')
        .select(['e.assessment_id', 'e.version', 'e.at_ms', 'e.who', 'e.kind', 'e.why', 'e.data'])
        .where('a.number', '=', subject)
        .where('e.version', '=', version)
        .executeTakeFirst();
      const problem = `entry ${version} of ${subject}`;
      if (!event) return { intact: false, firstBadId: id, problem: `${problem} was removed` };
      const { assessment_id, at_ms, who, kind, why } = event;
      if (assessmentEventDigest([assessment_id, version, at_ms, who, kind, why, event.data]) !== digest)
        return { intact: false, firstBadId: id, problem: `${problem} was altered` };
    }
    const last = rows.at(-1);
    if (last === undefined) return untoldEntry(db, told);
    after = last.id;
  }
}

async function untoldEntry(
  db: Kysely<Schema>,
  told: ReadonlyMap<string, ReadonlySet<number>>,
): Promise<Extract<AuditVerification, { intact: false }> | undefined> {
  const events = await db
    .selectFrom('assessment_events as e')
    .innerJoin('assessments as a', 'a.id', 'e.assessment_id')
    .select(['a.number', 'e.version'])
    .orderBy('e.assessment_id')
    .orderBy('e.version')
    .execute();
  const untold = events.find(({ number, version }) => !told.get(number)?.has(version));
  if (untold === undefined) return undefined;
  const problem = `entry ${untold.version} of ${untold.number} was put in between`;
  return { intact: false, firstBadId: (await auditHead(db)).id + 1, problem };
}
