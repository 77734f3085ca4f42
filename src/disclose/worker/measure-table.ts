import { possibleNames } from '../../detect/index.ts';
import type { TableBlock } from '../../model/index.ts';
import { SHAPE_ROWS_MAX, shapeOf, undeclaredCounts } from '../aggregate-shape.ts';
import type { AggregateRow } from '../aggregate-table.ts';
import type { Agreement, AgreementColumn } from '../agreement.ts';
import { checkAggregate, totalsFound } from '../check-aggregate.ts';
import { counted } from '../counted.ts';
import { countOf, type FormSetting } from '../forms.ts';
import { type MatchedHeader, matchHeader } from '../match-header.ts';
import { type Stop, stop } from '../stop.ts';
import { type ColumnState, columnState, type KnownToGuess } from './column-state.ts';
import type { RiskResult } from './risk-classes.ts';
import { splitNames, splitNumbers } from './split-values.ts';
import { hintWords, type StandOut } from './stand-out.ts';
import { tableRisk } from './table-risk.ts';

/** One table being measured, row by row. */
export interface TableMeasure {
  readonly header: () => MatchedHeader;
  /** A format that names its columns itself may name more of them later, at the end. */
  readonly setNames: (names: readonly string[]) => void;
  /** @param onOther told of each cell that reads otherwise in the end than it is written */
  readonly addRow: (row: number, cells: readonly string[], onOther: (column: number, plain: string) => void) => void;
  readonly stops: (known: KnownToGuess) => Stop[];
  /** Columns of the agreement in which something looks like an identifier. */
  readonly suspects: () => string[];
  /** What was concluded and is no stop, in words. */
  readonly remarks: () => string[];
}

export function measureTable(
  agreement: Agreement,
  setting: FormSetting,
  place: string,
  names: readonly string[],
): TableMeasure {
  const columns: ColumnState[] = [];
  const risk = tableRisk(agreement, setting);
  const first: AggregateRow[] = [];
  let header = matchHeader(agreement, []);
  const setNames = (given: readonly string[]): void => {
    header = matchHeader(agreement, given);
    for (let at = columns.length; at < given.length; at += 1)
      columns.push(columnState(shownName(header, at), header.columns[at], setting));
    risk.setColumns(header.columns);
  };
  setNames(names);
  const prefix = place === '' ? '' : `${place} > `;
  const suppresses = agreement.columns.some(({ form }) => form === 'suppress-small');
  return {
    header: () => header,
    setNames,
    addRow(row, cells, onOther) {
      if (first.length <= SHAPE_ROWS_MAX) first.push({ row, cells });
      for (let at = 0; at < cells.length; at += 1) {
        const cell = cells[at] ?? '';
        if (cell === '' || cell.trim() === '') continue;
        const column = columns[at] ?? columnState(`${at + 1}`, undefined, setting);
        columns[at] = column;
        const plain = column.note(cell, row);
        if (plain !== undefined) onOther(at, plain);
      }
      risk.addRow(row, cells);
    },
    stops(known) {
      const stops = columns.flatMap((column) => column.stops(prefix, known));
      stops.push(
        ...splitNumbers(columns, header.columns, prefix),
        ...splitNames(first, header.columns, prefix),
        ...shapeStops(first, header, agreement.minimumCellSize, prefix),
      );
      stops.push(...checkAggregate(risk.aggregate(prefix), agreement.minimumCellSize, suppresses));
      if (risk.rowsBeyond() > 0)
        stops.push(
          stop({
            check: 'recoverable-cell',
            place: place || 'the table',
            count: risk.rowsBeyond(),
            sentence: `${counted(risk.rowsBeyond(), 'row')} more than an aggregate is checked for`,
            remedy: 'Split the table',
          }),
        );
      const quasi = risk.quasi().flatMap((at) => header.columns[at] ?? []);
      return [...stops, ...groupStops(agreement, risk.groups(), risk.standOut(), quasi, prefix)];
    },
    suspects: () => columns.flatMap((column) => column.suspect() ?? []),
    remarks: () => totalsFound(risk.aggregate(prefix)),
  };
}

