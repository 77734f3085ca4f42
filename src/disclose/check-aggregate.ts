import { type AggregateTable, numberColumns, wholeGroupCells } from './aggregate-table.ts';
import { type ColumnSum, columnSums, withSums } from './column-sums.ts';
import { counted } from './counted.ts';
import { isSmallCell } from './forms.ts';
import { type CellAt, numbersBehindShares, recoverableEdges, smallRests, sumGraphs } from './recoverable-cells.ts';
import { type Stop, stop } from './stop.ts';

/**
 * Small cells, groups whose members all share an outcome, and suppressed cells that the sums or the shares give away. The joint guidance
 * of the Departments of Labor and Education on matching data (2016) asks for all three; states use thresholds from 3 to 30, most 10.
 * Cells that can be bounded, but not worked out, are not looked for. Pure.
 *
 * @param fixMends whether the agreement has small counts suppressed, which a fixed copy does
 */
export function checkAggregate(given: AggregateTable, minimumCellSize: number, fixMends = false): Stop[] {
  const sums = columnSums(given);
  const table = withSums(given, sums);
  const numbers = numberColumns(table.columns);
  const small = table.rows.flatMap(({ row, cells }) =>
    numbers.filter((at) => isSmallCell(cells[at] ?? '', minimumCellSize)).map((column) => ({ row, column })),
  );
  const whole = table.rows.flatMap((row) =>
    wholeGroupCells(table, row, sums).map((column) => ({ row: row.row, column })),
  );
  const agree = fixMends ? '' : ', for which form: suppress-small has to be agreed';
  const stops = (check: Stop['check'], cells: readonly CellAt[], one: string, more: string, remedy: string): Stop[] =>
    stopsByColumn(table, { check, cells, one, more, remedy: `${remedy}${agree}`, fixMends });
  return [
    ...stops(
      'small-cell',
      small,
      `count below ${minimumCellSize}`,
      `counts below ${minimumCellSize}`,
      'Suppress small counts, and a second cell where a sum gives one away',
    ),
    ...stops(
      'whole-group',
      whole,
      'group in which all or none share the outcome',
      'groups in which all or none share the outcome',
      'Join groups, or suppress the figure',
    ),
    ...stops(
      'recoverable-cell',
      recoverableCells(table, sums, minimumCellSize),
      'suppressed count that the totals or shares beside it give away',
      'suppressed counts that the totals or shares beside them give away',
      'Suppress a second cell in the row and the column',
    ),
  ];
}

/** In words, the columns that the numbers show to be totals and that nothing called so. Pure. */
export function totalsFound(table: AggregateTable): string[] {
  const name = (at: number): string => table.columns[at]?.name ?? `${at + 1}`;
  return columnSums(table)
    .filter(({ isDeclared }) => !isDeclared)
    .map(
      ({ total, parts }) =>
        `${table.place}column ${name(total)}: the sum of ${parts.map(name).join(' and ')} in every row whose numbers are shown, so it is taken as their total`,
    );
}

function recoverableCells(table: AggregateTable, sums: readonly ColumnSum[], minimumCellSize: number): CellAt[] {
  return [
    ...sumGraphs(table, sums).flatMap((graph) => [
      ...recoverableEdges(graph),
      ...smallRests(graph, minimumCellSize).flatMap((edges) => edges.filter(({ hidden }) => hidden)),
    ]),
    ...table.rows.flatMap((row) => numbersBehindShares(table, row).map((column) => ({ row: row.row, column }))),
  ];
}

interface CellStops extends Pick<Stop, 'check' | 'remedy' | 'fixMends'> {
  readonly cells: readonly CellAt[];
  readonly one: string;
  readonly more: string;
}

function stopsByColumn(table: AggregateTable, { cells, one, more, ...told }: CellStops): Stop[] {
  return table.columns.flatMap(({ name }, at) => {
    const rows = [...new Set(cells.filter(({ column }) => column === at).map(({ row }) => row))].sort((a, b) => a - b);
    if (rows.length === 0) return [];
    const place = `${table.place}column ${name}`;
    return [stop({ ...told, place, count: rows.length, rows, sentence: counted(rows.length, one, more) })];
  });
}
