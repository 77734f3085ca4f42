import { describe, expect, it } from 'vitest';
import type { Passage, Segment } from '../../src/preview/index.ts';
import { joinedPassages } from '../../src/review/joined-passages.ts';

const cell = (match?: number): Segment[] => [
  { kind: 'masked', masked: '***', type: 'us-ssn', ...(match !== undefined && { match }) },
];
const passage = (match: number, row: number, sheet = 'Pay'): Passage => ({
  where: `sheet ${sheet}, row ${row}, column SSN`,
  matches: [match],
  blocks: [
    {
      kind: 'table',
      header: [[{ kind: 'text', text: 'SSN' }]],
      rows: [row - 1, row, row + 1].map((at) => ({ row: at, cells: [cell(at === row ? match : undefined)] })),
    },
  ],
});

describe('passages of one table', () => {
  it('are one table in the order of its rows, with every match marked', () => {
    const lines: Passage = { where: 'line 3', matches: [9], blocks: [{ kind: 'paragraph', segments: [] }] };
    const joined = joinedPassages([passage(0, 8), lines, passage(1, 7), passage(2, 20), passage(3, 7, 'Other')]);
    expect(joined.map(({ where, matches }) => [where, matches])).toEqual([
      ['sheet Pay, rows 6 to 21', [0, 1, 2]],
      ['line 3', [9]],
      ['sheet Other, row 7, column SSN', [3]],
    ]);
    const [block] = joined[0]?.blocks ?? [];
    const rows = block?.kind === 'table' ? block.rows : [];
    expect(rows.map(({ row }) => row)).toEqual([6, 7, 8, 9, 19, 20, 21]);
    const marked = rows.filter(({ cells }) =>
      cells.flat().some((each) => each.kind === 'masked' && each.match !== undefined),
    );
    expect(marked.map(({ row }) => row)).toEqual([7, 8, 20]);
  });
});
