import { canonicalName } from './canonical.ts';
import type { PatternColumn } from './column-plan.ts';
import { hashText, type TextHash } from './text-hash.ts';

/** The name of a row's person, put together from its name columns. One for each table; `begin` at each row. */
export interface RowNames {
  readonly begin: () => void;
  readonly add: (column: number, plan: PatternColumn, value: string) => void;
  /** The column that the name counts for, or -1 when the row has none. */
  readonly column: () => number;
  readonly value: () => string;
  readonly canonical: () => string;
  readonly hash: (out: TextHash) => void;
}

export function rowNames(): RowNames {
  let first = '';
  let last = '';
  let full = '';
  let column = -1;
  let isFull = false;
  const value = (): string => (isFull ? full : first === '' ? last : last === '' ? first : `${first} ${last}`);
  let spelt = '';
  const canonical = (): string => {
    spelt ||= canonicalName(value());
    return spelt;
  };
  return {
    begin: () => {
      spelt = '';
      first = '';
      last = '';
      full = '';
      column = -1;
      isFull = false;
    },
    add: (at, { role }, cell) => {
      if (role === 'middle-name') return;
      if (role === 'first-name') {
        first ||= cell;
        if (column < 0) column = at;
      } else if (role === 'last-name') {
        last ||= cell;
        if (!isFull) column = at;
      } else if (full === '') {
        full = cell;
        if (last === '') {
          isFull = true;
          column = at;
        }
      }
    },
    column: () => column,
    value,
    canonical,
    hash: (out) => hashText(canonical(), out),
  };
}
