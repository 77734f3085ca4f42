import type { Transaction } from 'kysely';
import type { Schema } from '../schema.ts';

/** Ids are given out by the one writer, inside its transaction. */
export async function nextId(
  trx: Transaction<Schema>,
  table: 'reveals' | 'quarantines' | 'clean_samples',
): Promise<number> {
  const { last } = await trx
    .selectFrom(table)
    .select(({ fn }) => fn.max<number | null>('id').as('last'))
    .executeTakeFirstOrThrow();
  return Number(last ?? 0) + 1;
}
