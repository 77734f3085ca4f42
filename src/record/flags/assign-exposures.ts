import { type RawBuilder, sql, type Transaction } from 'kysely';
import { FLAGGED_VERDICTS } from '../../model/index.ts';
import { type Cluster, type ClusterFile, clusterFiles, type StandingCluster } from '../cluster-files.ts';
import { present } from '../met-files.ts';
import type { Schema } from '../schema.ts';
import { inChunks } from './in-chunks.ts';

/** Condition on `verdicts v`. */
export function flagged(): RawBuilder<boolean> {
  return sql<boolean>`v.verdict IN (${sql.join([...FLAGGED_VERDICTS])})`;
}

interface Unassigned {
  readonly id: number;
  readonly content_digest: string | null;
  readonly outcome: string;
  /** Where it was laid with its earlier content. */
  readonly earlier: number | null;
}

/**
 * Lays every file that is against a rule to its exposure: copies, versions and re-exports of the same rows are one. Only files
 * that are new here or hold other bytes are looked at. Returns the exposures that gained or lost a file.
 */
export async function assignExposures(trx: Transaction<Schema>, runId: number): Promise<ReadonlySet<number>> {
  const { rows: unassigned } = await sql<Unassigned>`SELECT f.id, f.content_digest, f.outcome, e.exposure_id AS earlier
    FROM files f LEFT JOIN exposure_files e ON e.file_id = f.id
    WHERE ${present()} AND (e.file_id IS NULL OR e.content_digest IS DISTINCT FROM f.content_digest)
      AND EXISTS (SELECT 1 FROM verdicts v WHERE v.file_id = f.id AND ${flagged()}) ORDER BY f.id`.execute(trx);
  if (unassigned.length === 0) return new Set();
  const earlierOf = new Map(unassigned.map(({ id, earlier }) => [id, earlier]));
  const digestOf = new Map(unassigned.map(({ id, content_digest }) => [id, content_digest]));
  const touched = new Set(unassigned.flatMap(({ earlier }) => earlier ?? []));
  const free = await exposuresWithoutOthers(trx, touched, new Set(earlierOf.keys()));
  let nextId = await lastExposureId(trx);
  const fresh: number[] = [];
  const rows: Schema['exposure_files'][] = [];
  const toCluster: Unassigned[] = [];
  for (const file of unassigned) {
    // What can no longer be read says nothing of other people: its flags stay where they are.
    if (file.earlier === null || file.outcome !== 'unread') toCluster.push(file);
    else rows.push({ file_id: file.id, exposure_id: file.earlier, content_digest: file.content_digest, read_run: 0 });
  }
  const clusters =
    toCluster.length === 0 ? [] : clusterFiles(await standingClusters(trx), await withLedgers(trx, toCluster));
  for (const cluster of clusters) {
    let exposureId = cluster.clusterId ?? keptExposure(cluster, earlierOf, free);
    if (exposureId === undefined) {
      nextId += 1;
      exposureId = nextId;
      fresh.push(exposureId);
    }
    free.delete(exposureId);
    touched.add(exposureId);
    for (const fileId of cluster.fileIds) {
      rows.push({
        file_id: fileId,
        exposure_id: exposureId,
        content_digest: digestOf.get(fileId) ?? null,
        read_run: 0,
      });
    }
  }
  await writeExposures(trx, runId, fresh, rows);
  return touched;
}

/** A file that was overwritten stays in its exposure when nothing else lies there: the place is the same, the people are told as new. */
function keptExposure(
  { fileIds }: Cluster,
  earlierOf: ReadonlyMap<number, number | null>,
  free: ReadonlySet<number>,
): number | undefined {
  return fileIds.map((fileId) => earlierOf.get(fileId) ?? undefined).find((id) => id !== undefined && free.has(id));
}

async function exposuresWithoutOthers(
  trx: Transaction<Schema>,
  exposures: ReadonlySet<number>,
  leaving: ReadonlySet<number>,
): Promise<Set<number>> {
  const free = new Set(exposures);
  for (const chunk of inChunks([...exposures])) {
    const members = await trx
      .selectFrom('exposure_files')
      .innerJoin('files', 'files.id', 'exposure_files.file_id')
      .select(['exposure_files.exposure_id', 'exposure_files.file_id'])
      .where('exposure_files.exposure_id', 'in', chunk)
      .where('files.vanished_run', 'is', null)
      .execute();
    for (const { exposure_id, file_id } of members) if (!leaving.has(file_id)) free.delete(exposure_id);
  }
  return free;
}

