import { type AggregateTable, numberColumns, wholeGroupCells } from './aggregate-table.ts';
import { type ColumnSum, columnSums, withSums } from './column-sums.ts';
import { isSmallCell } from './forms.ts';
import { type CellAt, numbersBehindShares, recoverableEdges, smallRests, sumGraphs } from './recoverable-cells.ts';
import { type Stop, stop } from './stop.ts';

/**
 * Small cells, groups whose members all share an outcome, and suppressed cells that the sums or the shares give away. The joint guidance
 * of the Departments of Labor and Education on matching data (2016) asks for all three; states use thresholds from 3 to 30, most 10.
 * Cells that can be bounded, but not worked out, are not looked for. Pure.
 */
export function checkAggregate(given: AggregateTable, minimumCellSize: number): Stop[] {
  const sums = columnSums(given);
  const table = withSums(given, sums);
  const numbers = numberColumns(table.columns);
  const small = table.rows.flatMap(({ row, cells }) =>
    numbers.filter((at) => isSmallCell(cells[at] ?? '', minimumCellSize)).map((column) => ({ row, column })),
  );
  const whole = table.rows.flatMap((row) =>
    wholeGroupCells(table, row, sums).map((column) => ({ row: row.row, column })),
  );
  return [
    ...stopsByColumn(
      table,
      'small-cell',
      small,
      `counts below ${minimumCellSize}`,
      'Suppress them, and a second cell where a sum gives them away (form: suppress-small, --fix does)',
    ),
    ...stopsByColumn(
      table,
      'whole-group',
      whole,
      'groups in which all or none share the outcome',
      'Suppress the figure (form: suppress-small, --fix does), or join groups',
    ),
    ...stopsByColumn(
      table,
      'recoverable-cell',
      recoverableCells(table, sums, minimumCellSize),
      'suppressed counts that the totals or shares beside them give away',
      'Suppress a second cell in the row and the column (form: suppress-small, --fix does)',
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

function stopsByColumn(
  table: AggregateTable,
  check: Stop['check'],
  cells: readonly CellAt[],
  what: string,
  remedy: string,
): Stop[] {
  return table.columns.flatMap(({ name }, at) => {
    const rows = [...new Set(cells.filter(({ column }) => column === at).map(({ row }) => row))].sort((a, b) => a - b);
    if (rows.length === 0) return [];
    const place = `${table.place}column ${name}`;
    return [stop({ check, place, count: rows.length, rows, sentence: `${rows.length} ${what}`, remedy })];
  });
}
