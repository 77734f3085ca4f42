import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { everythingOf, placesOf, readPath, readSample, textOf } from './read-sample.ts';

function sqliteOf(script: string): Buffer {
  const database = new Database(':memory:');
  database.exec(script);
  const bytes = database.serialize();
  database.close();
  return bytes;
}

describe('SQLite', () => {
  it('gives tables with the names of their columns, and no view', async () => {
    const sample = await readSample(
      'people.db',
      sqliteOf(
        `CREATE TABLE people(id INTEGER PRIMARY KEY, name TEXT, ssn TEXT, size AS (length(name)), photo BLOB);
         INSERT INTO people(name, ssn) VALUES ('Ada Nagy', '212-44-1001');
         INSERT INTO people(name, ssn, photo) VALUES ('Bo Li', '212-44-1002', CAST('{\\rtf1 inner 212-44-1003\\par}' AS BLOB));
         CREATE TABLE "odd ""name"""(a); INSERT INTO "odd ""name""" VALUES (9007199254740993);
         CREATE VIEW slow AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c;`,
      ),
    );
    expect(sample).toMatchObject({ format: 'sqlite', unread: [] });
    expect(sample.tables[0]).toMatchObject({ columns: ['id', 'name', 'ssn', 'photo'], firstRow: 1 });
    expect(placesOf(sample, '212-44-1002')).toMatchObject([{ sheet: 'people', row: 2, column: 'ssn' }]);
    expect(placesOf(sample, '212-44-1003')).toMatchObject([{ members: ['people row 2 photo'] }]);
    expect(placesOf(sample, '9007199254740993')).toHaveLength(1);
    expect(textOf(sample)).toContain('CREATE VIEW slow');
  });

  it('reads one that is kept with a write-ahead log, and writes nothing', async () => {
    const bytes = sqliteOf("CREATE TABLE t(ssn); INSERT INTO t VALUES ('212-44-1004');");
    bytes[18] = 2;
    bytes[19] = 2;
    const sample = await readSample('people.db', bytes);
    expect(everythingOf(sample)).toContain('212-44-1004');
    expect(sample.notes).toMatchObject([{ note: 'repaired' }]);
  });

  it('reads what is left of a damaged one', async () => {
    const rows = Array.from({ length: 3000 }, (_, index) => `('Ada ${index}', '212-44-${1000 + index}')`).join(',');
    const bytes = sqliteOf(`CREATE TABLE t(name, ssn); INSERT INTO t VALUES ${rows};`);
    const sample = await readSample('people.db', bytes.subarray(0, Math.floor(bytes.length / 2)));
    expect(sample.unread.length).toBeGreaterThan(0);
    expect(sample.unread.every(({ reason }) => reason === 'damaged')).toBe(true);
    expect(everythingOf(sample)).toContain('212-44-1005');
  });

  it('sweeps a write-ahead log', async () => {
    const log = Buffer.concat([
      Buffer.from('377f0682002de21800001000', 'hex'),
      Buffer.alloc(40),
      Buffer.from('\x03Ada Nagy212-44-1006\x00'),
    ]);
    const sample = await readSample('people.db-wal', log);
    expect(sample.format).toBe('sqlite-log');
    expect(placesOf(sample, '212-44-1006')).toMatchObject([{ part: 'raw-bytes' }]);
  });
});

describe('dBASE', () => {
  function dbfOf(
    rows: readonly (readonly [deleted: boolean, name: Uint8Array, ssn: string])[],
    language = 0x03,
  ): Buffer {
    const header = Buffer.alloc(32 + 2 * 32 + 1);
    header.set([0x03, 126, 11, 24]);
    header.writeUInt32LE(rows.length, 4);
    header.writeUInt16LE(header.length, 8);
    header.writeUInt16LE(1 + 20 + 11, 10);
    header[29] = language;
    header.write('NAME\0', 32);
    header.write('C', 43);
    header[48] = 20;
    header.write('SSN\0', 64);
    header.write('C', 75);
    header[80] = 11;
    header[96] = 0x0d;
    const records = rows.map(([deleted, name, ssn]) =>
      Buffer.concat([
        Buffer.from(deleted ? '*' : ' '),
        Buffer.concat([name, Buffer.alloc(20, 32)]).subarray(0, 20),
        Buffer.from(ssn),
      ]),
    );
    return Buffer.concat([header, ...records, Buffer.from([0x1a])]);
  }

  it('gives rows in their code page, deleted ones as hidden', async () => {
    const name = Buffer.from([0x4a, 0x6f, 0x73, 0xe9]);
    const sample = await readSample(
      'people.dbf',
      dbfOf([
        [false, name, '212-44-2001'],
        [true, name, '212-44-2002'],
      ]),
    );
    expect(sample).toMatchObject({ format: 'dbf', unread: [] });
    expect(placesOf(sample, 'José')[0]).toMatchObject({ row: 1, column: 'NAME' });
    expect(placesOf(sample, '212-44-2001')).toMatchObject([{ row: 1, column: 'SSN' }]);
    expect(placesOf(sample, '212-44-2002')).toMatchObject([{ row: 2, part: 'hidden-row' }]);
  });

  it('is told as damaged where rows are missing', async () => {
    const bytes = dbfOf([
      [false, Buffer.from('Ada'), '212-44-2003'],
      [false, Buffer.from('Bo'), '212-44-2004'],
    ]);
    expect((await readSample('people.dbf', bytes.subarray(0, bytes.length - 20))).unread).toMatchObject([
      { reason: 'damaged' },
    ]);
  });
});

