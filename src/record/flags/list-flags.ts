import { type Kysely, type RawBuilder, sql } from 'kysely';
import {
  ACTIVE_STATES,
  type FlagState,
  OperatorError,
  SEVERITIES,
  type Severity,
  type Verdict,
} from '../../model/index.ts';
import { cataloguePath } from '../names.ts';
import type { Schema } from '../schema.ts';
import { conditionsOf, firstFileWithin } from './flag-conditions.ts';
import type {
  Flag,
  FlagCounts,
  FlagFilter,
  FlagPage,
  FlagQuery,
  FlagSort,
  FlagsSize,
  FolderScope,
  MatchingFlags,
} from './flag-types.ts';

interface ListedRow extends Omit<Schema['flags'], 'severity_rank' | 'active'> {
  readonly severity_rank: number;
  readonly shown_file: number;
  readonly share: string;
  readonly root: string;
  readonly directory: string;
  readonly name: string;
  readonly people_lower: number;
  readonly people_likely: number;
  readonly people_upper: number;
}

type SortColumn = 'severity_rank' | 'people_sort' | 'opened_ms' | 'due_ms' | 'id';

/** Columns of each order; every one has an index, and the page goes on behind the last row of the one before. */
const SORTS: Readonly<Record<FlagSort, { readonly columns: readonly SortColumn[]; readonly descending?: true }>> = {
  severity: { columns: ['severity_rank', 'people_sort', 'id'] },
  people: { columns: ['people_sort', 'id'] },
  newest: { columns: ['opened_ms', 'id'], descending: true },
  due: { columns: ['due_ms', 'id'] },
};

const DEFAULT_LIMIT = 50;
const LIMIT_MAX = 500;

/** `from` gives rows of `flags`. With `within`, the place that is shown is one of those folders. */
function listed(from: RawBuilder<unknown>, within?: readonly FolderScope[]): RawBuilder<unknown> {
  const file = within ? sql`coalesce(${firstFileWithin(within)}, g.first_file)` : sql`g.first_file`;
  return sql`SELECT g.*, s.name AS share, s.root, d.path AS directory, f.name,
      e.people_lower, e.people_likely, e.people_upper, f.id AS shown_file
    FROM ${from} g JOIN exposures e ON e.id = g.exposure_id JOIN files f ON f.id = ${file}
    JOIN directories d ON d.id = f.directory_id JOIN shares s ON s.id = d.share_id`;
}

/** @throws OperatorError for a place in the list that is none. */
export async function listFlags(db: Kysely<Schema>, query: FlagQuery = {}): Promise<FlagPage> {
  const sort = query.sort ?? 'severity';
  const { columns, descending } = SORTS[sort];
  const limit = Math.min(Math.max(query.limit ?? DEFAULT_LIMIT, 1), LIMIT_MAX);
  const conditions = conditionsOf(query);
  if (sort === 'due') conditions.push(sql<boolean>`g.due_ms IS NOT NULL`);
  if (query.oneOfEach === 'exposure') conditions.push(leadsItsExposure(query));
  if (query.after !== undefined) {
    const values = cursorValues(query.after, columns.length);
    const row = sql.join(columns.map((column) => sql.ref(`g.${column}`)));
    conditions.push(sql<boolean>`(${row}) ${sql.raw(descending ? '<' : '>')} (${sql.join(values)})`);
  }
  const order = sql.join(
    columns.map((column) => sql`${sql.ref(`g.${column}`)} ${sql.raw(descending ? 'DESC' : 'ASC')}`),
  );
  // The rows of the page first: only for them is the rest looked up.
  const chosen = sql`(SELECT g.* FROM flags g ${where(conditions)} ORDER BY ${order} LIMIT ${limit + 1})`;
  const { rows } = await sql<ListedRow>`${listed(chosen, query.within)} ORDER BY ${order}`.execute(db);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    flags: page.map(toFlag),
    ...(last && { next: Buffer.from(JSON.stringify(columns.map((column) => last[column]))).toString('base64url') }),
  };
}

/** The most serious flag of its exposure among those that fit. */
function leadsItsExposure(filter: FlagFilter): RawBuilder<boolean> {
  const others = [
    sql<boolean>`h.exposure_id = g.exposure_id`,
    sql<boolean>`(h.severity_rank, h.id) < (g.severity_rank, g.id)`,
    ...conditionsOf(filter, 'h', true),
  ];
  return sql`NOT EXISTS (SELECT 1 FROM flags h WHERE ${sql.join(others, sql` AND `)})`;
}

