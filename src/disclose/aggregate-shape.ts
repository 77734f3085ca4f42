import { type AggregateColumn, type AggregateTable, isTotalRow } from './aggregate-table.ts';
import { countOf, isSmallCell } from './forms.ts';
import type { CellAt } from './recoverable-cells.ts';

/** Numbers whose name says that they measure something and count nobody. */
const MEASURES =
  /\b(?:weeks?|days?|months?|years?|hours?|hrs|minutes?|age|wages?|earnings|scores?|grades?|rates?|ratio|duration|length|mean|median|average|avg|min|max|minimum|maximum|distance|miles|level|quarter|fiscal|semester|credits?|version|rank|order|line|page|step)\b/i;
/** With more rows no label of a few words is the only one of its kind. */
export const SHAPE_ROWS_MAX = 500;

/** What a column of a table looks like that the agreement does not call an aggregate. */
export type ColumnShape = 'label' | 'number' | 'other';

/** By the cells that are filled. @param isOpen whether the agreement leaves open what the column is */
export function shapeOf(name: string, cells: readonly string[], isOpen: boolean): ColumnShape {
  const filled = cells.filter((cell) => cell.trim() !== '');
  if (!isOpen || filled.length === 0) return 'other';
  if (filled.every((cell) => !/\d/.test(cell))) return 'label';
  const isShare = (cell: string): boolean => /^\d{1,3}(?:[.,]\d+)?\s*%$/.test(cell.trim());
  return !MEASURES.test(name.replace(/[_-]/g, ' ')) &&
    filled.every((cell) => countOf(cell) !== undefined || isShare(cell))
    ? 'number'
    : 'other';
}

/**
 * Cells of fewer people than the least size, and shares of none or all, in a table that looks like counts of groups although nothing calls
 * it so: whole numbers beside labels that each stand once, or above a total. Pure.
 */
export function undeclaredCounts(
  { columns, rows }: AggregateTable,
  shapes: readonly ColumnShape[],
  minimumCellSize: number,
): CellAt[] {
  const labels = shapes.flatMap((shape, at) => (shape === 'label' ? [at] : []));
  const labelled: AggregateColumn[] = columns.map((column, at) => ({
    ...column,
    kind: shapes[at] === 'label' ? 'label' : 'count',
  }));
  const groups = rows.filter(({ cells }) => !isTotalRow(cells, labelled));
  const keys = new Set(
    groups.map(({ cells }) => labels.map((at) => (cells[at] ?? '').trim().toLowerCase()).join('\u001f')),
  );
  const isAggregate = groups.length < rows.length || (groups.length >= 2 && keys.size === groups.length);
  if (labels.length === 0 || groups.length === 0 || !isAggregate) return [];
  return groups.flatMap(({ row, cells }) =>
    shapes.flatMap((shape, column) => {
      const cell = cells[column] ?? '';
      return shape === 'number' &&
        (isSmallCell(cell, minimumCellSize) || /^(?:0|100)(?:[.,]0+)?\s*%$/.test(cell.trim()))
        ? [{ row, column }]
        : [];
    }),
  );
}