describe('Parquet', () => {
  const bytes = Buffer.from(
    parquetWriteBuffer({
      columnData: [
        { name: 'name', data: ['Ada Nagy', 'Bo Li'], type: 'STRING' },
        { name: 'ssn', data: ['212-44-3001', '212-44-3002'], type: 'STRING' },
        { name: 'wage', data: [1n, 2n], type: 'INT64' },
      ],
    }),
  );

  it('gives rows with the names of their columns', async () => {
    const sample = await readSample('wages.parquet', bytes);
    expect(sample).toMatchObject({ format: 'parquet', unread: [] });
    expect(sample.tables[0]?.columns).toEqual(['name', 'ssn', 'wage']);
    expect(placesOf(sample, '212-44-3002')).toMatchObject([{ row: 2, column: 'ssn' }]);
  });

  it.each([0.3, 0.7, 0.99])('is told as damaged where it is cut off at %d', async (share) => {
    const { unread } = await readSample('wages.parquet', bytes.subarray(0, Math.floor(bytes.length * share)));
    expect(unread).toMatchObject([{ reason: 'damaged' }]);
  });
});

it('calls an Access database that is cut off damaged, and sweeps it', async () => {
  const head = Buffer.concat([
    Buffer.from([0, 1, 0, 0]),
    Buffer.from('Standard Jet DB\0'),
    Buffer.from([1, 0, 0, 0]),
    Buffer.alloc(5000),
    Buffer.from('Ada Nagy 212-44-4001'),
  ]);
  const sample = await readSample('cases.mdb', head);
  expect(sample.format).toBe('mdb');
  expect(sample.unread).toMatchObject([{ reason: 'damaged' }]);
  expect(everythingOf(sample)).toContain('212-44-4001');
});

describe('an Outlook mail store', async () => {
  // The library brings one with it; a store cannot be written by any library here.
  const folder = join(dirname(createRequire(import.meta.url).resolve('pst-extractor')), '../example/testdata');
  const file = readdirSync(folder).find((name) => name.endsWith('.ost')) ?? '';
  const sample = await readPath(join(folder, file), 'mail.ost');

  it('gives messages by folder, and files attached to them', () => {
    expect(sample.format).toBe('pst');
    expect(
      sample.texts.some(
        ({ place }) =>
          place.part === 'mail-header' && place.members.includes('Inbox') && place.members.at(-1) === 'message 1',
      ),
    ).toBe(true);
    expect(sample.tables.length).toBeGreaterThan(0);
  });

  it('leaves nothing unread but pictures', () => {
    expect(new Set(sample.unread.map(({ reason }) => reason))).toEqual(new Set(['image-without-text']));
  });
});

describe('a structure that one wrong byte makes smaller', () => {
  const sample = (path: string): Buffer => readFileSync(join(import.meta.dirname, '../../fixtures/documents', path));

  it('of a parquet file is told: its row group says it has no rows', async () => {
    const bytes = sample('parquet/reads.parquet');
    const rows = bytes.lastIndexOf(Buffer.from([0x16, 2]));
    bytes[rows + 1] = 0;
    expect((await readSample('list.parquet', bytes)).unread).toMatchObject([{ reason: 'damaged' }]);
  });

  it('of a parquet file is told: a column says it has no bytes', async () => {
    const bytes = sample('parquet/reads.parquet');
    bytes[218] = 0;
    expect((await readSample('list.parquet', bytes)).unread).toMatchObject([{ reason: 'damaged' }]);
  });

  it('of a dBASE table is told, and the rest of each record is read: a field has no length', async () => {
    const bytes = sample('dbf/reads.dbf');
    bytes[32 + 16] = 0;
    const read = await readSample('list.dbf', bytes);
    expect(read.unread).toMatchObject([{ reason: 'damaged' }]);
  });
});
