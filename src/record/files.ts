import { sql } from 'kysely';
import type { FileFacts, Readers } from '../model/index.ts';
import { changesSince, historyOf } from './changes.ts';
import { metBy, present } from './met-files.ts';
import { cataloguePath, SELF } from './names.ts';
import type { Connection } from './open-database.ts';
import { readDetails, toReading } from './read-details.ts';
import { readLedger, readLedgers } from './read-ledgers.ts';
import type { RecordedFile, RecordedKind } from './recorded.ts';
import type { FileQuery, Files } from './scan-record.ts';
import type { FileRow } from './schema.ts';
import { explained } from './store-errors.ts';
import { ruleCounts } from './summary.ts';

/** A file row with where it stands. */
interface PlacedRow extends FileRow {
  readonly share: string;
  readonly root: string;
  readonly directory: string;
  readonly reader_set: string | null;
  readonly exposure_id: number | null;
}

const PAGE_ROWS = 500;

export function createFiles(connection: Connection, flush: () => void): Files {
  const { db, path } = connection;
  const hydrate = explained(path, (rows: readonly PlacedRow[]) => complete(connection, rows));
  const first = async (condition: ReturnType<typeof sql<boolean>>): Promise<RecordedFile | undefined> =>
    (await hydrate(await selectRows(connection, condition, 1)))[0];

  async function* iterateFiles(query: FileQuery = {}): AsyncIterable<RecordedFile> {
    flush();
    let page: PlacedRow[] = [];
    for await (const rows of filesByDirectory(connection, query)) {
      page.push(...rows);
      if (page.length < PAGE_ROWS) continue;
      yield* await hydrate(page);
      page = [];
    }
    yield* await hydrate(page);
  }

  return {
    iterateFiles,
    filesWithVerdict: (verdict, runId) => iterateFiles({ verdict, ...(runId !== undefined && { runId }) }),
    file: explained(path, (fileId) => first(sql<boolean>`f.id = ${fileId} AND f.outcome IS NOT NULL`)),
    findFile: explained(path, (share, filePath) => {
      const cut = filePath.lastIndexOf('/');
      const directory = cut < 0 ? '' : filePath.slice(0, cut);
      return first(sql<boolean>`s.name = ${share.name} AND s.root = ${share.root} AND f.outcome IS NOT NULL AND
        ((d.path = ${directory} AND f.name = ${filePath.slice(cut + 1)}) OR (d.path = ${filePath} AND f.name = ${SELF}))`);
    }),
    filesWithContent: explained(path, async (contentDigest) =>
      hydrate(await selectRows(connection, sql<boolean>`f.content_digest = ${contentDigest} AND ${present()}`)),
    ),
    ledgerOf: explained(path, (fileId) => readLedger(db, fileId)),
    ledgersOf: (fileIds) => readLedgers(db, fileIds),
    countsByRule: explained(path, (runId) => {
      flush();
      return ruleCounts(db, runId);
    }),
    changesSince: explained(path, (runId, untilRunId) => {
      flush();
      return changesSince(db, runId, untilRunId);
    }),
    historyOf: explained(path, (fileId) => historyOf(db, fileId)),
  };
}

const PLACED = sql`SELECT f.*, s.name AS share, s.root, d.path AS directory, r.readers AS reader_set, x.exposure_id
  FROM files f JOIN directories d ON d.id = f.directory_id JOIN shares s ON s.id = d.share_id
  LEFT JOIN reader_sets r ON r.id = f.readers LEFT JOIN exposure_files x ON x.file_id = f.id`;

async function selectRows(
  { db }: Connection,
  condition: ReturnType<typeof sql<boolean>>,
  limit?: number,
): Promise<PlacedRow[]> {
  const { rows } =
    await sql<PlacedRow>`${PLACED} WHERE ${condition} ORDER BY s.name, s.root, d.path, d.raw, f.name, f.raw ${limit === undefined ? sql`` : sql`LIMIT ${limit}`}`.execute(
      db,
    );
  return rows;
}

