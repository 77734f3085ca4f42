import type { Confidence, Place, TypeCount } from '../../model/index.ts';
import { type Agreement, type AgreementColumn, columnKey } from '../agreement.ts';
import { counted, times } from '../counted.ts';
import { leavesAsItIs } from '../explained.ts';
import type { MatchedHeader } from '../match-header.ts';
import { type Stop, stop } from '../stop.ts';
import type { PlaceNames } from './place-names.ts';

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
    table: SeenTable | undefined,
  ): void;
  /** Ends a part of the file, with what was counted in it: records do not reach over its end. */
  endPart(types: readonly TypeCount[]): void;
  /** @param rowsIn how many rows a table has, by its name in the report */
  stops(rowsIn: (table: string) => number): Stop[];
  types(): Record<string, number>;
  /** Columns of the agreement in which something was found that may not stand there. */
  mixedColumns(): string[];
}

/** The table of a finding. */
export interface SeenTable {
  /** As the report calls it; empty for the only table of a file. */
  readonly place: string;
  readonly header: MatchedHeader | undefined;
}

interface Gathered {
  readonly table: string;
  count: number;
  /** Different ones. */
  rowCount: number;
  readonly rows: number[];
  lastRow: number | undefined;
}

const REMEDIES = {
  'file-name': 'Rename the file',
  'type-not-permitted': 'Take it out, or have the agreement changed',
  'possible-type': 'Take it out, or say in the agreement what the column holds (holds: reason for leaving)',
} as const;
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

/** @param titleOf what a type of identifier is called in words */
export function collectFindings(
  agreement: Agreement,
  names: PlaceNames,
  titleOf: (type: string) => string,
): CollectedFindings {
  const gathered = new Map<string, Gathered>();
  const together = new Map<string, Gathered>();
  const counts: Record<string, number> = {};
  const mixed = new Set<string>();
  const textTypes = new Set(agreement.textTypes);

  function gather(into: Map<string, Gathered>, key: string, row: number | undefined, table = ''): void {
    const standing = into.get(key) ?? { table, count: 0, rowCount: 0, rows: [], lastRow: undefined };
    standing.count += 1;
    into.set(key, standing);
    if (row === undefined || row === standing.lastRow) return;
    standing.lastRow = row;
    standing.rowCount += 1;
    if (standing.rows.length < ROWS_KEPT) standing.rows.push(row);
  }

  const byRow = new Map<number, Set<string>>();
  const inText = new Set<string>();
  const looksForCombinations = agreement.forbiddenTogether.length > 0;
  let standing: MatchedHeader | undefined;
  let columnOf = columnFinder(undefined);

  return {
    see(type, confidence, place, row, column, table) {
      const { header, place: tablePlace = '' } = table ?? {};
      const prefix = tablePlace === '' ? '' : `${tablePlace} > `;
      if (header !== standing) [standing, columnOf] = [header, columnFinder(header)];
      const known = columnOf(column);
      if (confidence === 'low' && !(place.part !== undefined && UNSEEN.has(place.part))) {
        if (!TOLD_WHEN_LOW.has(type)) return;
        const isTold = known
          ? known.holds !== undefined || !leavesAsItIs(known) || known.types.includes(type)
          : textTypes.has(type);
        const where = known ? `${prefix}column ${known.name}` : names.text(place, row);
        if (!isTold) gather(gathered, `possible-type\u0000${where}\u0000${type}`, row, tablePlace);
        return;
      }
      if (looksForCombinations) {
        if (row === undefined) inText.add(type);
        else byRow.set(row, (byRow.get(row) ?? new Set()).add(type));
      }
      if (known) {
        if (!leavesAsItIs(known) || known.types.includes(type)) return;
        mixed.add(known.name);
        gather(gathered, `type-not-permitted\u0000${prefix}column ${known.name}\u0000${type}`, row, tablePlace);
      } else if (place.part === 'file-name' || !textTypes.has(type)) {
        const check = place.part === 'file-name' ? 'file-name' : 'type-not-permitted';
        gather(gathered, `${check}\u0000${names.text(place, row)}\u0000${type}`, row, tablePlace);
      }
    },
    endPart(types) {
      for (const { type, high, medium } of types) counts[type] = (counts[type] ?? 0) + high + medium;
      for (const combination of agreement.forbiddenTogether) {
        for (const [row, found] of byRow)
          if (combination.every((type) => found.has(type))) gather(together, combination.join('\u0000'), row);
        if (combination.every((type) => inText.has(type))) gather(together, combination.join('\u0000'), undefined);
      }
      byRow.clear();
      inText.clear();
    },
    stops(rowsIn) {
      return [
        ...[...gathered].map(([key, { table, count, rows, rowCount }]) => {
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
            everyRow: rowCount > 1 && rowCount === rowsIn(table),
            fixMends: check === 'type-not-permitted',
            sentence: `${check === 'possible-type' ? `What may be: ${titleOf(type)}` : titleOf(type)}, ${times(count)}, which the agreement does not permit there`,
            remedy: REMEDIES[check],
          });
        }),
        ...[...together].map(([types, { count, rows }]) =>
          stop({
            check: 'forbidden-combination',
            place: 'records',
            type: types.replaceAll('\u0000', ' + '),
            count,
            rows,
            sentence: `${counted(count, 'record holds', 'records hold')} ${types.split('\u0000').map(titleOf).join(' and ')} together`,
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
