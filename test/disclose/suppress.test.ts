import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AggregateTable } from '../../src/disclose/aggregate-table.ts';
import { checkAggregate } from '../../src/disclose/check-aggregate.ts';
import { suppressedCells } from '../../src/disclose/suppress-cells.ts';
import { temporaryFolders } from '../end-to-end/run-cli.ts';
import { agreementYaml, letter, workbook } from './exports.ts';
import { checksOf, clearHere } from './in-process.ts';

const folderFor = temporaryFolders();

const table = (kinds: readonly AggregateTable['columns'][number]['kind'][], rows: readonly (readonly string[])[]) => ({
  place: '',
  columns: kinds.map((kind, at) => ({ name: `column ${at}`, kind })),
  rows: rows.map((cells, at) => ({ row: at + 2, cells })),
});
const suppressed = (given: AggregateTable): string[][] => {
  const gone = suppressedCells(given, 10);
  return given.rows.map(({ row, cells }) =>
    cells.map((cell, column) => (gone.some((one) => one.row === row && one.column === column) ? '*' : cell)),
  );
};

/** Two ways of ending training in three counties, with the sums of rows and columns. */
const MARGINS = table(
  ['label', 'count', 'count', 'total'],
  [
    ['Boone', '4', '36', '40'],
    ['Cole', '20', '30', '50'],
    ['Polk', '25', '50', '75'],
    ['Total', '49', '116', '165'],
  ],
);

describe('complementary suppression', () => {
  it('hides the least second cells of the row and the column, so that no sum gives the small one away', () => {
    expect(suppressed(MARGINS)).toEqual([
      ['Boone', '*', '*', '40'],
      ['Cole', '*', '*', '50'],
      ['Polk', '25', '50', '75'],
      ['Total', '49', '116', '165'],
    ]);
  });

  it('is needed: each single suppression less is found out', () => {
    const [boone, cole, ...rest] = suppressed(MARGINS);
    for (const [row, column] of [
      [0, 2],
      [1, 1],
      [1, 2],
    ] as const) {
      const rows = [boone ?? [], cole ?? [], ...rest].map((cells, at) =>
        at === row
          ? cells.map((cell, place) => (place === column ? (MARGINS.rows[at]?.cells[place] ?? '') : cell))
          : cells,
      );
      const stops = checkAggregate({ ...MARGINS, rows: rows.map((cells, at) => ({ row: at + 2, cells })) }, 10);
      expect(stops.map(({ check }) => check)).toContain('recoverable-cell');
    }
  });

  it('sees through circles: three rows whose hidden cells are worked out one after the other', () => {
    const chained = table(
      ['label', 'count', 'count', 'total'],
      [
        ['Boone', '*', '*', '40'],
        ['Cole', '20', '*', '50'],
        ['Total', '24', '66', '90'],
      ],
    );
    expect(new Set(checkAggregate(chained, 10).map(({ check }) => check))).toEqual(new Set(['recoverable-cell']));
  });

  it.each([
    [
      'shares that give the number away go too',
      table(
        ['label', 'count', 'total', 'percent'],
        [
          ['Boone', '4', '40', '10 %'],
          ['Cole', '20', '50', '40 %'],
        ],
      ),
      [
        ['Boone', '*', '40', '*'],
        ['Cole', '20', '50', '40 %'],
      ],
    ],
    [
      'groups of which all or none have the outcome go',
      table(
        ['label', 'count', 'total'],
        [
          ['Boone', '40', '40'],
          ['Cole', '0', '50'],
          ['Polk', '22', '75'],
        ],
      ),
      [
        ['Boone', '*', '40'],
        ['Cole', '*', '50'],
        ['Polk', '22', '75'],
      ],
    ],
    [
      'two small cells whose sum is small take a third',
      table(
        ['label', 'count'],
        [
          ['Boone', '3'],
          ['Cole', '4'],
          ['Polk', '60'],
          ['Knox', '30'],
          ['Total', '97'],
        ],
      ),
      [
        ['Boone', '*'],
        ['Cole', '*'],
        ['Polk', '60'],
        ['Knox', '*'],
        ['Total', '97'],
      ],
    ],
    [
      'subtotals are sums of their own',
      table(
        ['label', 'count'],
        [
          ['Boone', '3'],
          ['Cole', '40'],
          ['Subtotal', '43'],
          ['Polk', '60'],
          ['Knox', '30'],
          ['Subtotal', '90'],
          ['Grand total', '133'],
        ],
      ),
      [
        ['Boone', '*'],
        ['Cole', '*'],
        ['Subtotal', '43'],
        ['Polk', '60'],
        ['Knox', '30'],
        ['Subtotal', '90'],
        ['Grand total', '133'],
      ],
    ],
  ] as const)('%s', (_title, given, expected) => {
    expect(suppressed(given)).toEqual(expected);
    const rows = suppressed(given).map((cells, at) => ({ row: at + 2, cells }));
    expect(checkAggregate({ ...given, rows }, 10)).toEqual([]);
  });

  it('leaves nothing to find in tables made at random, and hides no more than it has to', () => {
    let state = 11;
    const random = (below: number): number => {
      state = (state * 48271) % 2147483647;
      return state % below;
    };
    for (let round = 0; round < 60; round += 1) {
      const width = 2 + random(3);
      const body = Array.from({ length: 3 + random(5) }, () => Array.from({ length: width }, () => 1 + random(60)));
      const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
      const whole = [...body, body[0]?.map((_, at) => sum(body.map((row) => row[at] ?? 0))) ?? []];
      const given = table(
        ['label', ...Array.from({ length: width }, () => 'count' as const), 'total'],
        whole.map((row, at) => [at === body.length ? 'Total' : `county ${at}`, ...row.map(String), String(sum(row))]),
      );
      const rows = suppressed(given).map((cells, at) => ({ row: at + 2, cells }));
      expect(checkAggregate({ ...given, rows }, 10), JSON.stringify(rows)).toEqual([]);
      const small = whole.flat().filter((number) => number < 10).length;
      if (small === 0) expect(suppressedCells(given, 10)).toEqual([]);
    }
  });
});

