import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { maskIdentifierShapes } from '../../model/index.ts';
import type { AuditWithWriter } from '../audit.ts';
import { liesWithin } from '../folder-scope.ts';
import type { Connection } from '../open-database.ts';
import type { Schema } from '../schema.ts';
import { nextId } from './next-id.ts';
import type { CleanSample, DrawSample, SampleAnswer, Samples } from './reveal-types.ts';

const LISTED = 200;
const PAGE_ROWS = 20_000;

export function createSamples({ db }: Connection, audit: AuditWithWriter): Samples {
  async function complete(rows: readonly Schema['clean_samples'][]): Promise<CleanSample[]> {
    if (rows.length === 0) return [];
    const files = await db
      .selectFrom('clean_sample_files')
      .selectAll()
      .where(
        'sample_id',
        'in',
        rows.map(({ id }) => id),
      )
      .orderBy('file_id')
      .execute();
    return rows.map((row) => ({
      sampleId: row.id,
      week: row.week,
      area: row.area,
      seed: row.seed,
      cleanFiles: row.clean_files,
      drawnAtMs: row.drawn_ms,
      files: files
        .filter(({ sample_id }) => sample_id === row.id)
        .map(({ file_id, answer, answered_by, answered_ms, note }) => ({
          fileId: file_id,
          note,
          ...(answer !== null && { answer: answer as SampleAnswer }),
          ...(answered_by !== null && { answeredBy: answered_by }),
          ...(answered_ms !== null && { answeredAtMs: answered_ms }),
        })),
    }));
  }
  const one = async (week: string, area: string): Promise<CleanSample | undefined> => {
    const rows = await db
      .selectFrom('clean_samples')
      .selectAll()
      .where('week', '=', week)
      .where('area', '=', area)
      .execute();
    return (await complete(rows))[0];
  };

  return {
    async draw(request) {
      const standing = await one(request.week, request.area);
      if (standing) return standing;
      await db.transaction().execute((trx) => draw(trx, audit, request));
      const drawn = await one(request.week, request.area);
      if (!drawn) throw new Error('the sample that was drawn is not there');
      return drawn;
    },
    answer: ({ sampleId, fileId, answer, note, who, atMs }) =>
      db.transaction().execute(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('clean_sample_files')
          .set({ answer, answered_by: who, answered_ms: atMs, note: maskIdentifierShapes(note.trim()) })
          .where('sample_id', '=', sampleId)
          .where('file_id', '=', fileId)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        audit.write({
          atMs,
          actor: who,
          action: 'sample-answered',
          subject: `sample ${sampleId}`,
          data: { fileId, answer },
        });
        return true;
      }),
    async get(sampleId) {
      return (await complete(await db.selectFrom('clean_samples').selectAll().where('id', '=', sampleId).execute()))[0];
    },
    async list({ area, limit = LISTED } = {}) {
      let rows = db.selectFrom('clean_samples').selectAll().orderBy('id', 'desc').limit(limit);
      if (area !== undefined) rows = rows.where('area', '=', area);
      return complete(await rows.execute());
    },
  };
}

async function draw(trx: Transaction<Schema>, audit: AuditWithWriter, request: DrawSample): Promise<void> {
  const { week, area, size, seed, atMs, who } = request;
  const { chosen, cleanFiles } = await choose(trx, request);
  const id = await nextId(trx, 'clean_samples');
  await trx
    .insertInto('clean_samples')
    .values({ id, week, area, seed, clean_files: cleanFiles, drawn_ms: atMs })
    .execute();
  for (const { fileId, contentDigest } of chosen)
    await trx
      .insertInto('clean_sample_files')
      .values({
        sample_id: id,
        file_id: fileId,
        content_digest: contentDigest,
        answer: null,
        answered_by: null,
        answered_ms: null,
        note: '',
      })
      .execute();
  audit.write({
    atMs,
    actor: who,
    action: 'sample-drawn',
    subject: `sample ${id}`,
    data: { week, area, seed, size, cleanFiles },
  });
}

interface Chosen {
  readonly rank: string;
  readonly fileId: number;
  readonly contentDigest: string | null;
}

/** Every clean file has the same chance: those whose number hashes lowest under the seed. Memory does not grow with their count. */
async function choose(
  trx: Transaction<Schema>,
  { folders, size, seed }: DrawSample,
): Promise<{ readonly chosen: readonly Chosen[]; readonly cleanFiles: number }> {
  let chosen: Chosen[] = [];
  let cleanFiles = 0;
  if (folders.length === 0) return { chosen, cleanFiles };
  for (let after = 0; ; ) {
    const { rows } = await sql<{ id: number; content_digest: string | null }>`SELECT f.id, f.content_digest
      FROM files f JOIN directories d ON d.id = f.directory_id JOIN shares s ON s.id = d.share_id
      WHERE f.id > ${after} AND f.outcome = 'clean' AND f.vanished_run IS NULL AND f.kind = 'file' AND ${liesWithin(folders)}
      ORDER BY f.id LIMIT ${PAGE_ROWS}`.execute(trx);
    cleanFiles += rows.length;
    chosen = [
      ...chosen,
      ...rows.map(({ id, content_digest }) => ({ rank: rankOf(seed, id), fileId: id, contentDigest: content_digest })),
    ]
      .sort((a, b) => (a.rank < b.rank ? -1 : 1))
      .slice(0, size);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE_ROWS) return { chosen, cleanFiles };
    after = last.id;
  }
}

function rankOf(seed: string, fileId: number): string {
  return createHash('sha256').update(`${seed}:${fileId}`).digest('hex');
}