function groupStops(
  agreement: Agreement,
  { smallClassRows, oneOutcomeRows, rows, smallestClass }: RiskResult,
  hint: StandOut | undefined,
  quasi: readonly AgreementColumn[],
  prefix: string,
): Stop[] {
  const least = agreement.minimumClassSize ?? agreement.minimumCellSize;
  const place = `${prefix}${quasi.length === 1 ? 'column' : 'columns'} ${quasi.map(({ name }) => name).join(', ')}`;
  const exact = quasi.filter(({ form }) => form === 'full').map(({ name }) => name);
  const coarser =
    exact.length > 0
      ? `Have a coarser form agreed for ${exact.join(', ')} (zip3, age-band, year), or leave one of the columns out`
      : 'These columns have a coarse form already: leave one of them out of the agreement';
  const isOfUse = hint === undefined || hint.rows < rows;
  const remedy = !agreement.suppressRows
    ? `${coarser}, or agree that a copy leaves these rows out (suppressRows: true)`
    : isOfUse
      ? `Leave these rows out. Or: ${coarser}`
      : coarser;
  const still = hint && hint.rows !== smallClassRows.length ? `; in the agreed form ${hint.rows} still would` : '';
  const stops: Stop[] = [];
  if (smallClassRows.length > 0)
    stops.push(
      stop({
        check: 'small-class',
        place,
        count: smallClassRows.length,
        rows: smallClassRows.length === rows ? [] : smallClassRows,
        fixMends: agreement.suppressRows && isOfUse,
        sentence: `${rowsStand(smallClassRows.length, rows)} in groups of fewer than ${least} people alike (smallest: ${smallestClass})${still}${hintWords(hint)}`,
        remedy,
      }),
    );
  if (oneOutcomeRows.length > 0)
    stops.push(
      stop({
        check: 'one-outcome-class',
        place,
        count: oneOutcomeRows.length,
        rows: oneOutcomeRows.length === rows ? [] : oneOutcomeRows,
        fixMends: agreement.suppressRows && isOfUse,
        sentence: `${rowsStand(oneOutcomeRows.length, rows)} in groups whose members all share the same sensitive value`,
        remedy,
      }),
    );
  return stops;
}

function rowsStand(some: number, all: number): string {
  if (some === all) return all === 1 ? 'The only row stands' : `All ${all} rows stand`;
  return `${some} of ${all} rows ${some === 1 ? 'stands' : 'stand'}`;
}

function shapeStops(
  rows: readonly AggregateRow[],
  { columns }: MatchedHeader,
  minimumCellSize: number,
  prefix: string,
): Stop[] {
  if (rows.length > SHAPE_ROWS_MAX || columns.some((column) => column && column.kind !== 'value')) return [];
  const shapes = columns.map((column, at) =>
    column === undefined
      ? 'other'
      : shapeOf(
          column.name,
          rows.map(({ cells }) => cells[at] ?? ''),
          column.form === 'full' && column.types.length === 0 && column.holds === undefined,
        ),
  );
  const table = {
    place: prefix,
    columns: columns.map((column) => ({ name: column?.name ?? '', kind: 'label' as const })),
    rows,
  };
  const small = undeclaredCounts(table, shapes, minimumCellSize);
  return columns.flatMap((column, at) => {
    const own = small.filter((cell) => cell.column === at).map(({ row }) => row);
    if (!column || own.length === 0) return [];
    return [
      stop({
        check: 'undeclared-count',
        place: `${prefix}column ${column.name}`,
        count: own.length,
        rows: own,
        sentence: `${counted(own.length, 'number')} below ${minimumCellSize} in what looks like a table of groups, and nothing says whether ${own.length === 1 ? 'it counts' : 'they count'} people`,
        remedy: 'Say in the agreement what it is (kind: count, or holds: weeks of training)',
      }),
    ];
  });
}

/** Whether a table without a known header looks like data and not like a note. */
export function looksLikeData(block: Pick<TableBlock, 'rows'>): boolean {
  const wide = block.rows.filter((row) => row.filter((cell) => cell.trim() !== '').length >= 2);
  return wide.length >= 3 || wide.some((row) => row.some((cell) => (countOf(cell) ?? 0) >= 10_000));
}

/** The header's name where it is plainly one; a name that the agreement does not know may be anything, a value too. */
function shownName({ names, columns }: MatchedHeader, at: number): string {
  const known = columns[at];
  if (known) return known.name;
  const name = (names[at] ?? '').trim();
  const isPlain = /^[\p{L}_][\p{L}\p{N}_ .()/-]{0,39}$/u.test(name) && !/\d{3}/.test(name);
  return isPlain && possibleNames(name).length === 0 ? name : `${at + 1}`;
}