const COUNTS =
  '- { name: county }\n- { name: exits, form: suppress-small }\n- { name: stays, form: suppress-small }\n- { name: enrolled, kind: total }';
const NAMES = ['county', 'exits', 'stays', 'enrolled'];
const NUMBERS = MARGINS.rows.map(({ cells }) => cells);
const PEOPLE = '- { name: zip, quasi: true }\n- { name: outcome, sensitive: true }\n- { name: weeks }';
const GROUP = Array.from({ length: 12 }, (_, at) => ['63101', at % 3 === 0 ? 'employed' : 'not', '10']);
const PERSONS = [...GROUP.slice(0, 6), ['65201', 'employed', '77'], ...GROUP.slice(6)];
const records = (names: readonly string[], rows: readonly (readonly string[])[]) =>
  rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? ''])));
const xml = (names: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<?xml version="1.0"?>\n<list>\n${rows.map((row) => `  <item>${names.map((name, at) => `<${name}>${row[at]}</${name}>`).join('')}</item>`).join('\n')}\n</list>\n`;
const wordTable = (rows: readonly (readonly string[])[]): string =>
  `<w:tbl>${rows.map((row) => `<w:tr>${row.map((cell) => `<w:tc><w:p><w:r><w:t>${cell}</w:t></w:r></w:p></w:tc>`).join('')}</w:tr>`).join('')}</w:tbl><w:p/>`;

/** The same table in every type of file that holds one. */
function inEachType(
  names: readonly string[],
  rows: readonly (readonly string[])[],
): Record<string, string | Uint8Array> {
  return {
    csv: [names, ...rows].map((row) => row.join(',')).join('\n'),
    json: JSON.stringify({ items: records(names, rows) }, undefined, 1),
    jsonl: records(names, rows)
      .map((record) => JSON.stringify(record))
      .join('\n'),
    xml: xml(names, rows),
    docx: letter(wordTable([names, ...rows])),
    xlsx: workbook({
      sheets: [
        {
          name: 'Table',
          rows: [names, ...rows.map((row) => row.map((cell) => (/^\d+$/.test(cell) ? Number(cell) : cell)))],
        },
      ],
    }),
  };
}

describe.each(Object.keys(inEachType(NAMES, NUMBERS)))('a fixed copy in %s', (type) => {
  const fix = async (yaml: string, content: string | Uint8Array) => {
    const folder = folderFor('suppress');
    writeFileSync(join(folder, 'agreement.yaml'), yaml);
    writeFileSync(join(folder, `export.${type}`), content);
    return clearHere({
      agreement: join(folder, 'agreement.yaml'),
      exports: [join(folder, `export.${type}`)],
      fixTo: join(folder, `copy.${type}`),
    });
  };

  it('suppresses small cells and the second ones that keep them', async () => {
    const made = await fix(agreementYaml('cells', COUNTS), inEachType(NAMES, NUMBERS)[type] ?? '');
    expect({ verdict: made.verdict, checks: checksOf(made) }, JSON.stringify(made.stops)).toEqual({
      verdict: 'cleared',
      checks: [],
    });
    expect(made.mended.map(({ check }) => check)).toContain('small-cell');
    if (type === 'csv')
      expect(readFileSync(made.copy?.draft ?? '', 'utf8')).toBe(
        'county,exits,stays,enrolled\nBoone,*,*,40\nCole,*,*,50\nPolk,25,50,75\nTotal,49,116,165',
      );
    if (type === 'xml')
      expect(readFileSync(made.copy?.draft ?? '', 'utf8')).toContain('<exits>*</exits><stays>*</stays>');
  });

  it('leaves out the row of somebody who stands out where the agreement allows it, and only that', async () => {
    const content = inEachType(['zip', 'outcome', 'weeks'], PERSONS)[type] ?? '';
    const refused = await fix(agreementYaml('rows', PEOPLE), content);
    expect([refused.verdict, checksOf(refused)]).toEqual(['needs-exception', ['small-class']]);
    const made = await fix(agreementYaml('rows', PEOPLE, 'suppressRows: true'), content);
    expect([made.verdict, checksOf(made)], JSON.stringify(made.stops)).toEqual(['cleared', []]);
    const text = readFileSync(made.copy?.draft ?? '', 'utf8');
    if (type !== 'xlsx' && type !== 'docx') {
      expect(text).not.toContain('65201');
      expect(text.match(/63101/g)).toHaveLength(12);
    }
    expect(made.files[0]?.rows).toBe(12);
  });
});

/** Enrolled is nowhere called the total of its row. */
const UNTOLD = [
  ['County', 'Enrolled', 'Employed', 'Not employed'],
  ['Boone', '120', '80', '40'],
  ['Cole', '95', '90', '5'],
  ['Greene', '44', '41', '3'],
  ['Jackson', '210', '150', '60'],
  ['St. Louis', '12', '12', '0'],
  ['Total', '481', '373', '108'],
];
const csvOf = (rows: readonly (readonly string[])[]): string => `${rows.map((row) => row.join(',')).join('\n')}\n`;
const MIXED_COLUMNS = `- { name: ZIP, form: zip3, quasi: true }
- { name: Sex }
- { name: County }
- { name: Enrolled, form: suppress-small, kind: count }
- { name: Employed, form: suppress-small, kind: count }
- { name: Not employed, form: suppress-small, kind: count }`;

describe('an agreement for people and for counts', () => {
  const folder = folderFor('untold');
  const agreement = join(folder, 'agreement.yaml');
  const at = (name: string): string => join(folder, name);
  writeFileSync(agreement, agreementYaml('untold', MIXED_COLUMNS, 'suppressRows: true'));

  it('takes a count that is the sum of others for their total: no hidden count follows from the copy', async () => {
    writeFileSync(at('counts.csv'), csvOf(UNTOLD));
    const made = await clearHere({ agreement, exports: [at('counts.csv')], fixTo: at('copy.csv') });
    expect(made.verdict, JSON.stringify(made.stops)).toBe('cleared');
    expect(made.remarks.join()).toContain('column Enrolled: the sum of Employed and Not employed');
    const rows = readFileSync(made.copy?.draft ?? '', 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    for (const [county, ...cells] of rows) expect(cells.filter((cell) => cell === '*').length, county).not.toBe(1);
    expect(rows.find(([county]) => county === 'St. Louis')?.slice(2)).toEqual(['*', '*']);
  });

  it.each([
    ['a small count that is the rest of its row', ['Cole', '95', '90', '*']],
    ['a group that is whole', ['Cole', '95', '95', '0']],
  ])('stops for %s', async (_title, row) => {
    writeFileSync(at('left.csv'), csvOf([...UNTOLD.slice(0, 2), UNTOLD[4] ?? [], row]));
    const { verdict, stops } = await clearHere({ agreement, exports: [at('left.csv')] });
    expect(verdict, JSON.stringify(stops)).toBe('blocked');
  });

  it('leaves out the rows of people who stand out, though the agreement knows counts that the file has not', async () => {
    const people = Array.from({ length: 30 }, () => ['65101', 'F']);
    for (const [type, text] of [
      ['csv', csvOf([['ZIP', 'Sex'], ...people, ['65775', 'M']])],
      ['json', JSON.stringify([...people, ['65775', 'M']].map(([ZIP, Sex]) => ({ ZIP, Sex })))],
    ] as const) {
      writeFileSync(at(`people.${type}`), text);
      const made = await clearHere({ agreement, exports: [at(`people.${type}`)], fixTo: at(`people-copy.${type}`) });
      expect(made.verdict, JSON.stringify(made.stops)).toBe('cleared');
      const copy = readFileSync(made.copy?.draft ?? '', 'utf8');
      expect(copy).toContain('651');
      expect(copy).not.toContain('657');
    }
  });

  it('refuses a copy without anybody, and says which column singles out most', async () => {
    const people = Array.from({ length: 30 }, (_, row) => ['65101', 'F', `County ${String.fromCharCode(65 + row)}`]);
    writeFileSync(at('all.csv'), csvOf([['ZIP', 'Sex', 'County'], ...people]));
    await expect(clearHere({ agreement, exports: [at('all.csv')], fixTo: at('all-copy.csv') })).rejects.toThrow(
      /all 30 rows would have to go.*County singles out most: without it 0 rows/,
    );
  });
});
