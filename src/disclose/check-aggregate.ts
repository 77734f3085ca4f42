import { countOf, isSmallCell } from './forms.ts';
import { type Stop, stop } from './stop.ts';

export interface AggregateColumn {
  readonly name: string;
  readonly kind: 'label' | 'count' | 'percent' | 'total';
}

export interface AggregateTable {
  readonly place: string;
  readonly columns: readonly AggregateColumn[];
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[];
}

const TOTAL_ROW = /^(?:(?:grand|sub)? ?total|totals|all|sum|statewide|overall)\b/i;
/** How a suppressed number is written. */
const SUPPRESSED = /^(?:\*+|s|\(s\)|x|d|-{1,2}|—|–|n\/?a|[<≤] ?\d{1,3}|suppressed|redacted|withheld)$/i;

/**
 * Small cells, groups whose members all share an outcome, and suppressed cells that the totals give away. The joint guidance of
 * the Departments of Labor and Education on matching data (2016) asks for all three; states use thresholds from 3 to 30, most 10.
 * Pure.
 */
export function checkAggregate(table: AggregateTable, minimumCellSize: number): Stop[] {
  const stops: Stop[] = [];
  const totalRow = table.rows.find(({ cells }) => isTotalRow(cells, table.columns));
  const body = table.rows.filter((row) => row !== totalRow && !isTotalRow(row.cells, table.columns));
  for (const [at, column] of table.columns.entries()) {
    if (column.kind === 'label') continue;
    const place = `${table.place}column ${column.name}`;
    if (column.kind === 'percent') {
      const whole = body.filter(({ cells }) => isWhole(cells[at] ?? ''));
      add(
        stops,
        'whole-group',
        place,
        whole,
        'groups of 0 % or 100 %: everybody in them shares the outcome',
        'Suppress the figure, or join groups',
      );
      continue;
    }
    const small = table.rows.filter(({ cells }) => isSmallCell(cells[at] ?? '', minimumCellSize));
    add(
      stops,
      'small-cell',
      place,
      small,
      `counts below ${minimumCellSize}`,
      `Suppress them, and a second cell where a total gives them away`,
    );
    const hidden = body.filter(({ cells }) => SUPPRESSED.test((cells[at] ?? '').trim()));
    const total = totalRow && countOf(totalRow.cells[at] ?? '');
    if (total !== undefined && hidden.length > 0) {
      const rest = total - sumOf(body.map(({ cells }) => cells[at] ?? ''));
      if (hidden.length === 1 || rest < minimumCellSize)
        add(
          stops,
          'recoverable-cell',
          place,
          hidden,
          'suppressed counts that the total of the column gives away',
          'Suppress a second cell of the column',
        );
    }
  }
  stops.push(...checkAcross(table, body, minimumCellSize));
  return stops;
}

/** Along the rows: parts of a total that are all of it, and a suppressed part that the total gives away. */
function checkAcross(table: AggregateTable, body: AggregateTable['rows'], minimumCellSize: number): Stop[] {
  const totalAt = table.columns.findIndex(({ kind }) => kind === 'total');
  const parts = table.columns.flatMap(({ kind }, at) => (kind === 'count' ? [at] : []));
  if (totalAt < 0 || parts.length === 0) return [];
  const stops: Stop[] = [];
  const whole = body.filter(({ cells }) => {
    const total = countOf(cells[totalAt] ?? '');
    return total !== undefined && total > 0 && parts.some((at) => isAllOrNothing(countOf(cells[at] ?? ''), total));
  });
  add(
    stops,
    'whole-group',
    `${table.place}beside column ${table.columns[totalAt]?.name}`,
    whole,
    'groups in which all or none have the outcome',
    'Suppress the figure, or join groups',
  );
  const given = body.filter(({ cells }) => {
    const total = countOf(cells[totalAt] ?? '');
    const hidden = parts.filter((at) => SUPPRESSED.test((cells[at] ?? '').trim()));
    if (total === undefined || hidden.length === 0) return false;
    const rest = total - sumOf(parts.map((at) => cells[at] ?? ''));
    return parts.length > 1 && (hidden.length === 1 || rest < minimumCellSize);
  });
  add(
    stops,
    'recoverable-cell',
    `${table.place}beside column ${table.columns[totalAt]?.name}`,
    given,
    'suppressed counts that the total of the row gives away',
    'Suppress a second cell of the row',
  );
  return stops;
}

function add(
  stops: Stop[],
  check: Stop['check'],
  place: string,
  rows: AggregateTable['rows'],
  sentence: string,
  remedy: string,
): void {
  if (rows.length > 0)
    stops.push(
      stop({
        check,
        place,
        count: rows.length,
        rows: rows.map(({ row }) => row),
        sentence: `${rows.length} ${sentence}`,
        remedy,
      }),
    );
}

function isTotalRow(cells: readonly string[], columns: readonly AggregateColumn[]): boolean {
  return columns.some(({ kind }, at) => kind === 'label' && TOTAL_ROW.test((cells[at] ?? '').trim()));
}

function isWhole(text: string): boolean {
  return /^(?:0|100)(?:[.,]0+)?\s*%?$/.test(text.trim());
}

function isAllOrNothing(part: number | undefined, total: number): boolean {
  return part !== undefined && (part === 0 || part === total);
}

function sumOf(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (countOf(cell) ?? 0), 0);
}
