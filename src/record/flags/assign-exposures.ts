import { sql, type Transaction } from 'kysely';
import { type Cluster, clusterFiles, type StandingMember } from '../cluster-files.ts';
import { flagged } from '../flagged.ts';
import { grouped } from '../grouped.ts';
import { present } from '../met-files.ts';
import { readLedgers } from '../read-ledgers.ts';
import type { Schema } from '../schema.ts';
import { inChunks } from './in-chunks.ts';

const EXPOSURES_AT_ONCE = 1_000;

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
  const clusters = toCluster.length === 0 ? [] : await clustersOf(trx, toCluster);
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

function clustersOf(trx: Transaction<Schema>, files: readonly Unassigned[]): Promise<readonly Cluster[]> {
  return clusterFiles({
    standing: standingMembers(trx),
    files: files.map(({ id, content_digest }) => ({
      fileId: id,
      ...(content_digest !== null && { contentDigest: content_digest }),
    })),
    ledgersOf: (fileIds) => readLedgers(trx, fileIds),
  });
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
async function* standingMembers(trx: Transaction<Schema>): AsyncGenerator<StandingMember, void, undefined> {
  for (let after = 0; ; ) {
    const exposures = await trx
      .selectFrom('exposures')
      .select('id')
      .where('id', '>', after)
      .orderBy('id')
      .limit(EXPOSURES_AT_ONCE)
      .execute();
    const last = exposures.at(-1)?.id;
    if (last === undefined) return;
    yield* membersOf(trx, { after, last }, exposures);
    after = last;
  }
}

async function* membersOf(
  trx: Transaction<Schema>,
  { after, last }: { readonly after: number; readonly last: number },
  exposures: readonly { readonly id: number }[],
): AsyncGenerator<StandingMember, void, undefined> {
  const contents = await trx
    .selectFrom('exposure_contents')
    .selectAll()
    .where('exposure_id', '>', after)
    .where('exposure_id', '<=', last)
    .execute();
  const { rows: readable } = await sql<{
    exposure_id: number;
    file_id: number;
  }>`SELECT e.exposure_id, min(f.id) AS file_id
    FROM exposure_files e JOIN files f ON f.id = e.file_id AND f.content_digest IS NOT DISTINCT FROM e.content_digest
    JOIN people p ON p.file_id = f.id WHERE e.exposure_id > ${after} AND e.exposure_id <= ${last}
    GROUP BY e.exposure_id, coalesce(e.content_digest, cast(f.id AS text)) ORDER BY e.exposure_id, file_id`.execute(
    trx,
  );
  const contentsOf = grouped(contents, ({ exposure_id }) => exposure_id);
  const ledgers = readLedgers(
    trx,
    readable.map(({ file_id }) => file_id),
  );
  let next = 0;
  for (const { id: clusterId } of exposures) {
    for (const { content_digest } of contentsOf.get(clusterId) ?? [])
      yield { clusterId, contentDigest: content_digest };
    for (; readable[next]?.exposure_id === clusterId; next += 1) {
      const { value: ledger } = await ledgers.next();
      if (ledger) yield { clusterId, ledger };
    }
  }
}
