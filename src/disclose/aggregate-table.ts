import { countOf } from './forms.ts';

/** What a column of an aggregate holds: names of groups, numbers of people, shares of them in percent, or the totals of the rows. */
export interface AggregateColumn {
  readonly name: string;
  readonly kind: 'label' | 'count' | 'percent' | 'total';
}

export interface AggregateRow {
  readonly row: number;
  readonly cells: readonly string[];
}

export interface AggregateTable {
  readonly place: string;
  readonly columns: readonly AggregateColumn[];
  readonly rows: readonly AggregateRow[];
}

/** Rows whose sum the total row gives; without one, rows of which no sum is known. */
export interface AggregateSection {
  readonly body: readonly AggregateRow[];
  readonly total: AggregateRow | undefined;
}

const TOTAL_ROW = /^(?:(?:grand|sub)[ -]?total|totals?|all|sum|statewide|overall)\b/i;
/** How a suppressed number is written. */
const SUPPRESSED = /^(?:\*+|s|\(s\)|x|d|-{1,2}|—|–|n\/?a|[<≤] ?\d{1,3}|suppressed|redacted|withheld)$/i;

export function isSuppressed(text: string): boolean {
  return SUPPRESSED.test(text.trim());
}

/**
 * The table cut at its total rows: each sums the rows since the one before; one that follows another total row sums those. A total row
 * on top sums what stands below it. Pure.
 */
export function sectionsOf({ columns, rows }: AggregateTable): AggregateSection[] {
  const sections: AggregateSection[] = [];
  let body: AggregateRow[] = [];
  let totals: AggregateRow[] = [];
  let onTop: AggregateRow | undefined;
  for (const row of rows) {
    if (!isTotalRow(row.cells, columns)) {
      body.push(row);
      continue;
    }
    if (body.length > 0) {
      sections.push({ body, total: row });
      totals.push(row);
      body = [];
    } else if (totals.length > 1) {
      sections.push({ body: totals, total: row });
      totals = [];
    } else onTop = row;
  }
  if (body.length > 0) sections.push({ body, total: onTop });
  return sections;
}

export function isTotalRow(cells: readonly string[], columns: readonly AggregateColumn[]): boolean {
  return columns.some(({ kind }, at) => kind === 'label' && TOTAL_ROW.test((cells[at] ?? '').trim()));
}

/** Positions of the columns that hold numbers of people: counts, and the totals of the rows. */
export function numberColumns(columns: readonly AggregateColumn[]): number[] {
  return columns.flatMap(({ kind }, at) => (kind === 'count' || kind === 'total' ? [at] : []));
}

/**
 * Cells that say that all or none of a group have an outcome: a share of 0 % or 100 %, a count that is 0 or the total of its row. Total
 * rows are no group. Pure.
 */
export function wholeGroupCells(
  { columns }: AggregateTable,
  { cells }: AggregateRow,
  sums: readonly { readonly total: number; readonly parts: readonly number[] }[],
): number[] {
  if (isTotalRow(cells, columns)) return [];
  const counts = columns.flatMap(({ kind }, at) => (kind === 'count' ? [at] : []));
  const declared = columns.findIndex(({ kind }) => kind === 'total');
  const whole = new Set<number>();
  for (const { total, parts } of [...sums, { total: declared, parts: counts }]) {
    const people = countOf(cells[total] ?? '');
    if (people === undefined || people === 0) continue;
    for (const at of parts) {
      const count = countOf(cells[at] ?? '');
      if (count === 0 || count === people) whole.add(at);
    }
  }
  for (const [at, { kind }] of columns.entries())
    if (kind === 'percent' && /^(?:0|100)(?:[.,]0+)?\s*%?$/.test((cells[at] ?? '').trim())) whole.add(at);
  return [...whole].sort((a, b) => a - b);
}
