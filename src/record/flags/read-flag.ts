import { type Kysely, sql } from 'kysely';
import type { FlagState } from '../../model/index.ts';
import { cataloguePath } from '../names.ts';
import type { Schema } from '../schema.ts';
import type { FlagDetails, FlagEvent, FlagPlace, Flags } from './flag-types.ts';
import { flagRow, toFlag } from './list-flags.ts';

interface PlaceRow {
  readonly file_id: number;
  readonly share: string;
  readonly root: string;
  readonly directory: string;
  readonly name: string;
  readonly owner: string | null;
  readonly audience: string;
  readonly state: string;
  readonly reason: string | null;
  readonly since_run: number;
  readonly until_run: number | null;
  readonly why: string | null;
}

/** A flag with everything that a person needs to decide. */
export async function readFlag(db: Kysely<Schema>, flagId: number): Promise<FlagDetails | undefined> {
  const row = await flagRow(db, flagId);
  if (!row) return undefined;
  const exposure = await db
    .selectFrom('exposures')
    .select(['types', 'distinct_contents'])
    .where('id', '=', row.exposure_id)
    .executeTakeFirstOrThrow();
  const { rows: places } = await sql<PlaceRow>`SELECT p.file_id, s.name AS share, s.root, d.path AS directory, f.name,
      f.owner, f.audience, p.state, v.reason, p.since_run, p.until_run, p.why
    FROM flag_places p JOIN files f ON f.id = p.file_id JOIN directories d ON d.id = f.directory_id
    JOIN shares s ON s.id = d.share_id LEFT JOIN verdicts v ON v.file_id = p.file_id AND v.rule = ${row.rule} AND p.state = 'present'
    WHERE p.flag_id = ${flagId} ORDER BY s.name, d.path, f.name`.execute(db);
  const siblings = await db
    .selectFrom('flags')
    .select(['id', 'rule', 'state'])
    .where('exposure_id', '=', row.exposure_id)
    .where('id', '<>', flagId)
    .orderBy('rule')
    .execute();
  return {
    ...toFlag(row),
    standing: places.filter(({ state }) => state !== 'gone').map(toPlace),
    gone: places.filter(({ state }) => state === 'gone').map(toPlace),
    types: JSON.parse(exposure.types) as Record<string, number>,
    distinctContents: exposure.distinct_contents,
    siblings: siblings.map(({ id, rule, state }) => ({ flagId: id, rule, state: state as FlagState })),
  };
}

export async function readHistory(db: Kysely<Schema>, flagId: number): Promise<FlagEvent[]> {
  const rows = await db
    .selectFrom('flag_events')
    .selectAll()
    .where('flag_id', '=', flagId)
    .orderBy('version')
    .execute();
  return rows.map(({ version, at_ms, run_id, who, kind, why, data }) => ({
    version,
    atMs: at_ms,
    ...(run_id !== null && { runId: run_id }),
    who,
    kind: kind as FlagEvent['kind'],
    why,
    data: JSON.parse(data),
  }));
}

/** Entries of people only: what a scan wrote is no request. */
export async function readBatch(db: Kysely<Schema>, batchId: number): ReturnType<Flags['batch']> {
  const rows = await db
    .selectFrom('flag_events as v')
    .innerJoin('flags as g', (join) => join.onRef('g.id', '=', 'v.flag_id'))
    .select(['v.who', 'v.flag_id', 'v.version', 'g.version as present'])
    .where('v.audit_id', '=', batchId)
    .where('v.run_id', 'is', null)
    .execute();
  const [first] = rows;
  if (!first) return undefined;
  const unchanged = rows.filter(({ version, present }) => version === present);
  return {
    who: first.who,
    flags: unchanged.map(({ flag_id, version }) => ({ flagId: flag_id, expectedVersion: version })),
  };
}

function toPlace(row: PlaceRow): FlagPlace {
  return {
    fileId: row.file_id,
    share: row.share,
    root: row.root,
    path: cataloguePath(row.directory, row.name),
    ...(row.owner !== null && { owner: row.owner }),
    audience: row.audience,
    state: row.state as FlagPlace['state'],
    ...(row.reason !== null && { reason: row.reason }),
    sinceRunId: row.since_run,
    ...(row.until_run !== null && { untilRunId: row.until_run }),
    ...(row.why !== null && { why: row.why }),
  };
}
