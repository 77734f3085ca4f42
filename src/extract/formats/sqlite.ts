import Database from 'better-sqlite3';
import type { Extracted } from '../../model/index.ts';
import { inPart, note, textBlocks, unread } from '../blocks.ts';
import { sweepText } from '../compound/sweep.ts';
import type { CellFile } from '../database/table-parts.ts';
import { cellText, ROWS_PER_BLOCK, readAside, tablePlace } from '../database/table-parts.ts';
import type { Format, ReadContext } from '../format.ts';
import type { Source } from '../source.ts';

/** SQLite is given a copy in memory, so that it never touches the file or what lies beside it. */
const DATABASE_BYTES_MAX = 96 * 1024 * 1024;

const MAGIC = 'SQLite format 3\0';

/** Read and write version of a database whose newest rows may lie in a write-ahead log. */
const WAL_VERSION = 2;

/** SQLite 3 (https://www.sqlite.org/fileformat2.html): tables with the names of their columns, and the schema. Views are never run. */
export const sqlite: Format = {
  name: 'sqlite',
  extensions: ['sqlite', 'sqlite3', 'db', 'db3', 's3db', 'gpkg', 'mbtiles'],
  looksLike: ({ head }) => head.toString('latin1', 0, 16) === MAGIC,
  async *read(source, context) {
    const { place, budget } = context;
    const random = await source.random(budget);
    if (random.sizeBytes > DATABASE_BYTES_MAX) {
      yield* sweepSource(source, context);
      yield unread(
        place,
        'too-big',
        `tables of a database over ${DATABASE_BYTES_MAX} bytes; what reads like text was read`,
      );
      return;
    }
    const bytes = Buffer.from(random.read(0, random.sizeBytes));
    if (bytes[18] === WAL_VERSION || bytes[19] === WAL_VERSION) {
      yield note(place, 'repaired', 'kept with a write-ahead log: the newest rows may lie in the -wal file beside it');
      // A copy in memory has no log.
      bytes[18] = 1;
      bytes[19] = 1;
    }
    if (isCutOff(bytes)) {
      yield* sweepText(inPart(place, 'raw-bytes'), bytes, budget);
      yield unread(place, 'damaged', 'the database is cut off; what reads like text was read');
    }
    const database = opened(bytes);
    if (!database) {
      yield* sweepText(inPart(place, 'raw-bytes'), bytes, budget);
      yield unread(place, 'damaged', 'the database cannot be opened; what reads like text was read');
      return;
    }
    try {
      if (!isSound(database)) {
        yield* sweepText(inPart(place, 'raw-bytes'), bytes, budget);
        yield unread(place, 'damaged', 'pages of the database do not fit together; what reads like text was read');
      }
      yield* readTables(database, bytes, context);
    } finally {
      database.close();
    }
  },
};

/** Pages that are on their way into a database: read for their text, because the database knows how they belong together. */
export const sqliteLog: Format = {
  name: 'sqlite-log',
  extensions: ['sqlite-wal', 'db-wal', 'sqlite-journal', 'db-journal', 'sqlite3-wal'],
  looksLike: ({ head }) =>
    /^(?:\x37\x7f\x06[\x82\x83]|\xd9\xd5\x05\xf9\x20\xa1\x63\xd7)/.test(head.toString('latin1', 0, 8)),
  async *read(source, context) {
    const { head } = context.look;
    yield* sweepSource(source, context);
    const sizeBytes = source.sizeBytes ?? (await source.random(context.budget)).sizeBytes;
    if (!logIsComplete(head, sizeBytes)) yield unread(context.place, 'damaged', 'the log is cut off');
    else if (sizeBytes > LOG_HEADER_BYTES)
      yield unread(
        context.place,
        'unsupported-format',
        'pages of a database without the database; what reads like text was read',
      );
  },
};

const LOG_HEADER_BYTES = 32;
const JOURNAL_HEADER_BYTES = 28;

/** Whole frames behind the header of a write-ahead log, whole pages behind that of a rollback journal (sections 3 and 4). */
function logIsComplete(head: Buffer, sizeBytes: number): boolean {
  if (head[0] === 0x37) {
    if (head.length < LOG_HEADER_BYTES) return false;
    const frameBytes = 24 + head.readUInt32BE(8);
    return (sizeBytes - LOG_HEADER_BYTES) % frameBytes === 0;
  }
  if (head.length < JOURNAL_HEADER_BYTES) return false;
  const pages = head.readInt32BE(8);
  const [sectorBytes, pageBytes] = [head.readUInt32BE(20), head.readUInt32BE(24)];
  return pages < 0 || sizeBytes >= sectorBytes + pages * (pageBytes + 8);
}

