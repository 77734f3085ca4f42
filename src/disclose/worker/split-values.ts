import { possibleNames } from '../../detect/index.ts';
import type { AggregateRow } from '../aggregate-table.ts';
import type { AgreementColumn } from '../agreement.ts';
import { explainedIn } from '../explained.ts';
import { type Stop, stop } from '../stop.ts';
import type { ColumnState } from './column-state.ts';

/** Neighbouring columns whose digits make the three parts, or two halves, of an SSN. */
const SPLITS: readonly (readonly number[])[] = [
  [3, 2, 4],
  [4, 2, 3],
  [5, 4],
  [3, 6],
];
const SPLIT_ROWS_MIN = 2;

export function splitNumbers(
  columns: readonly ColumnState[],
  known: readonly (AgreementColumn | undefined)[],
  prefix: string,
): Stop[] {
  const isOpen = (at: number): boolean => {
    const column = known[at];
    return column !== undefined && !explainedIn(column).numbers && column.kind === 'value';
  };
  for (let at = 0; at < columns.length; at += 1)
    for (const lengths of SPLITS) {
      const positions = lengths.map((_, index) => at + index);
      const last = columns[at + lengths.length - 1];
      if (!last || last.distinct() < SPLIT_ROWS_MIN || !positions.some(isOpen)) continue;
      if (!positions.every((position, index) => known[position] && columns[position]?.isOfDigits(lengths[index] ?? 0)))
        continue;
      return [
        stop({
          check: 'unexplained-number',
          place: `${prefix}columns ${positions.map((position) => known[position]?.name).join(', ')}`,
          count: 1,
          sentence: 'Side by side these columns make numbers that are written like Social Security numbers',
          remedy: 'Say in the agreement what they hold (holds: course number), or leave one of them out',
        }),
      ];
    }
  return [];
}

const NAME_ROWS_MIN = 2;
const NAME_SHARE_MIN = 0.3;
const ONE_WORD = /^\s*\p{L}[\p{L}'’-]+\s*$/u;

/** Neighbouring columns of which one holds given names and the other surnames, by the first rows. Pure. */
export function splitNames(
  rows: readonly AggregateRow[],
  known: readonly (AgreementColumn | undefined)[],
  prefix: string,
): Stop[] {
  return known.flatMap((column, at) => {
    const next = known[at + 1];
    if (!column || !next || explainedIn(column).names || explainedIn(next).names) return [];
    const named = rows.filter(({ cells }) => {
      const [first = '', second = ''] = [cells[at], cells[at + 1]];
      return (
        ONE_WORD.test(first) && ONE_WORD.test(second) && possibleNames(`${first.trim()} ${second.trim()}`).length > 0
      );
    });
    if (named.length < Math.max(NAME_ROWS_MIN, NAME_SHARE_MIN * rows.length)) return [];
    return [
      stop({
        check: 'possible-type',
        place: `${prefix}columns ${column.name}, ${next.name}`,
        type: 'person-name',
        count: named.length,
        rows: named.map(({ row }) => row),
        sentence: 'Side by side these columns hold given names and surnames',
        remedy: 'Say in the agreement what they hold (holds: place), or leave one of them out',
      }),
    ];
  });
}
