import { describe, expect, test } from 'vitest';
import { countOf, detector, readParts, readTable, seeded, ssn } from './setting.ts';

const NAMES = [
  'Rosa Ortega',
  'Darnell Whitfield',
  'Ann Bell',
  'Marcus Webb',
  'Maria Hernandez',
  'Katherine Moore',
  'Tyrone Jackson',
];

/** People with invented SSNs; `cell` writes the number. */
function people(count: number, cell: (random: (below: number) => number) => string, seed = 3): string[][] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, row) => [
    String(row + 1),
    NAMES[row % NAMES.length] as string,
    cell(random),
    'open',
  ]);
}

const bare = (random: (below: number) => number): string => ssn(random, '');

describe('a column is an SSN column', () => {
  test.each([
    'SSN',
    'Soc Sec',
    'SS#',
    'social',
    'Social_Security_Number',
    'employeeSSN',
    'Número de Seguro Social',
    'seguro social',
    'CLAIMANT SSN',
    'ssn no.',
  ])('by its header %s, even with bare digits', (header) => {
    const findings = readTable([['No', 'Name', header, 'Status'], ...people(40, bare)]);
    expect(countOf(findings, 'us-ssn')).toBe(40);
    expect(findings.findings.find(({ type }) => type === 'us-ssn')?.confidence).toBe('high');
  });

  test('by a header below a title', () => {
    const rows = [
      ['Roster of the board', '', '', ''],
      ['', '', '', ''],
      ['No', 'Name', 'SSN', 'Status'],
      ...people(30, bare),
    ];
    expect(countOf(readTable(rows), 'us-ssn')).toBe(30);
  });

  test('thousands of rows under its header, with memory of none of them', () => {
    const findings = readTable([['No', 'Name', 'SSN', 'Status'], ...people(7000, bare)]);
    expect(countOf(findings, 'us-ssn')).toBe(7000);
    expect(findings.findings.filter(({ type }) => type === 'us-ssn').length).toBe(50);
  });

  test('by names that the format gives', () => {
    expect(countOf(readTable(people(20, bare), ['id', 'name', 'ssn', 'status']), 'us-ssn')).toBe(20);
  });

  test('without any header, by dashes', () => {
    expect(countOf(readTable(people(20, (random) => ssn(random))), 'us-ssn')).toBe(20);
  });

  test('without any header, by bare digits that all are assigned, beside names', () => {
    expect(countOf(readTable(people(200, bare)), 'us-ssn')).toBe(200);
  });

  test('although its header says id, where the numbers are written with dashes', () => {
    const rows = [['no', 'name', 'id', 'status'], ...people(30, (random) => ssn(random))];
    expect(countOf(readTable(rows), 'us-ssn')).toBe(30);
  });

  test('where leading zeros were lost', () => {
    const findings = readTable([
      ['Name', 'SSN'],
      ['Rosa Ortega', '12345601'],
      ['Ann Bell', '1234562'],
      ['Marcus Webb', '449874100'],
    ]);
    expect(countOf(findings, 'us-ssn')).toBe(3);
  });

  test('in a second table under the first', () => {
    const first = [
      ['Order No', 'Amount'],
      ...Array.from({ length: 30 }, (_, row) => [String(500100200 + row * 3), '12.50']),
    ];
    const rows = [
      ...first,
      ['Name', 'SSN'],
      ...people(30, bare).map(([, name, number]) => [name as string, number as string]),
    ];
    const findings = readTable(rows);
    expect(countOf(findings, 'us-ssn')).toBe(30);
  });
});