async function lastExposureId(trx: Transaction<Schema>): Promise<number> {
  const row = await trx
    .selectFrom('exposures')
    .select(({ fn }) => fn.max('id').as('id'))
    .executeTakeFirst();
  return row?.id ?? 0;
}

async function writeExposures(
  trx: Transaction<Schema>,
  runId: number,
  fresh: readonly number[],
  rows: readonly Schema['exposure_files'][],
): Promise<void> {
  const none = new Uint8Array();
  for (const chunk of inChunks(fresh)) {
    const values = chunk.map((id) => ({
      id,
      opened_run: runId,
      people_lower: 0,
      people_likely: 0,
      people_upper: 0,
      distinct_contents: 0,
      types: '{}',
      owner: null,
      people_keys: none,
      value_keys: none,
    }));
    await trx.insertInto('exposures').values(values).execute();
  }
  for (const chunk of inChunks(rows)) {
    await trx
      .insertInto('exposure_files')
      .values(chunk)
      .onConflict((conflict) =>
        conflict.column('file_id').doUpdateSet(({ ref }) => ({
          exposure_id: ref('excluded.exposure_id'),
          content_digest: ref('excluded.content_digest'),
          read_run: ref('excluded.read_run'),
        })),
      )
      .execute();
    const contents = chunk.flatMap(({ exposure_id, content_digest }) =>
      content_digest === null ? [] : { exposure_id, content_digest },
    );
    if (contents.length === 0) continue;
    await trx
      .insertInto('exposure_contents')
      .values(contents)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Every exposure with the contents that it ever had, and the people of those that still lie there. */
async function standingClusters(trx: Transaction<Schema>): Promise<StandingCluster[]> {
  const members = new Map<number, Omit<ClusterFile, 'fileId'>[]>();
  const add = (exposureId: number, member: Omit<ClusterFile, 'fileId'>): void => {
    const known = members.get(exposureId);
    if (known) known.push(member);
    else members.set(exposureId, [member]);
  };
  const contents = await trx.selectFrom('exposure_contents').selectAll().execute();
  for (const { exposure_id, content_digest } of contents) add(exposure_id, { contentDigest: content_digest });
  const { rows: readable } = await sql<{
    exposure_id: number;
    file_id: number;
  }>`SELECT e.exposure_id, min(f.id) AS file_id
    FROM exposure_files e JOIN files f ON f.id = e.file_id AND f.content_digest IS NOT DISTINCT FROM e.content_digest
    JOIN people p ON p.file_id = f.id GROUP BY e.exposure_id, coalesce(e.content_digest, cast(f.id AS text))`.execute(
    trx,
  );
  const exposureOf = new Map(readable.map(({ file_id, exposure_id }) => [file_id, exposure_id]));
  for (const chunk of inChunks([...exposureOf.keys()])) {
    const people = await trx.selectFrom('people').selectAll().where('file_id', 'in', chunk).execute();
    for (const { file_id, rows } of people) add(exposureOf.get(file_id) ?? 0, { ledger: { rows } });
  }
  return [...members].sort(([a], [b]) => a - b).map(([clusterId, all]) => ({ clusterId, members: all }));
}

/** The people of each distinct content once: copies are told by their digest. */
async function withLedgers(trx: Transaction<Schema>, files: readonly Unassigned[]): Promise<ClusterFile[]> {
  const ledgerOf = new Map<number, Uint8Array>();
  const digests = new Set<string>();
  const distinct = files.filter(({ content_digest }) => {
    if (content_digest === null) return true;
    return !digests.has(content_digest) && digests.add(content_digest);
  });
  for (const chunk of inChunks(distinct.map(({ id }) => id))) {
    const people = await trx.selectFrom('people').selectAll().where('file_id', 'in', chunk).execute();
    for (const { file_id, rows } of people) ledgerOf.set(file_id, rows);
  }
  return files.map(({ id, content_digest }) => {
    const rows = ledgerOf.get(id);
    return {
      fileId: id,
      ...(content_digest !== null && { contentDigest: content_digest }),
      ...(rows && { ledger: { rows } }),
    };
  });
}
