import { type AggregateColumn, type AggregateTable, isSuppressed } from './aggregate-table.ts';
import { countOf } from './forms.ts';

/** A column whose number is in every row the sum of those of others. */
export interface ColumnSum {
  readonly total: number;
  readonly parts: readonly number[];
  /** Whether the agreement says so; else the numbers do. */
  readonly isDeclared: boolean;
}

/** Rows by which a sum is ruled out early. */
const PROBE_ROWS = 50;
/** Sets of columns that are tried; a table of up to some fifteen counts is tried through. */
const TRIES_MAX = 200_000;

/**
 * Sums over the columns: the declared total, where the rows do not speak against it, and every column that is the sum of others in all
 * rows whose numbers are exact (a difference is the same sum told from its other end). Columns that nothing calls a count are tried too,
 * beside one that is. Pure.
 */
export function columnSums(table: AggregateTable): ColumnSum[] {
  const declared = declaredSum(table);
  const found = foundSums(table).filter(
    ({ total, parts }) => !declared || total !== declared.total || parts.some((at) => !declared.parts.includes(at)),
  );
  if (declared) return [declared, ...found];
  return found.length > 0 ? found : possibleSum(table);
}

/** Columns that stand in a sum are counts, whatever they are called. */
export function withSums(table: AggregateTable, sums: readonly ColumnSum[]): AggregateTable {
  const summed = new Set(sums.flatMap(({ total, parts }) => [total, ...parts]));
  const columns = table.columns.map(
    (column, at): AggregateColumn =>
      column.kind === 'label' && summed.has(at) ? { ...column, kind: 'count' } : column,
  );
  return { ...table, columns };
}

/** Not where a count is only a part of another, which complete rows show. */
function declaredSum({ columns, rows }: AggregateTable): ColumnSum | undefined {
  const total = columns.findIndex(({ kind }) => kind === 'total');
  const parts = columns.flatMap(({ kind }, at) => (kind === 'count' ? [at] : []));
  if (total < 0 || parts.length < 2) return undefined;
  const numbers = rows.map(({ cells }) => cells.map(countOf));
  const complete = numbers.filter((row) => [...parts, total].every((at) => row[at] !== undefined));
  const addsUp = complete.length === 0 || complete.some((row) => sumOf(row, parts) === row[total]);
  return addsUp ? { total, parts, isDeclared: true } : undefined;
}

function foundSums({ columns, rows }: AggregateTable): ColumnSum[] {
  const numbers = rows.map(({ cells }) => cells.map(countOf));
  const candidates = columns.flatMap(({ kind }, at) => {
    if (kind === 'count' || kind === 'total') return [at];
    const filled = rows.flatMap(({ cells }) => ((cells[at] ?? '').trim() === '' ? [] : [cells[at] ?? '']));
    const isNumbers = filled.length > 0 && filled.every((cell) => countOf(cell) !== undefined || isSuppressed(cell));
    return kind === 'label' && isNumbers ? [at] : [];
  });
  const isCount = (at: number): boolean => columns[at]?.kind !== 'label';
  if (candidates.length < 3 || !candidates.some(isCount)) return [];
  const isZero = (at: number): boolean => numbers.every((row) => (row[at] ?? 0) === 0);
  const zeros = candidates.filter((at) => isCount(at) && isZero(at));
  const rowsNeeded = candidates.length === 3 ? 1 : 2;
  const sums: ColumnSum[] = [];
  let tries = 0;
  for (const total of candidates) {
    if (isZero(total)) continue;
    const others = candidates.filter((at) => at !== total && !isZero(at));
    const probes = numbers.filter((row) => row[total] !== undefined).slice(0, PROBE_ROWS);
    const found: number[][] = [];
    const search = (from: number, parts: readonly number[]): void => {
      for (let next = from; next < others.length && tries < TRIES_MAX; next += 1) {
        tries += 1;
        const more = [...parts, others[next] ?? -1];
        if (probes.some((row) => sumOf(row, more) > (row[total] ?? 0))) continue;
        const own = [...more, ...zeros];
        const isFirst = more.length > 1 || total < (more[0] ?? 0);
        if (own.length > 1 && isFirst && [total, ...own].some(isCount) && holds(numbers, total, own, rowsNeeded))
          found.push(own);
        search(next + 1, more);
      }
    };
    search(0, []);
    sums.push(...found.map((parts) => ({ total, parts: parts.sort((a, b) => a - b), isDeclared: false })));
  }
  return sums;
}

function holds(
  numbers: readonly (readonly (number | undefined)[])[],
  total: number,
  parts: readonly number[],
  rowsNeeded: number,
): boolean {
  let complete = 0;
  for (const row of numbers) {
    if (row[total] === undefined || parts.some((at) => row[at] === undefined)) continue;
    if (sumOf(row, parts) !== row[total]) return false;
    if ((row[total] ?? 0) > 0) complete += 1;
  }
  return complete >= rowsNeeded;
}

/** Where no row is complete any more: the count that no row's other counts exceed, and a row that would tell its one hidden count. */
function possibleSum({ columns, rows }: AggregateTable): ColumnSum[] {
  const counts = columns.flatMap(({ kind }, at) => (kind === 'count' ? [at] : []));
  const numbers = rows.map(({ cells }) => cells.map(countOf));
  if (counts.length < 3 || numbers.some((row) => counts.every((at) => row[at] !== undefined))) return [];
  const total = counts.find((at) => {
    const parts = counts.filter((one) => one !== at);
    const shown = numbers.filter((row) => row[at] !== undefined);
    return (
      shown.every((row) => sumOf(row, parts) <= (row[at] ?? 0)) &&
      shown.some((row) => parts.filter((one) => row[one] === undefined).length === 1)
    );
  });
  return total === undefined ? [] : [{ total, parts: counts.filter((at) => at !== total), isDeclared: false }];
}

function sumOf(row: readonly (number | undefined)[], parts: readonly number[]): number {
  let sum = 0;
  for (const at of parts) sum += row[at] ?? 0;
  return sum;
}
