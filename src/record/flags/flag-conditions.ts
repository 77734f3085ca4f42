import { type RawBuilder, sql } from 'kysely';
import { SEVERITIES } from '../../model/index.ts';
import { liesWithin } from '../folder-scope.ts';
import type { FlagFilter, FolderScope } from './flag-types.ts';

/** The filter as conditions on the `flags` row of that alias. */
export function conditionsOf(filter: FlagFilter, alias = 'g'): RawBuilder<boolean>[] {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  const oneOf = (name: string, values: readonly (string | number)[]): RawBuilder<boolean> =>
    values.length === 0 ? sql`1 = 0` : sql`${column(name)} IN (${sql.join([...values])})`;
  const { active, states, severities, rules, shares, assignee, owner, dueBeforeMs, openedSinceMs } = filter;
  const conditions: RawBuilder<boolean>[] = [];
  if (active !== undefined) conditions.push(sql`${column('active')} = ${active ? 1 : 0}`);
  if (states) conditions.push(oneOf('state', states));
  if (severities)
    conditions.push(
      oneOf(
        'severity_rank',
        severities.map((severity) => SEVERITIES.indexOf(severity)),
      ),
    );
  if (rules) conditions.push(oneOf('rule', rules));
  if (filter.flagIds) conditions.push(oneOf('id', filter.flagIds));
  if (filter.exposureIds) conditions.push(oneOf('exposure_id', filter.exposureIds));
  if (assignee === null) conditions.push(sql`${column('assignee')} IS NULL`);
  else if (assignee !== undefined) conditions.push(sql`${column('assignee')} = ${assignee}`);
  if (owner !== undefined) conditions.push(sql`${column('owner')} = ${owner}`);
  if (dueBeforeMs !== undefined) conditions.push(sql`${column('due_ms')} < ${dueBeforeMs}`);
  if (openedSinceMs !== undefined) conditions.push(sql`${column('opened_ms')} >= ${openedSinceMs}`);
  if (filter.changed)
    conditions.push(sql`EXISTS (SELECT 1 FROM flag_events v WHERE v.flag_id = ${column('id')}
      AND v.run_id >= ${filter.changed.sinceRunId} AND v.kind IN (${sql.join([...filter.changed.kinds])}))`);
  if (shares) conditions.push(hasPlace(alias, liesWithin(shares.map((share) => ({ share, path: '' })))));
  if (filter.within) conditions.push(hasPlace(alias, liesWithin(filter.within)));
  if (filter.folder) conditions.push(hasPlace(alias, liesWithin([filter.folder])));
  if (filter.whollyWithin)
    conditions.push(sql`NOT EXISTS (${places(alias)} AND NOT ${liesWithin(filter.whollyWithin)})`);
  if (filter.text !== undefined) conditions.push(hasPlace(alias, namedLike(filter.text)));
  return conditions;
}

/** The first standing place of the flag that lies within these folders. */
export function firstFileWithin(within: readonly FolderScope[]): RawBuilder<number> {
  return sql`(SELECT min(p.file_id) FROM flag_places p JOIN files f ON f.id = p.file_id
    JOIN directories d ON d.id = f.directory_id JOIN shares s ON s.id = p.share_id
    WHERE p.flag_id = g.id AND ${stands('g')} AND ${liesWithin(within)})`;
}

function hasPlace(alias: string, condition: RawBuilder<boolean>): RawBuilder<boolean> {
  return sql`EXISTS (${places(alias)} AND ${condition})`;
}

function places(alias: string): RawBuilder<unknown> {
  return sql`SELECT 1 FROM flag_places p JOIN files f ON f.id = p.file_id JOIN directories d ON d.id = f.directory_id
    JOIN shares s ON s.id = p.share_id WHERE p.flag_id = ${sql.ref(`${alias}.id`)} AND ${stands(alias)}`;
}

/** A mended flag is known by the places that it had. */
function stands(alias: string): RawBuilder<boolean> {
  return sql`(p.state <> 'gone' OR ${sql.ref(`${alias}.state`)} = 'remediated')`;
}

function namedLike(text: string): RawBuilder<boolean> {
  const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return sql`(lower(f.name) LIKE ${pattern} ESCAPE '\\' OR lower(d.path) LIKE ${pattern} ESCAPE '\\')`;
}
