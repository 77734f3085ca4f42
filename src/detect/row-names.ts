import { canonicalName } from './canonical.ts';
import type { PatternColumn } from './column-plan.ts';
import { hashText, type TextHash } from './text-hash.ts';

/** A cell of a name column; `word` as of `nameWord`. */
interface NamePart {
  readonly value: () => string;
  readonly canonical: () => string;
  readonly word: () => string;
}

/** The name of a row's person, put together from its name columns. One for each table; `begin` at each row. */
export interface RowNames {
  readonly begin: () => void;
  readonly add: (column: number, plan: PatternColumn, cell: NamePart) => void;
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
  let firstWord = '';
  let lastWord = '';
  let column = -1;
  let isFull = false;
  const value = (): string => (isFull ? full : first === '' ? last : last === '' ? first : `${first} ${last}`);
  let spelt = '';
  const canonical = (): string => {
    if (spelt === '') {
      const areWords = firstWord !== '' && lastWord !== '';
      if (!areWords) spelt = canonicalName(value());
      else spelt = firstWord < lastWord ? `${firstWord} ${lastWord}` : `${lastWord} ${firstWord}`;
    }
    return spelt;
  };
  return {
    begin: () => {
      spelt = '';
      first = '';
      last = '';
      full = '';
      firstWord = '';
      lastWord = '';
      column = -1;
      isFull = false;
    },
    add: (at, { role }, cell) => {
      if (role === 'middle-name') return;
      if (role === 'first-name') {
        if (first === '') {
          first = cell.value();
          firstWord = cell.word();
        }
        if (column < 0) column = at;
      } else if (role === 'last-name') {
        if (last === '') {
          last = cell.value();
          lastWord = cell.word();
        }
        if (!isFull) column = at;
      } else if (full === '') {
        full = cell.value();
        if (last === '') {
          isFull = true;
          spelt = cell.canonical();
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