/** Ids and versions of what fits, at most `limit`, and how many fit in all. */
export async function matchingFlags(
  db: Kysely<Schema>,
  { limit, ...filter }: FlagFilter & { readonly limit: number },
): Promise<MatchingFlags> {
  const conditions = where(conditionsOf(filter));
  const { rows } = await sql<{ id: number; version: number }>`SELECT g.id, g.version FROM flags g ${conditions}
    ORDER BY g.id LIMIT ${limit}`.execute(db);
  if (rows.length < limit) return { flags: rows.map(toVersioned), count: rows.length };
  const { rows: counted } = await sql<{ n: number }>`SELECT count(*) AS n FROM flags g ${conditions}`.execute(db);
  return { flags: rows.map(toVersioned), count: Number(counted[0]?.n ?? 0) };
}

function toVersioned({ id, version }: { id: number; version: number }): MatchingFlags['flags'][number] {
  return { flagId: id, expectedVersion: version };
}

/** How many flags fit, and against how many exposures they speak. */
export async function sizeOfFlags(db: Kysely<Schema>, filter: FlagFilter): Promise<FlagsSize> {
  const { rows } = await sql<{ exposures: number; flags: number }>`SELECT count(*) AS exposures,
      coalesce(sum(t.n), 0) AS flags
    FROM (SELECT count(*) AS n FROM flags g ${where(conditionsOf(filter))} GROUP BY g.exposure_id) t`.execute(db);
  return { exposures: Number(rows[0]?.exposures ?? 0), flags: Number(rows[0]?.flags ?? 0) };
}

export async function countFlags(
  db: Kysely<Schema>,
  { nowMs, ...filter }: FlagFilter & { readonly nowMs?: number } = {},
): Promise<FlagCounts> {
  const { rows } = await sql<{
    state: string;
    rule: string;
    severity: string;
    n: number;
    overdue: number;
  }>`SELECT g.state,
      g.rule, g.severity, count(*) AS n, sum(CASE WHEN g.due_ms < ${nowMs ?? 0} THEN 1 ELSE 0 END) AS overdue
    FROM flags g ${where(conditionsOf(filter))} GROUP BY g.state, g.rule, g.severity ORDER BY g.rule, g.severity`.execute(
    db,
  );
  const byState: Record<FlagState, number> = {
    open: 0,
    acknowledged: 0,
    remediated: 0,
    'false-alarm': 0,
    permitted: 0,
  };
  const bySeverity: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  const byRule = new Map<string, { rule: string; severity: Severity; active: number }>();
  let overdue = 0;
  for (const row of rows) {
    const [n, severity] = [Number(row.n), row.severity as Severity];
    byState[row.state as FlagState] += n;
    if (!ACTIVE_STATES.includes(row.state as FlagState)) continue;
    bySeverity[severity] += n;
    overdue += Number(row.overdue);
    const known = byRule.get(row.rule);
    const worst =
      known && SEVERITIES.indexOf(known.severity) < SEVERITIES.indexOf(severity) ? known.severity : severity;
    byRule.set(row.rule, { rule: row.rule, severity: worst, active: (known?.active ?? 0) + n });
  }
  return {
    flags: Object.values(byState).reduce((sum, n) => sum + n, 0),
    active: byState.open + byState.acknowledged,
    overdue,
    byState,
    bySeverity,
    byRule: [...byRule.values()],
  };
}

export function toFlag(row: ListedRow): Flag {
  return {
    flagId: row.id,
    exposureId: row.exposure_id,
    rule: row.rule,
    verdict: row.verdict as Verdict['verdict'],
    severity: row.severity as Severity,
    state: row.state as FlagState,
    version: row.version,
    openedRunId: row.opened_run,
    openedAtMs: row.opened_ms,
    changedAtMs: row.changed_ms,
    places: row.places,
    firstPlace: {
      fileId: row.shown_file,
      share: row.share,
      root: row.root,
      path: cataloguePath(row.directory, row.name),
    },
    people: { lower: row.people_lower, likely: row.people_likely, upper: row.people_upper },
    ...(row.owner !== null && { owner: row.owner }),
    ...(row.assignee !== null && { assignee: row.assignee }),
    ...(row.due_ms !== null && { dueAtMs: row.due_ms }),
    ...(row.until_ms !== null && { untilMs: row.until_ms }),
  };
}

/** `flags` rows by id; the order is theirs. */
export async function flagRow(db: Kysely<Schema>, flagId: number): Promise<ListedRow | undefined> {
  const { rows } = await sql<ListedRow>`${listed(sql`flags`)} WHERE g.id = ${flagId}`.execute(db);
  return rows[0];
}

function where(conditions: readonly RawBuilder<boolean>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`` : sql`WHERE ${sql.join([...conditions], sql` AND `)}`;
}

function cursorValues(after: string, length: number): number[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(after, 'base64url').toString());
    if (Array.isArray(values) && values.length === length && values.every(Number.isFinite)) return values as number[];
  } catch {
    // Told below, with what was given.
  }
  throw new OperatorError(
    'the list of flags',
    'the place to go on from is none of its places',
    'Start at the first page',
  );
}