/** Rows of one directory after another, at most PAGE_ROWS at a time: keyset pages, so that writes may go between. */
async function* filesByDirectory(connection: Connection, query: FileQuery): AsyncIterable<PlacedRow[]> {
  const filters = [query.runId === undefined ? present() : metBy(query.runId)];
  if (query.outcome !== undefined) filters.push(sql<boolean>`f.outcome = ${query.outcome}`);
  if (query.verdict !== undefined) {
    filters.push(
      sql<boolean>`EXISTS (SELECT 1 FROM verdicts v WHERE v.file_id = f.id AND v.verdict = ${query.verdict})`,
    );
  }
  for await (const directoryId of directoryIds(connection, query)) {
    let after: { name: string; raw: string } | undefined;
    do {
      const beyond = after ? sql<boolean>`AND (f.name, f.raw) > (${after.name}, ${after.raw})` : sql``;
      const { rows } = await sql<PlacedRow>`${PLACED} WHERE f.directory_id = ${directoryId} ${beyond}
        AND ${sql.join(filters, sql` AND `)} ORDER BY f.name, f.raw LIMIT ${PAGE_ROWS}`.execute(connection.db);
      after = rows.length === PAGE_ROWS ? rows.at(-1) : undefined;
      if (rows.length > 0) yield rows;
    } while (after);
  }
}

async function* directoryIds({ db }: Connection, query: FileQuery): AsyncIterable<number> {
  let shares = db.selectFrom('shares').select('id').orderBy('name').orderBy('root');
  if (query.share) shares = shares.where('name', '=', query.share.name).where('root', '=', query.share.root);
  const only = query.directory === undefined ? sql`` : sql`AND path = ${query.directory}`;
  for (const { id: shareId } of await shares.execute()) {
    let after: { path: string; raw: string } | undefined;
    do {
      const beyond = after ? sql`AND (path, raw) > (${after.path}, ${after.raw})` : sql``;
      const { rows } = await sql<{
        id: number;
        path: string;
        raw: string;
        seen_run: number;
      }>`SELECT id, path, raw, seen_run
        FROM directories WHERE share_id = ${shareId} ${only} ${beyond} ORDER BY path, raw LIMIT ${PAGE_ROWS}`.execute(
        db,
      );
      for (const { id, seen_run } of rows) if (query.runId === undefined || seen_run === query.runId) yield id;
      after = rows.length === PAGE_ROWS ? rows.at(-1) : undefined;
    } while (after);
  }
}

async function complete({ db }: Connection, rows: readonly PlacedRow[]): Promise<RecordedFile[]> {
  if (rows.length === 0) return [];
  const details = await readDetails(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    fileId: row.id,
    kind: row.kind as RecordedKind,
    facts: toFacts(row),
    reading: toReading(row, details),
    ...(row.detail !== null && { detail: row.detail }),
    verdicts: details.verdicts.get(row.id) ?? [],
    ...(row.exposure_id !== null && { exposureId: row.exposure_id }),
    firstRunId: row.first_run,
    readRunId: row.read_run,
    sinceRunId: row.since_run,
    ...(row.vanished_run !== null && { vanishedRunId: row.vanished_run }),
  }));
}

function toFacts(row: PlacedRow): FileFacts {
  return {
    share: row.share,
    root: row.root,
    path: cataloguePath(row.directory, row.name),
    ...(row.raw !== '' && { rawPath: row.raw }),
    sizeBytes: row.size_bytes,
    modifiedAtMs: row.modified_ms,
    changedAtMs: row.changed_ms,
    device: row.device,
    inode: row.inode,
    mode: row.mode,
    uid: row.uid,
    gid: row.gid,
    ...(row.owner !== null && { owner: row.owner }),
    audience: row.audience as FileFacts['audience'],
    ...(row.reader_set !== null && { readers: JSON.parse(row.reader_set) as Readers }),
    location: row.location as FileFacts['location'],
  };
}
