import type { Confidence, Place, TypeCount } from '../../model/index.ts';
import { type Agreement, type AgreementColumn, columnKey } from '../agreement.ts';
import { leavesAsItIs } from '../explained.ts';
import type { MatchedHeader } from '../match-header.ts';
import { type Stop, stop } from '../stop.ts';

/** Findings of a file, gathered by place and type. */
export interface CollectedFindings {
  /**
   * @param row of a table
   * @param column a name of its header, or a letter
   */
  see(
    type: string,
    confidence: Confidence,
    place: Place,
    row: number | undefined,
    column: string | undefined,
    header: MatchedHeader | undefined,
  ): void;
  /** Ends a part of the file, with what was counted in it: records do not reach over its end. */
  endPart(types: readonly TypeCount[]): void;
  stops(): Stop[];
  types(): Record<string, number>;
  /** Columns of the agreement in which something was found that may not stand there. */
  mixedColumns(): string[];
}

interface Gathered {
  count: number;
  readonly rows: number[];
}

const ROWS_KEPT = 50;
/** Where even a weak suspicion stops: nobody looks there before it leaves. */
const UNSEEN: ReadonlySet<string> = new Set(['metadata', 'file-name', 'hidden-text']);

/** Sensitive words and days that are told even where nothing but themselves speaks for them: the file leaves for good. */
const TOLD_WHEN_LOW: ReadonlySet<string> = new Set([
  'medical-term',
  'disability-term',
  'criminal-record',
  'mothers-maiden-name',
  'date-of-birth',
]);

export function collectFindings(agreement: Agreement): CollectedFindings {
  const gathered = new Map<string, Gathered>();
  const together = new Map<string, Gathered>();
  const counts: Record<string, number> = {};
  const mixed = new Set<string>();
  const textTypes = new Set(agreement.textTypes);

  function gather(into: Map<string, Gathered>, key: string, row: number | undefined): void {
    const standing = into.get(key) ?? { count: 0, rows: [] };
    standing.count += 1;
    if (row !== undefined && standing.rows.length < ROWS_KEPT) standing.rows.push(row);
    into.set(key, standing);
  }

  const byRow = new Map<number, Set<string>>();
  const inText = new Set<string>();
  const looksForCombinations = agreement.forbiddenTogether.length > 0;
  let standing: MatchedHeader | undefined;
  let columnOf = columnFinder(undefined);

  return {
    see(type, confidence, place, row, column, header) {
      if (header !== standing) [standing, columnOf] = [header, columnFinder(header)];
      const known = columnOf(column);
      if (confidence === 'low' && !(place.part !== undefined && UNSEEN.has(place.part))) {
        if (!TOLD_WHEN_LOW.has(type)) return;
        const isTold = known
          ? known.holds !== undefined || !leavesAsItIs(known) || known.types.includes(type)
          : textTypes.has(type);
        const where = known ? `column ${known.name}` : textPlace(place, row);
        if (!isTold) gather(gathered, `possible-type\u0000${where}\u0000${type}`, row);
        return;
      }
      if (looksForCombinations) {
        if (row === undefined) inText.add(type);
        else byRow.set(row, (byRow.get(row) ?? new Set()).add(type));
      }
      if (known) {
        if (!leavesAsItIs(known) || known.types.includes(type)) return;
        mixed.add(known.name);
        gather(gathered, `type-not-permitted\u0000column ${known.name}\u0000${type}`, row);
      } else if (place.part === 'file-name' || !textTypes.has(type)) {
        const check = place.part === 'file-name' ? 'file-name' : 'type-not-permitted';
        gather(gathered, `${check}\u0000${textPlace(place, row)}\u0000${type}`, row);
      }
    },
    endPart(types) {
      for (const { type, high, medium } of types) counts[type] = (counts[type] ?? 0) + high + medium;
      for (const combination of agreement.forbiddenTogether) {
        for (const [row, found] of byRow)
          if (combination.every((type) => found.has(type))) gather(together, combination.join(' + '), row);
        if (combination.every((type) => inText.has(type))) gather(together, combination.join(' + '), undefined);
      }
      byRow.clear();
      inText.clear();
    },
    stops() {
      return [
        ...[...gathered].map(([key, { count, rows }]) => {
          const [check, place, type] = key.split('\u0000') as [
            'file-name' | 'type-not-permitted' | 'possible-type',
            string,
            string,
          ];
          return stop({
            check,
            place,
            type,
            count,
            rows,
            sentence:
              check === 'possible-type'
                ? `${count} × what may be ${type}, which the agreement does not permit there`
                : `${count} × ${type}, which the agreement does not permit there`,
            remedy:
              check === 'file-name' ? 'Rename the file' : 'Take it out (--fix does), or have the agreement changed',
          });
        }),
        ...[...together].map(([types, { count, rows }]) =>
          stop({
            check: 'forbidden-combination',
            place: 'records',
            type: types,
            count,
            rows,
            sentence: `${count} records hold ${types} together`,
            remedy: 'Leave one of the columns out',
          }),
        ),
      ];
    },
    types: () => ({ ...counts }),
    mixedColumns: () => [...mixed],
  };
}

/** The agreement's column for what a finding calls its column: a name of the header, or a letter. */
function columnFinder(header: MatchedHeader | undefined): (column: string | undefined) => AgreementColumn | undefined {
  const keys = header?.names.map(columnKey) ?? [];
  const known = new Map<string, AgreementColumn | undefined>();
  return (column) => {
    if (!header || column === undefined) return undefined;
    if (!known.has(column)) {
      const at = keys.indexOf(columnKey(column));
      known.set(column, header.columns[at >= 0 ? at : letterIndex(column)]);
    }
    return known.get(column);
  };
}

function letterIndex(letters: string): number {
  if (!/^[A-Z]{1,3}$/.test(letters)) return -1;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** How the report calls a place outside of the columns. */
export function textPlace(place: Place, row = place.row): string {
  if (place.part) return place.part.replaceAll('-', ' ');
  if (place.members.length > 0) return 'file inside the file';
  return row === undefined ? 'text' : 'other columns';
}
