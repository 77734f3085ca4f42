import { type RawBuilder, sql } from 'kysely';
import { FLAGGED_VERDICTS, SEVERITIES } from '../model/index.ts';

/** Condition on `verdicts v`: it makes a flag. */
export function flagged(): RawBuilder<boolean> {
  return sql<boolean>`v.verdict IN (${sql.join([...FLAGGED_VERDICTS])})`;
}

/** Index in SEVERITIES of the most serious verdict against `files f` that makes a flag; `SEVERITIES.length` where there is none. */
export function worstRank(): RawBuilder<number> {
  const ranks = SEVERITIES.map((severity, rank) => sql`WHEN ${sql.lit(severity)} THEN ${sql.lit(rank)}`);
  return sql<number>`coalesce((SELECT min(CASE v.severity ${sql.join(ranks, sql` `)} END)
    FROM verdicts v WHERE v.file_id = f.id AND ${flagged()}), ${sql.lit(SEVERITIES.length)})`;
}
