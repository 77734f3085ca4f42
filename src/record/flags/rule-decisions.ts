import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';
import type { RuleDecisions } from './flag-types.ts';

/** Kinds of entries that say what a person thinks of a flag; the others leave the last such word standing. */
const JUDGING = ['acknowledged', 'false-alarm', 'permitted', 'reopened-by-hand', 'undone'];

/** The last word of a person on each flag, counted by rule. A decision that was taken back is none. */
export async function ruleDecisions(db: Kysely<Schema>): Promise<RuleDecisions[]> {
  const { rows } = await sql<{
    rule: string;
    kind: string;
    flags: number;
  }>`SELECT rule, kind, count(*) AS flags FROM (SELECT g.rule,
      CASE WHEN v.data LIKE '%"because":"test-data"%' THEN 'test-data' ELSE v.kind END AS kind
    FROM (SELECT flag_id, max(version) AS version FROM flag_events WHERE kind IN (${sql.join(JUDGING)}) GROUP BY flag_id) last
    JOIN flag_events v ON v.flag_id = last.flag_id AND v.version = last.version
    JOIN flags g ON g.id = last.flag_id
    WHERE v.kind NOT IN ('undone', 'reopened-by-hand')) judged GROUP BY rule, kind ORDER BY rule, kind`.execute(db);
  const rules = new Map<string, Record<string, number>>();
  for (const { rule, kind, flags } of rows) rules.set(rule, { ...rules.get(rule), [kind]: Number(flags) });
  return [...rules].map(([rule, decisions]) => ({ rule, decisions }));
}
