import { type AggregateTable, numberColumns, sectionsOf, wholeGroupCells } from './aggregate-table.ts';
import { isSmallCell } from './forms.ts';
import { type CellAt, numbersBehindShares, recoverableEdges, smallRests, sumGraphs } from './recoverable-cells.ts';
import { type Stop, stop } from './stop.ts';

/**
 * Small cells, groups whose members all share an outcome, and suppressed cells that the sums or the shares give away. The joint guidance
 * of the Departments of Labor and Education on matching data (2016) asks for all three; states use thresholds from 3 to 30, most 10.
 * Cells that can be bounded, but not worked out, are not looked for. Pure.
 */
export function checkAggregate(table: AggregateTable, minimumCellSize: number): Stop[] {
  const numbers = numberColumns(table.columns);
  const small = table.rows.flatMap(({ row, cells }) =>
    numbers.filter((at) => isSmallCell(cells[at] ?? '', minimumCellSize)).map((column) => ({ row, column })),
  );
  const whole = table.rows.flatMap((row) => wholeGroupCells(table, row).map((column) => ({ row: row.row, column })));
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
      recoverableCells(table, minimumCellSize),
      'suppressed counts that the totals or shares beside them give away',
      'Suppress a second cell in the row and the column (form: suppress-small, --fix does)',
    ),
  ];
}

function recoverableCells(table: AggregateTable, minimumCellSize: number): CellAt[] {
  const totalAt = table.columns.findIndex(({ kind }) => kind === 'total');
  const sections = sectionsOf(table);
  return [
    ...sumGraphs(table).flatMap((graph, at) => [
      ...recoverableEdges(graph),
      ...smallRests(graph, minimumCellSize, sections[at]?.total?.row, totalAt).flatMap((edges) =>
        edges.filter(({ hidden }) => hidden),
      ),
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
