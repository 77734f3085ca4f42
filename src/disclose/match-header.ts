import { type Agreement, type AgreementColumn, columnKey } from './agreement.ts';

/** Columns of the agreement by position, as the header row names them. */
export interface MatchedHeader {
  readonly names: readonly string[];
  readonly columns: readonly (AgreementColumn | undefined)[];
}

/** Rows in which the header is looked for: titles may stand above it. */
export const HEADER_SEARCH_ROWS = 25;

/** The position of the row that names most of the agreement's columns, or -1. Pure. */
export function findHeaderRow(agreement: Agreement, rows: readonly (readonly string[])[]): number {
  let best = -1;
  let bestHits = 0;
  for (const [at, row] of rows.slice(0, HEADER_SEARCH_ROWS).entries()) {
    const hits = matchHeader(agreement, row).columns.filter((column) => column !== undefined).length;
    if (hits > bestHits) [best, bestHits] = [at, hits];
  }
  return best;
}

export function matchHeader(agreement: Agreement, names: readonly string[]): MatchedHeader {
  return { names, columns: names.map((name) => columnOf(agreement, name)) };
}

/** A part of a nested key that is the name of something, and no value that somebody used as a key. */
const PLAIN_PART = /^(?!\p{Lu}\p{Ll}+_\p{Lu})\p{L}[\p{L}_-]{0,30}\d{0,2}$/u;

/** A nested key such as `person.ssn` is also known by its last part, where the others are plain words. */
export function columnOf(agreement: Agreement, name: string): AgreementColumn | undefined {
  const key = columnKey(name);
  const whole = agreement.columns.find((column) => columnKey(column.name) === key);
  if (whole) return whole;
  const parts = name.split(/[./>@]/);
  const last = columnKey(parts.pop() ?? '');
  if (!parts.every((part) => part === '' || PLAIN_PART.test(part))) return undefined;
  return agreement.columns.find((column) => columnKey(column.name) === last);
}
