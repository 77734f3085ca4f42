import { expect, it } from 'vitest';
import { everythingOf, placesOf, readSample, textOf } from './read-sample.ts';

it('gives the rows of INSERT with the names of their columns', async () => {
  const sample = await readSample(
    'dump.sql',
    "-- made by hand 212-44-1000\nCREATE TABLE `people` (\n  `id` int NOT NULL,\n  `name` varchar(40),\n  `ssn` decimal(9,0),\n  PRIMARY KEY (`id`)\n);\nINSERT INTO `people` VALUES (1,'Ada O''Nagy (Bo)',212441001),\n(2,'Cy; \\'Moe',NULL),(3,'Di', 212441003);\nINSERT INTO wages (ssn, wage) VALUES ('212-44-1004', 12.5);\nUPDATE people SET name = 'x';\n",
  );
  expect(sample).toMatchObject({ format: 'sql', unread: [] });
  expect(sample.tables[0]).toMatchObject({
    columns: ['id', 'name', 'ssn'],
    rows: [
      ['1', "Ada O'Nagy (Bo)", '212441001'],
      ['2', "Cy; 'Moe", ''],
      ['3', 'Di', '212441003'],
    ],
  });
  expect(placesOf(sample, '212-44-1004')).toMatchObject([{ sheet: 'wages', row: 1, column: 'ssn' }]);
  expect(textOf(sample)).toContain('212-44-1000');
  expect(textOf(sample)).toContain('UPDATE people');
});

it('gives the rows of COPY', async () => {
  const sample = await readSample(
    'dump.sql',
    'COPY public.people (name, ssn) FROM stdin;\nAda\t212-44-2001\nBo\\tLi\t\\N\n\\.\n\nSELECT 1;\n',
  );
  expect(sample.tables).toMatchObject([
    {
      columns: ['name', 'ssn'],
      rows: [
        ['Ada', '212-44-2001'],
        ['Bo\tLi', ''],
      ],
    },
  ]);
  expect(textOf(sample)).toContain('SELECT 1');
});

it('loses nothing of a statement that is cut off, or is none', async () => {
  for (const tail of ["(2,'Bo 212-44-3002", 'x 212-44-3002;\n', "(2,('212-44-3002')"]) {
    const sample = await readSample('dump.sql', `INSERT INTO t (a,b) VALUES (1,'212-44-3001'),${tail}`);
    expect(everythingOf(sample)).toContain('212-44-3001');
    expect(everythingOf(sample)).toContain('212-44-3002');
  }
});

it('reads a statement of one long line across pieces', async () => {
  const tuples = Array.from(
    { length: 40_000 },
    (_, index) => `(${index},'Ada Nagy ${index}','212-44-${String(index % 10_000).padStart(4, '0')}')`,
  );
  const sample = await readSample('dump.sql', `INSERT INTO t VALUES ${tuples.join(',')};\n`);
  expect(sample.tables.reduce((sum, { rows }) => sum + rows.length, 0)).toBe(40_000);
  expect(sample.tables.flatMap(({ rows }) => rows).every((row) => row.length === 3)).toBe(true);
});
