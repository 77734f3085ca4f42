import { sql, type Transaction } from 'kysely';
import { flagged } from '../flagged.ts';
import { present } from '../met-files.ts';
import type { Schema } from '../schema.ts';

/** Exposures whose flags no longer say what the verdicts say, whose files were read again, and those with a decision whose time has passed. */
export async function touchedExposures(trx: Transaction<Schema>, nowMs: number): Promise<readonly number[]> {
  const { rows: fromVerdicts } = await sql<{ id: number }>`SELECT DISTINCT e.exposure_id AS id
    FROM verdicts v JOIN files f ON f.id = v.file_id JOIN exposure_files e ON e.file_id = f.id
    LEFT JOIN flags g ON g.exposure_id = e.exposure_id AND g.rule = v.rule
    LEFT JOIN flag_places p ON p.flag_id = g.id AND p.file_id = f.id
    WHERE ${flagged()} AND ${present()} AND (p.flag_id IS NULL OR p.state <> 'present'
      OR p.severity <> v.severity OR p.verdict <> v.verdict OR p.audience <> f.audience)`.execute(trx);
  const { rows: fromPlaces } = await sql<{ id: number }>`SELECT DISTINCT g.exposure_id AS id
    FROM flag_places p JOIN flags g ON g.id = p.flag_id JOIN files f ON f.id = p.file_id
    WHERE p.state <> 'gone' AND NOT (${present()} AND EXISTS
      (SELECT 1 FROM verdicts v WHERE v.file_id = p.file_id AND v.rule = g.rule AND ${flagged()}))`.execute(trx);
  const { rows: readAgain } = await sql<{ id: number }>`SELECT DISTINCT e.exposure_id AS id
    FROM exposure_files e JOIN files f ON f.id = e.file_id WHERE e.read_run <> f.read_run`.execute(trx);
  const expired = await trx
    .selectFrom('flags')
    .select('exposure_id as id')
    .where('until_ms', '<=', nowMs)
    .where('state', 'in', ['permitted', 'false-alarm'])
    .execute();
  return [...fromVerdicts, ...fromPlaces, ...readAgain, ...expired].map(({ id }) => id);
}
