import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CellSpans, rowOfSpans, type TextPart } from '../../src/model/index.ts';
import { readParts } from './setting.ts';

const HEADER = ['Name', 'SSN', 'DOB', 'State', 'Deceased', 'Amount', 'Status', 'Remark'];
const USUAL = ['Rosa Ortega', '449-87-4100', '3/12/1984', 'MO', 'n', '12.50', 'open', 'for the main office'];
/** What may stand in any cell: values, labels, words of headers, other letters, long and short ones. */
const CELLS = [
  ...HEADER,
  ...USUAL,
  '',
  '7',
  'x',
  'yes',
  '518-22-6071',
  '000-12-3456',
  '123456789',
  'SSN: 449-87-4102',
  'card 4539578763621486',
  'rosa@example.org',
  'account number',
  'Peña',
  '（449）',
  'born 4 March 1981',
  'password: hunter22x',
  'treated for diabetes',
  'W-2',
  'wage and tax statement',
  'f3a90c1d',
  '10.2.33.4',
  'a\tb',
  'long '.repeat(40),
];

/** The rows of a table with the places of their cells, as the reader of csv hands them on. */
function spanned(rows: readonly (readonly string[])[]): CellSpans {
  const bytes = Buffer.from(rows.map((row) => row.join('\u001f')).join('\u001e'));
  const starts: number[] = [];
  const ends: number[] = [];
  const rowFirst = [0];
  let at = 0;
  for (const row of rows) {
    for (const cell of row) {
      starts.push(at);
      at += Buffer.byteLength(cell);
      ends.push(at);
      at += 1;
    }
    rowFirst.push(starts.length);
  }
  return {
    bytes,
    rowCount: rows.length,
    rowFirst: Int32Array.from(rowFirst),
    starts: Int32Array.from(starts),
    ends: Int32Array.from(ends),
  };
}

function parts(rows: readonly (readonly string[])[], withSpans: boolean): TextPart[] {
  const usual = [HEADER, ...Array.from({ length: 1000 }, (_, row) => USUAL.with(1, `449-87-${1001 + row}`))];
  const block = { kind: 'table', place: { members: [] }, table: 1 } as const;
  return [
    { ...block, firstRow: 1, rows: usual },
    { ...block, firstRow: usual.length + 1, rows, ...(withSpans ? { spans: spanned(rows) } : {}) },
  ];
}

describe('rows looked at in the bytes give what rows of strings give', () => {
  test('the spans of this test are the rows', () => {
    const rows = [USUAL, ['é', ''], [''], CELLS];
    expect(rows.map((_, row) => rowOfSpans(spanned(rows), row))).toEqual(rows);
  });

  test('whatever stands in the cells', () => {
    const usual = fc.constantFrom(...USUAL.keys()).map((column) => [column, undefined] as const);
    const odd = fc.tuple(fc.nat({ max: HEADER.length }), fc.constantFrom(...CELLS));
    const row = fc.array(fc.oneof(usual, odd), { maxLength: 3 }).map((changes) => {
      const cells: string[] = [...USUAL];
      for (const [column, cell] of changes) if (cell !== undefined) cells[column] = cell;
      return cells;
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 80 }), (rows) => {
        expect(readParts(parts(rows, true))).toEqual(readParts(parts(rows, false)));
      }),
      { numRuns: 12, seed: 11 },
    );
  });

  test('a second header in the middle is read as one', () => {
    const rows = [USUAL, ['Card Number', 'First Name', 'Last Name'], ['4539578763621486', 'Bo', 'Li'], USUAL];
    expect(readParts(parts(rows, true))).toEqual(readParts(parts(rows, false)));
  });
});
