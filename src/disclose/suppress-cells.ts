import { type AggregateTable, isSuppressed, numberColumns, wholeGroupCells } from './aggregate-table.ts';
import { type ColumnSum, columnSums, withSums } from './column-sums.ts';
import { isSmallCell, SUPPRESSED } from './forms.ts';
import {
  type CellAt,
  recoverableEdges,
  type SumEdge,
  type SumGraph,
  smallRests,
  sumGraphs,
} from './recoverable-cells.ts';

/** A zero is the last to be hidden: that nobody is in a group is often known. */
const ZERO_COST = 1e12;
/** Steps of the search for all second cells; a table that needs more stays for a person. */
const STEPS_MAX = 20_000_000;

/**
 * The cells that have to go so that nobody can be told from the table: small ones, groups of which all or none have the outcome, shares
 * that give a hidden number away, and for each the least second cells that keep the sums from giving it away (complementary
 * suppression by shortest circles: Cox, Network Models for Complementary Cell Suppression, JASA 90, 1995). Pure.
 */
export function suppressedCells(given: AggregateTable, minimumCellSize: number): CellAt[] {
  const sums = columnSums(given);
  const table = withSums(given, sums);
  const rows = table.rows.map(({ row, cells }) => ({ row, cells: [...cells] }));
  const byNumber = new Map(rows.map((row) => [row.row, row.cells]));
  const gone: CellAt[] = [];
  const hide = ({ row, column }: CellAt): void => {
    const cells = byNumber.get(row);
    if (!cells || isSuppressed(cells[column] ?? '')) return;
    cells[column] = SUPPRESSED;
    gone.push({ row, column });
  };
  const current: AggregateTable = { ...table, rows };
  for (const row of rows) {
    const small = numberColumns(table.columns).filter((at) => isSmallCell(row.cells[at] ?? '', minimumCellSize));
    for (const column of [...wholeGroupCells(current, row, sums), ...small]) hide({ row: row.row, column });
  }
  const budget = { steps: STEPS_MAX };
  for (let before = -1; before !== gone.length && budget.steps > 0; ) {
    before = gone.length;
    for (const [at] of sumGraphs(current, sums).entries())
      hideSecondCells(current, sums, at, minimumCellSize, hide, budget);
  }
  for (const { row, cells } of rows) {
    if (!numberColumns(table.columns).some((at) => isSuppressed(cells[at] ?? ''))) continue;
    for (const [column, { kind }] of table.columns.entries())
      if (kind === 'percent' && /\d/.test(cells[column] ?? '')) hide({ row, column });
  }
  return gone;
}

function hideSecondCells(
  table: AggregateTable,
  sums: readonly ColumnSum[],
  graphAt: number,
  minimumCellSize: number,
  hide: (cell: CellAt) => void,
  budget: { steps: number },
): void {
  const graph = (): SumGraph => {
    const now = sumGraphs(table, sums)[graphAt] ?? { nodes: 1, edges: [], totalRow: undefined, totalAt: -1 };
    budget.steps -= now.edges.length;
    return now;
  };
  for (const edges of smallRests(graph(), minimumCellSize)) {
    const [least] = edges.filter(({ hidden }) => !hidden).sort((a, b) => costOf(a) - costOf(b));
    if (least) hide(least);
  }
  for (const edge of recoverableEdges(graph())) {
    if (budget.steps <= 0) return;
    const now = graph();
    if (!recoverableEdges(now).some(({ row, column }) => row === edge.row && column === edge.column)) continue;
    for (const cell of cheapestCircle(now, edge, budget)) hide(cell);
  }
}

function costOf({ hidden, count }: SumEdge): number {
  if (hidden) return 0;
  return count === 0 || count === undefined ? ZERO_COST : count;
}

/** The cells to hide besides, so that the edge lies on a circle of hidden ones: the fewest people in all (Dijkstra). */
function cheapestCircle({ nodes, edges }: SumGraph, edge: SumEdge, budget: { steps: number }): SumEdge[] {
  const at: SumEdge[][] = Array.from({ length: nodes }, () => []);
  for (const one of edges) {
    if (one.from === one.to || (one.row === edge.row && one.column === edge.column)) continue;
    at[one.from]?.push(one);
    at[one.to]?.push(one);
  }
  const cost = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY);
  const by: (SumEdge | undefined)[] = [];
  const open = new Set([edge.from]);
  cost[edge.from] = 0;
  while (open.size > 0 && budget.steps > 0) {
    let node = -1;
    for (const one of open) if (node < 0 || (cost[one] ?? 0) < (cost[node] ?? 0)) node = one;
    budget.steps -= open.size;
    open.delete(node);
    if (node === edge.to) break;
    for (const one of at[node] ?? []) {
      budget.steps -= 1;
      const other = one.from === node ? one.to : one.from;
      const total = (cost[node] ?? 0) + costOf(one);
      if (total >= (cost[other] ?? 0)) continue;
      cost[other] = total;
      by[other] = one;
      open.add(other);
    }
  }
  const circle: SumEdge[] = [];
  for (let node = edge.to; node !== edge.from; ) {
    const one = by[node];
    if (!one) return [];
    circle.push(one);
    node = one.from === node ? one.to : one.from;
  }
  return circle.filter(({ hidden }) => !hidden);
}
