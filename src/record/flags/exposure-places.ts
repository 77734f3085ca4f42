import { type Kysely, sql } from 'kysely';
import { liesWithin } from '../folder-scope.ts';
import type { Schema } from '../schema.ts';
import type { ExposurePlaces, FolderScope } from './flag-types.ts';
import { inChunks } from './in-chunks.ts';

/** Files in which flags of these exposures stand, each once; `elsewhere` counts those outside of the folders. */
export async function exposurePlaces(
  db: Kysely<Schema>,
  exposureIds: readonly number[],
  within?: readonly FolderScope[],
): Promise<ReadonlyMap<number, ExposurePlaces>> {
  const found = new Map<number, ExposurePlaces>();
  const seen = within ? liesWithin(within) : sql<boolean>`1 = 1`;
  for (const chunk of inChunks(exposureIds)) {
    const { rows } = await sql<{ exposure_id: number; seen: number; places: number }>`SELECT g.exposure_id,
        count(DISTINCT CASE WHEN ${seen} THEN p.file_id END) AS seen, count(DISTINCT p.file_id) AS places
      FROM flags g JOIN flag_places p ON p.flag_id = g.id JOIN files f ON f.id = p.file_id
      JOIN directories d ON d.id = f.directory_id JOIN shares s ON s.id = d.share_id
      WHERE g.exposure_id IN (${sql.join(chunk)}) AND p.state <> 'gone' GROUP BY g.exposure_id`.execute(db);
    for (const { exposure_id, seen: count, places } of rows)
      found.set(exposure_id, { places: Number(count), elsewhere: Number(places) - Number(count) });
  }
  return found;
}