describe('a column is no SSN column', () => {
  const random = seeded(11);
  const digits = (count: number): string => Array.from({ length: count }, () => String(random(10))).join('');
  test.each<[string, string, (row: number) => string]>([
    ['ZIP+4 as nine digits', 'zip', () => `${63001 + random(2800)}${digits(4)}`],
    ['order numbers', 'order no', () => `1${digits(8)}`],
    ['serial numbers', 'id', (row) => String(448100200 + row * 7)],
    ['employers', 'FEIN', () => `43${digits(7)}`],
    ['phones', 'phone', () => `573555${digits(4)}`],
    ['case numbers', 'case', (row) => `2023${String(row).padStart(5, '0')}`],
    ['tracking numbers', 'tracking', () => digits(12)],
    ['hashes', 'md5', () => digits(32)],
    ['coordinates', 'lat', () => `38.${digits(9)}`],
    ['census blocks', 'geoid', () => `29${digits(7)}`],
  ])('%s, with and without a header', (_what, header, cell) => {
    const body = Array.from({ length: 120 }, (_, row) => [String(row + 1), cell(row), 'open']);
    for (const rows of [[['no', header, 'status'], ...body], body]) {
      const { types } = readTable(rows);
      const sensitive = types.filter(
        ({ type, high, medium }) =>
          high + medium > 0 && ['us-ssn', 'payment-card', 'us-bank-account', 'us-itin'].includes(type),
      );
      expect(sensitive).toEqual([]);
    }
  });

  test('a misleading header over values that cannot be', () => {
    const rows = [
      ['name', 'ssn'],
      ...Array.from({ length: 40 }, (_, row) => [NAMES[row % 7] as string, `000${String(100000 + row)}`]),
    ];
    expect(countOf(readTable(rows), 'us-ssn')).toBe(0);
  });

  test('numbers with the look of cards and chance check digits', () => {
    const rows = [['no', 'reference'], ...Array.from({ length: 200 }, (_, row) => [String(row), `4${digits(15)}`])];
    expect(countOf(readTable(rows), 'payment-card')).toBe(0);
  });
});

describe('places and text', () => {
  test('a finding stands in the row and column that the owner sees', () => {
    const findings = readParts([
      {
        kind: 'table',
        place: { members: [], sheet: 'Pay' },
        table: 1,
        firstRow: 1,
        rows: [
          ['Name', 'SSN'],
          ['Ann Bell', '449-87-4100'],
        ],
      },
      { kind: 'table', place: { members: [], sheet: 'Pay' }, table: 1, firstRow: 3, rows: [['Bo Li', '512-38-4471']] },
    ]);
    expect(findings.findings.filter(({ type }) => type === 'us-ssn').map(({ place }) => place)).toEqual([
      { members: [], sheet: 'Pay', row: 2, column: 'SSN' },
      { members: [], sheet: 'Pay', row: 3, column: 'SSN' },
    ]);
  });

  test('free text in a cell is read as text, and the label may stand in the cell before', () => {
    const findings = readTable([
      ['Topic', 'Note'],
      ['intake', 'she gave her SSN as 449 87 4100 and left'],
      ['SSN', '512384471'],
    ]);
    expect(countOf(findings, 'us-ssn')).toBe(2);
  });

  test('tables inside text have headers too', () => {
    const found = (text: string): string[] =>
      detector
        .detectText(text)
        .flatMap(({ type, confidence, start, end }) =>
          type === 'us-ssn' && confidence !== 'low' ? [text.slice(start, end)] : [],
        );
    expect(found('Name,SSN,Order\nBo Li,449874100,512384471\n')).toEqual(['449874100']);
    expect(found('Name        SSN         Zip\nBo Li       449874100   631012345\n')).toEqual(['449874100']);
    expect(found('| Name | SSN |\n|---|---|\n| Bo Li | 449874100 |\n')).toEqual(['449874100']);
    const long = `Name\tSSN\n${'Bo Li\t449874100\n'.repeat(9000)}`;
    expect(found(long).length).toBe(9000);
  });

  test('no finding, place or ledger holds a value', () => {
    const findings = readTable([
      ['Name', 'SSN', 'DOB'],
      ...people(60, bare).map(([, name, number]) => [name as string, number as string, '03/12/1984']),
    ]);
    const text = JSON.stringify(findings, (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    for (const [, , number] of people(60, bare)) expect(text).not.toContain(number);
    expect(text).not.toContain('Ortega');
    expect(text).not.toContain('03/12/1984');
  });
});

test('a header in the middle, met after other cells of its row, ends the table before it without loss', () => {
  const rows = [
    ['Note', 'Name', 'SSN'],
    ...people(30, bare).map(([number, name, value]) => [`visit ${number}`, name ?? '', value ?? '']),
    ['rosa.ortega@dol.mo.gov', 'Name', 'SSN', 'Date of birth'],
    ...people(30, bare, 5).map(([number, name, value]) => [`visit ${number}`, name ?? '', value ?? '', '1 May 1980']),
  ];
  expect(countOf(readTable(rows), 'us-ssn')).toBe(60);
});
