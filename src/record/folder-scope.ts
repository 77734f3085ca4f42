import { type RawBuilder, sql } from 'kysely';
import type { FolderScope } from './flags/flag-types.ts';

/** Files below one of these folders: `d` stands for the file's directory, `s` for its share. No folder at all holds nothing. */
export function liesWithin(folders: readonly FolderScope[]): RawBuilder<boolean> {
  if (folders.length === 0) return sql`1 = 0`;
  const each = folders.map(({ share, path }) => {
    const below = `${path}/`;
    const inFolder =
      path === '' ? sql`` : sql` AND (d.path = ${path} OR substr(d.path, 1, ${sql.lit(below.length)}) = ${below})`;
    return sql`(s.name = ${share.name} AND s.root = ${share.root}${inFolder})`;
  });
  return sql`(${sql.join(each, sql` OR `)})`;
}
