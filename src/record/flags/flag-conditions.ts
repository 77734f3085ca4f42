import { type RawBuilder, sql } from 'kysely';
import { SEVERITIES } from '../../model/index.ts';
import { liesWithin } from '../folder-scope.ts';
import type { FlagFilter, FolderScope } from './flag-types.ts';

/**
 * The filter as conditions on the `flags` row of that alias. `few`: only few rows are asked, each for itself; otherwise what fits is
 * gathered once, from the folder down, and the list is led past it.
 */
export function conditionsOf(filter: FlagFilter, alias = 'g', few = isOfFew(filter)): RawBuilder<boolean>[] {
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
  if (filter.changed) {
    const { sinceRunId, kinds } = filter.changed;
    const fits = sql`v.run_id >= ${sinceRunId} AND v.kind IN (${sql.join([...kinds])})`;
    conditions.push(
      few
        ? sql`EXISTS (SELECT 1 FROM flag_events v WHERE v.flag_id = ${column('id')} AND ${fits})`
        : sql`${free(column('id'))} IN (SELECT v.flag_id FROM flag_events v WHERE ${fits})`,
    );
  }
  const hasPlace = (condition: RawBuilder<boolean>) =>
    few
      ? sql<boolean>`EXISTS (${places(alias)} AND ${condition})`
      : sql<boolean>`${free(column('id'))} IN (${flagsWithin(condition, active)})`;
  if (shares) conditions.push(hasPlace(liesWithin(shares.map((share) => ({ share, path: '' })))));
  if (filter.within) conditions.push(hasPlace(liesWithin(filter.within)));
  if (filter.folder) conditions.push(hasPlace(liesWithin([filter.folder])));
  if (filter.whollyWithin)
    conditions.push(sql`NOT EXISTS (${places(alias)} AND NOT ${liesWithin(filter.whollyWithin)})`);
  if (filter.read) conditions.push(sql`NOT EXISTS (${places(alias)} AND f.outcome = 'unread')`);
  if (filter.mendedSinceMs !== undefined) conditions.push(saidToBeMended(alias, filter.mendedSinceMs));
  if (filter.text !== undefined) conditions.push(namedLike(alias, filter.text, active, few));
  return conditions;
}

/** The last word of a person. The quotes within a text of the entry are escaped, so that no text looks like the decision. */
function saidToBeMended(alias: string, sinceMs: number): RawBuilder<boolean> {
  return sql`${sql.ref(`${alias}.state`)} = 'acknowledged' AND EXISTS (SELECT 1 FROM flag_events m
    WHERE m.flag_id = ${sql.ref(`${alias}.id`)} AND m.at_ms > ${sinceMs} AND m.kind = 'acknowledged'
      AND m.data LIKE '%"because":"mended"%' AND NOT EXISTS (SELECT 1 FROM flag_events l
        WHERE l.flag_id = m.flag_id AND l.version > m.version AND l.kind <> 'assigned'))`;
}

/** The first standing place of the flag that lies within these folders. */
export function firstFileWithin(within: readonly FolderScope[]): RawBuilder<number> {
  return sql`(SELECT min(p.file_id) FROM flag_places p JOIN files f ON f.id = p.file_id
    JOIN directories d ON d.id = f.directory_id JOIN shares s ON s.id = p.share_id
    WHERE p.flag_id = g.id AND ${stands('g')} AND ${liesWithin(within)})`;
}

function isOfFew({ flagIds, exposureIds }: FlagFilter): boolean {
  return flagIds !== undefined || exposureIds !== undefined;
}

/**
 * Ids of the flags with a standing place that fits; `d` stands for its directory, `s` for its share. CROSS JOIN keeps SQLite to this
 * order: https://www.sqlite.org/optoverview.html#crossjoin
 */
export function flagsWithin(condition: RawBuilder<boolean>, active?: boolean): RawBuilder<unknown> {
  return sql`SELECT p.flag_id FROM shares s CROSS JOIN directories d CROSS JOIN files f CROSS JOIN flag_places p
    WHERE d.share_id = s.id AND f.directory_id = d.id AND p.file_id = f.id AND ${standsAmong(active)} AND ${condition}`;
}

/** Not to be looked up by: the list goes on in its own order. */
function free(column: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`+${column}`;
}

function places(alias: string): RawBuilder<unknown> {
  return sql`SELECT 1 FROM flag_places p JOIN files f ON f.id = p.file_id JOIN directories d ON d.id = f.directory_id
    JOIN shares s ON s.id = p.share_id WHERE p.flag_id = ${sql.ref(`${alias}.id`)} AND ${stands(alias)}`;
}

/** A mended flag is known by the places that it had. */
function stands(alias: string): RawBuilder<boolean> {
  return sql`(p.state <> 'gone' OR ${sql.ref(`${alias}.state`)} = 'remediated')`;
}

function standsAmong(active: boolean | undefined): RawBuilder<boolean> {
  // What is mended is not active.
  if (active === true) return sql`p.state <> 'gone'`;
  return sql`(p.state <> 'gone' OR EXISTS (SELECT 1 FROM flags m WHERE m.id = p.flag_id AND m.state = 'remediated'))`;
}

/** Names of files and of folders are looked through apart: a folder's name once, not once for each of its files. */
function namedLike(alias: string, text: string, active: boolean | undefined, few: boolean): RawBuilder<boolean> {
  const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  const file = sql<boolean>`lower(f.name) LIKE ${pattern} ESCAPE '\\'`;
  const folder = sql<boolean>`lower(d.path) LIKE ${pattern} ESCAPE '\\'`;
  if (few) return sql`EXISTS (${places(alias)} AND (${file} OR ${folder}))`;
  return sql`${free(sql.ref(`${alias}.id`))} IN (
    SELECT p.flag_id FROM files f CROSS JOIN flag_places p
    WHERE ${file} AND p.file_id = f.id AND ${standsAmong(active)}
    UNION ALL SELECT p.flag_id FROM directories d CROSS JOIN files f CROSS JOIN flag_places p
    WHERE ${folder} AND f.directory_id = d.id AND p.file_id = f.id AND ${standsAmong(active)})`;
}
