import {
  type AggregateRow,
  type AggregateSection,
  type AggregateTable,
  isSuppressed,
  numberColumns,
  sectionsOf,
} from './aggregate-table.ts';
import type { ColumnSum } from './column-sums.ts';
import { countOf } from './forms.ts';

/** A cell by the row's number and the column's position. */
export interface CellAt {
  readonly row: number;
  readonly column: number;
}

/**
 * A table with its sums as a graph: a node for each row and each column whose sum is shown, an edge for each number. What is suppressed
 * can be worked out exactly where its edge is on no circle of suppressed edges (Gusfield, A Graph Theoretic Approach to Statistical
 * Data Security, SIAM Journal on Computing 17, 1988).
 */
export interface SumGraph {
  readonly nodes: number;
  readonly edges: readonly SumEdge[];
  /** Number of the row that sums the others. */
  readonly totalRow: number | undefined;
  /** Position of the column that sums others, -1 without one. */
  readonly totalAt: number;
}

export interface SumEdge extends CellAt {
  readonly from: number;
  readonly to: number;
  readonly hidden: boolean;
  /** Undefined where it is hidden. */
  readonly count: number | undefined;
}

/** All rows and columns whose sum is not shown meet here: from them nothing follows. */
const FREE = 0;

/** One for each section of the table and each sum over its columns. */
export function sumGraphs(table: AggregateTable, sums: readonly ColumnSum[]): SumGraph[] {
  const sections = sectionsOf(table);
  return (sums.length > 0 ? sums : [undefined]).flatMap((sum) =>
    sections.map((section) => sumGraph(table, section, sum)),
  );
}

function sumGraph(table: AggregateTable, { body, total }: AggregateSection, sum: ColumnSum | undefined): SumGraph {
  const numbers = numberColumns(table.columns);
  const totalAt = sum?.total ?? -1;
  const summed = new Set(sum ? [sum.total, ...sum.parts] : []);
  let nodes = 1;
  const columnNodes = new Map(
    numbers.map((at) => [at, total !== undefined && isNumber(total.cells[at]) ? nodes++ : FREE]),
  );
  const edges: SumEdge[] = [];
  for (const row of total ? [...body, total] : body) {
    const rowNode = isNumber(row.cells[totalAt]) ? nodes++ : FREE;
    for (const column of numbers) {
      const cell = row.cells[column];
      if (!isNumber(cell)) continue;
      const to = columnNodes.get(column) ?? FREE;
      edges.push({
        row: row.row,
        column,
        from: summed.has(column) ? rowNode : FREE,
        to,
        hidden: isSuppressed(cell ?? ''),
        count: countOf(cell ?? ''),
      });
    }
  }
  return { nodes, edges, totalRow: total?.row, totalAt };
}

function isNumber(cell: string | undefined): boolean {
  return cell !== undefined && (countOf(cell) !== undefined || isSuppressed(cell));
}

/** Hidden edges that the sums give away exactly: the bridges among the hidden ones. Linear. */
export function recoverableEdges({ nodes, edges }: SumGraph): SumEdge[] {
  const hidden = edges.filter((edge) => edge.hidden && edge.from !== edge.to);
  const at: SumEdge[][] = Array.from({ length: nodes }, () => []);
  for (const edge of hidden) {
    at[edge.from]?.push(edge);
    at[edge.to]?.push(edge);
  }
  const entered = new Int32Array(nodes);
  const lowest = new Int32Array(nodes);
  const found: SumEdge[] = [];
  let clock = 0;
  for (let start = 0; start < nodes; start += 1) {
    if (entered[start] !== 0) continue;
    entered[start] = lowest[start] = ++clock;
    const path: { node: number; by: SumEdge | undefined; next: number }[] = [{ node: start, by: undefined, next: 0 }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { node, by } = top;
      const edge = at[node]?.[top.next];
      top.next += 1;
      if (edge === undefined) {
        path.pop();
        const above = path.at(-1);
        if (!above || !by) continue;
        lowest[above.node] = Math.min(lowest[above.node] ?? 0, lowest[node] ?? 0);
        if ((lowest[node] ?? 0) > (entered[above.node] ?? 0)) found.push(by);
        continue;
      }
      if (edge === by) continue;
      const other = edge.from === node ? edge.to : edge.from;
      if (entered[other] === 0) {
        entered[other] = lowest[other] = ++clock;
        path.push({ node: other, by: edge, next: 0 });
      } else lowest[node] = Math.min(lowest[node] ?? 0, entered[other] ?? 0);
    }
  }
  return found;
}

/** Sums whose hidden numbers together are fewer people than the least size: the group of all of them is told. */
export function smallRests({ nodes, edges, totalRow, totalAt }: SumGraph, minimumCellSize: number): SumEdge[][] {
  const rests = Array.from({ length: nodes }, () => ({
    sum: 0,
    total: undefined as number | undefined,
    edges: [] as SumEdge[],
  }));
  for (const edge of edges)
    for (const [node, isTotal] of [
      [edge.from, edge.column === totalAt],
      [edge.to, edge.row === totalRow],
    ] as const) {
      const rest = rests[node];
      if (!rest || node === FREE) continue;
      rest.edges.push(edge);
      if (isTotal) rest.total = edge.count;
      else rest.sum += edge.count ?? 0;
    }
  return rests
    .filter(
      ({ total, sum, edges: own }) =>
        total !== undefined && total - sum < minimumCellSize && own.some(({ hidden }) => hidden),
    )
    .map(({ edges: own }) => own);
}

/** Hidden numbers that a share shown in the same row gives away, with a number that is shown there. */
export function numbersBehindShares({ columns }: AggregateTable, { cells }: AggregateRow): number[] {
  const shown = numberColumns(columns).some((at) => countOf(cells[at] ?? '') !== undefined);
  const share = columns.some(
    ({ kind }, at) => kind === 'percent' && /\d/.test(cells[at] ?? '') && !isSuppressed(cells[at] ?? ''),
  );
  return shown && share ? numberColumns(columns).filter((at) => isSuppressed(cells[at] ?? '')) : [];
}
