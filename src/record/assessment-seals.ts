import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
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

/** Compares every entry of an assessment with its row of the chain; rows of earlier versions of the product carry no digest. */
export async function verifyAssessmentEvents(
  db: Kysely<Schema>,
): Promise<Extract<AuditVerification, { intact: false }> | undefined> {
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
    if (last === undefined) return undefined;
    after = last.id;
  }
}