/** The header says of how many pages the database is, where its last writer kept that up to date (section 1.3). */
function isCutOff(bytes: Buffer): boolean {
  if (bytes.length < 100) return true;
  const size = bytes.readUInt16BE(16);
  const pageBytes = size === 1 ? 65_536 : size;
  const isKept = bytes.readUInt32BE(24) === bytes.readUInt32BE(92);
  return (
    (isKept && bytes.readUInt32BE(28) * pageBytes > bytes.length) || (pageBytes > 0 && bytes.length % pageBytes !== 0)
  );
}

async function* sweepSource(source: Source, { place, budget }: ReadContext): AsyncIterable<Extracted> {
  for await (const chunk of source.chunks()) yield* sweepText(inPart(place, 'raw-bytes'), Buffer.from(chunk), budget);
}

function opened(bytes: Buffer): Database.Database | undefined {
  try {
    const database = new Database(bytes, { readonly: true });
    database.pragma('trusted_schema = OFF');
    database.pragma('cell_size_check = ON');
    return database;
  } catch {
    return undefined;
  }
}

/** A row that a broken page hides is otherwise missing without a word. Takes a tenth of the time of reading. */
function isSound(database: Database.Database): boolean {
  try {
    return database.pragma('quick_check(1)', { simple: true }) === 'ok';
  } catch {
    return false;
  }
}

interface SchemaRow {
  readonly name: string;
  readonly sql: string | null;
}

async function* readTables(database: Database.Database, bytes: Buffer, context: ReadContext): AsyncIterable<Extracted> {
  const { place, budget } = context;
  let tables: readonly SchemaRow[];
  try {
    tables = database
      .prepare<[], SchemaRow>("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND rootpage > 0")
      .all();
    const schema = database.prepare<[], { sql: string }>('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL').all();
    yield* textBlocks(inPart(place, 'metadata'), schema.map(({ sql }) => `${sql}\n`).join(''));
  } catch {
    yield* sweepText(inPart(place, 'raw-bytes'), bytes, budget);
    yield unread(place, 'damaged', 'the schema of the database cannot be read; what reads like text was read');
    return;
  }
  for (const { name } of tables) {
    budget.checkTime();
    const complete: { ended: boolean } = { ended: false };
    yield* readTable(database, name, context, complete);
    if (!complete.ended) {
      yield unread(tablePlace(place, name), 'damaged', 'the table is damaged from some row on');
    }
  }
}

async function* readTable(
  database: Database.Database,
  name: string,
  context: ReadContext,
  complete: { ended: boolean },
): AsyncIterable<Extracted> {
  const place = tablePlace(context.place, name);
  const table = context.nextTable();
  const rows = openRows(database, name);
  if (!rows) return;
  const { columns, iterator } = rows;
  const aside: CellFile[] = [];
  let block: string[][] = [];
  let firstRow = 1;
  try {
    for (;;) {
      const next = attemptNext(iterator);
      if (!next || next.done || block.length >= ROWS_PER_BLOCK) {
        if (block.length > 0) yield { kind: 'table', place, table, columns, firstRow, rows: block };
        firstRow += block.length;
        block = [];
        yield* readAside(aside, context);
        context.budget.checkTime();
      }
      if (!next) return;
      if (next.done) {
        complete.ended = true;
        return;
      }
      const row = firstRow + block.length;
      block.push(
        next.value.map((value, index) => cellText(value, () => `${name} row ${row} ${columns[index] ?? ''}`, aside)),
      );
    }
  } finally {
    iterator.return?.();
  }
}

interface OpenRows {
  readonly columns: readonly string[];
  readonly iterator: IterableIterator<unknown[]>;
}

/** Columns that are computed while reading are left out: their expressions come from the file. */
function openRows(database: Database.Database, name: string): OpenRows | undefined {
  try {
    const facts = database
      .prepare<[string], { name: string; hidden: number }>('SELECT name, hidden FROM pragma_table_xinfo(?)')
      .all(name);
    const columns = facts.filter(({ hidden }) => hidden !== 1 && hidden !== 2).map((column) => column.name);
    if (columns.length === 0) return undefined;
    const statement = database.prepare(`SELECT ${columns.map(quoted).join(', ')} FROM ${quoted(name)}`);
    return { columns, iterator: statement.raw().safeIntegers().iterate() as IterableIterator<unknown[]> };
  } catch {
    return undefined;
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function attemptNext(iterator: Iterator<unknown[]>): IteratorResult<unknown[]> | undefined {
  try {
    return iterator.next();
  } catch {
    return undefined;
  }
}
