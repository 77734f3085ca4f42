import { sql, type Transaction } from 'kysely';
import type { Schema } from '../schema.ts';
import { inChunks } from './in-chunks.ts';

/**
 * What the person had before their eyes, copied beside the decision; without a scope there is none to keep. What an earlier decision
 * rested on is laid aside for `restoreBaseline`. Versions of the flags are those after the decision.
 */
export async function writeBaselines(
  trx: Transaction<Schema>,
  ids: readonly number[],
  scope: string | undefined,
): Promise<void> {
  for (const chunk of inChunks(ids)) {
    await layAside(trx, chunk);
    await trx.deleteFrom('flag_baselines').where('flag_id', 'in', chunk).execute();
    await trx
      .updateTable('flag_places')
      .set({ decided: scope === undefined ? 0 : 1 })
      .where('flag_id', 'in', chunk)
      .where('state', '<>', 'gone')
      .execute();
    if (scope === undefined) continue;
    await sql`INSERT INTO flag_baselines (flag_id, people_keys, value_keys, types, scope)
      SELECT g.id, e.people_keys, e.value_keys, e.types, cast(${scope} AS text)
      FROM flags g JOIN exposures e ON e.id = g.exposure_id WHERE g.id IN (${sql.join(chunk)})`.execute(trx);
  }
}

async function layAside(trx: Transaction<Schema>, ids: readonly number[]): Promise<void> {
  await trx.deleteFrom('flag_earlier_baselines').where('flag_id', 'in', ids).execute();
  const standing = await trx
    .selectFrom('flag_baselines as b')
    .innerJoin('flags as g', 'g.id', 'b.flag_id')
    .selectAll('b')
    .select('g.version')
    .where('b.flag_id', 'in', ids)
    .execute();
  for (const { flag_id, version, people_keys, value_keys, types, scope } of standing) {
    const places = await trx
      .selectFrom('flag_places')
      .select('file_id')
      .where('flag_id', '=', flag_id)
      .where('decided', '=', 1)
      .execute();
    const decided_files = JSON.stringify(places.map(({ file_id }) => file_id));
    await trx
      .insertInto('flag_earlier_baselines')
      .values({ flag_id, version, people_keys, value_keys, types, scope, decided_files })
      .execute();
  }
}

/** Brings back what stood before the decision that made this version; nothing where nothing was decided before. */
export async function restoreBaseline(trx: Transaction<Schema>, flagId: number, version: number): Promise<void> {
  const earlier = await trx
    .selectFrom('flag_earlier_baselines')
    .selectAll()
    .where('flag_id', '=', flagId)
    .where('version', '=', version)
    .executeTakeFirst();
  await trx.deleteFrom('flag_baselines').where('flag_id', '=', flagId).execute();
  await trx.deleteFrom('flag_earlier_baselines').where('flag_id', '=', flagId).execute();
  await trx.updateTable('flag_places').set({ decided: 0 }).where('flag_id', '=', flagId).execute();
  if (!earlier) return;
  const { version: _, decided_files, ...baseline } = earlier;
  await trx.insertInto('flag_baselines').values(baseline).execute();
  for (const chunk of inChunks(JSON.parse(decided_files) as number[])) {
    await trx
      .updateTable('flag_places')
      .set({ decided: 1 })
      .where('flag_id', '=', flagId)
      .where('file_id', 'in', chunk)
      .execute();
  }
}
