import { canonicalName } from './canonical.ts';
import type { PatternColumn } from './column-plan.ts';
import type { KnownCell } from './repeated-cells.ts';
import { hashText, type TextHash } from './text-hash.ts';

/** The name of a row's person, put together from its name columns. One for each table; `begin` at each row. */
export interface RowNames {
  readonly begin: () => void;
  readonly add: (column: number, plan: PatternColumn, cell: KnownCell) => void;
  /** The column that the name counts for, or -1 when the row has none. */
  readonly column: () => number;
  readonly value: () => string;
  readonly canonical: () => string;
  readonly hash: (out: TextHash) => void;
}

/** A name as it was put together of two words. */
interface PairedName extends TextHash {
  readonly first: string;
  readonly last: string;
  readonly canonical: string;
}

/** Places for paired names; a newer one takes the place of an older. */
const PAIRS = 1 << 13;

export function rowNames(): RowNames {
  let first: KnownCell | undefined;
  let last: KnownCell | undefined;
  let full: KnownCell | undefined;
  let column = -1;
  let isFull = false;
  const pairs = new Array<PairedName | undefined>(PAIRS).fill(undefined);

  const value = (): string => {
    if (isFull || !(first || last)) return isFull ? (full?.value ?? '') : '';
    return first && last ? `${first.value} ${last.value}` : ((first ?? last)?.value ?? '');
  };

  const pairOf = (one: KnownCell, other: KnownCell): PairedName => {
    const place = (one.code ^ Math.imul(other.code, 0x9e3779b1)) & (PAIRS - 1);
    const known = pairs[place];
    if (known && known.first === one.word && known.last === other.word) return known;
    const canonical = one.word < other.word ? `${one.word} ${other.word}` : `${other.word} ${one.word}`;
    const made = { first: one.word, last: other.word, canonical, high: 0, low: 0 };
    hashText(canonical, made);
    pairs[place] = made;
    return made;
  };

  const pair = (): PairedName | undefined =>
    !isFull && first && last && first.word !== '' && last.word !== '' ? pairOf(first, last) : undefined;

  const canonical = (): string => {
    if (isFull && full) return full.canonical;
    return pair()?.canonical ?? canonicalName(value());
  };

  return {
    begin: () => {
      first = undefined;
      last = undefined;
      full = undefined;
      column = -1;
      isFull = false;
    },
    add: (at, { role }, cell) => {
      if (role === 'middle-name') return;
      if (role === 'first-name') {
        first ??= cell;
        if (column < 0) column = at;
      } else if (role === 'last-name') {
        last ??= cell;
        if (!isFull) column = at;
      } else if (!full) {
        full = cell;
        if (!last) {
          isFull = true;
          column = at;
        }
      }
    },
    column: () => column,
    value,
    canonical,
    hash: (out) => {
      const known = pair();
      if (!known) hashText(canonical(), out);
      else {
        out.high = known.high;
        out.low = known.low;
      }
    },
  };
}
