import type { TableBlock } from '../../model/index.ts';
import type { Agreement, AgreementColumn } from '../agreement.ts';
import { checkAggregate } from '../check-aggregate.ts';
import { countOf, type FormSetting, isInForm } from '../forms.ts';
import { type MatchedHeader, matchHeader } from '../match-header.ts';
import { ROWS_SHOWN, type Stop, stop } from '../stop.ts';
import { checkTokens } from './check-tokens.ts';
import type { GuessBudget } from './guess-budget.ts';
import { isToken, tokenIn } from './guess-hash.ts';
import type { RiskResult } from './risk-classes.ts';
import { tableRisk } from './table-risk.ts';

/** One table being measured, row by row. */
export interface TableMeasure {
  readonly header: () => MatchedHeader;
  /** A format that names its columns itself may name more of them later, at the end. */
  readonly setNames: (names: readonly string[]) => void;
  readonly addRow: (row: number, cells: readonly string[]) => void;
  readonly stops: (known: KnownToGuess) => Stop[];
}

/** What turning tokens back may start from, and how much of it the run still allows. */
export interface KnownToGuess {
  readonly ssns: ReadonlySet<string>;
  readonly guesses: GuessBudget;
}

const KEPT_TOKENS = 5_000;

interface ColumnState {
  readonly name: string;
  readonly known: AgreementColumn | undefined;
  filled: number;
  misfits: number;
  readonly misfitRows: number[];
  tokens: number;
  readonly tokenSample: Set<string>;
}

export function measureTable(
  agreement: Agreement,
  setting: FormSetting,
  place: string,
  names: readonly string[],
): TableMeasure {
  const columns: ColumnState[] = [];
  const risk = tableRisk(agreement);
  let header = matchHeader(agreement, []);
  const setNames = (given: readonly string[]): void => {
    header = matchHeader(agreement, given);
    for (let at = columns.length; at < given.length; at += 1)
      columns.push(columnState(header.columns[at]?.name ?? `${at + 1}`, header.columns[at]));
    risk.setColumns(header.columns);
  };
  setNames(names);
  return {
    header: () => header,
    setNames,
    addRow(row, cells) {
      for (let at = 0; at < cells.length; at += 1) {
        const cell = cells[at] ?? '';
        if (cell === '' || cell.trim() === '') continue;
        const column = columns[at] ?? columnState(`${at + 1}`, undefined);
        columns[at] = column;
        note(column, cell, row, setting);
      }
      risk.addRow(row, cells);
    },
    stops(known) {
      const prefix = place === '' ? '' : `${place}, `;
      const stops = columns.flatMap((column) => columnStops(column, prefix, agreement, known));
      stops.push(...checkAggregate(risk.aggregate(prefix), agreement.minimumCellSize));
      if (risk.rowsBeyond() > 0)
        stops.push(
          stop({
            check: 'recoverable-cell',
            place: place || 'the table',
            count: risk.rowsBeyond(),
            sentence: `${risk.rowsBeyond()} rows more than an aggregate is checked for`,
            remedy: 'Split the table',
          }),
        );
      const quasi = risk.quasi().map((at) => columns[at]?.name);
      return [...stops, ...groupStops(agreement, risk.groups(), `${prefix}columns ${quasi.join(', ')}`)];
    },
  };
}

function groupStops(
  agreement: Agreement,
  { smallClassRows, oneOutcomeRows, rows, smallestClass }: RiskResult,
  place: string,
): Stop[] {
  const least = agreement.minimumClassSize ?? agreement.minimumCellSize;
  const stops: Stop[] = [];
  if (smallClassRows.length > 0)
    stops.push(
      stop({
        check: 'small-class',
        place,
        count: smallClassRows.length,
        rows: smallClassRows,
        sentence: `${smallClassRows.length} of ${rows} rows stand in groups of fewer than ${least} people alike (smallest: ${smallestClass})`,
        remedy: 'Generalise these columns (zip3, age-band, year), or suppress the rows (suppressRows, --fix does)',
      }),
    );
  if (oneOutcomeRows.length > 0)
    stops.push(
      stop({
        check: 'one-outcome-class',
        place,
        count: oneOutcomeRows.length,
        rows: oneOutcomeRows,
        sentence: `${oneOutcomeRows.length} rows stand in groups whose members all share the same sensitive value`,
        remedy: 'Generalise these columns, or suppress the rows (suppressRows, --fix does)',
      }),
    );
  return stops;
}

function note(column: ColumnState, cell: string, row: number, setting: FormSetting): void {
  column.filled += 1;
  const { known } = column;
  // Small counts are looked for in the table as a whole.
  if (known && known.form !== 'full' && known.form !== 'suppress-small' && !isInForm(known.form, cell, setting)) {
    column.misfits += 1;
    if (column.misfitRows.length < ROWS_SHOWN) column.misfitRows.push(row);
  }
  const text = tokenIn(cell.trim());
  if (text.length < 8 || !isToken(text) || setting.pseudonymizer.isOwn(text)) return;
  column.tokens += 1;
  if (column.tokenSample.size < KEPT_TOKENS) column.tokenSample.add(text);
}

function columnStops(column: ColumnState, prefix: string, agreement: Agreement, toGuess: KnownToGuess): Stop[] {
  const { name, known, filled, misfits, misfitRows } = column;
  const place = `${prefix}column ${name}`;
  if (filled === 0) return [];
  const stops = checkTokens({
    place,
    filled,
    tokens: column.tokens,
    sample: [...column.tokenSample],
    ...toGuess,
    words: [agreement.id, agreement.recipient],
  });
  if (!known)
    stops.unshift(
      stop({
        check: 'column-not-permitted',
        place,
        count: filled,
        sentence: `${filled} filled cells in a column that the agreement does not permit`,
        remedy: 'Leave the column out (--fix does)',
      }),
    );
  else if (misfits > 0)
    stops.push(
      stop({
        check: 'wrong-form',
        place,
        count: misfits,
        rows: misfitRows,
        sentence: `${misfits} of ${filled} filled cells are not in the form that the agreement asks for (${known.form})`,
        remedy: 'Bring them into that form (--fix does)',
      }),
    );
  return stops;
}

/** A name that the agreement does not know may be anything, a value too: its position says enough. */
function columnState(name: string, known: AgreementColumn | undefined): ColumnState {
  return { name, known, filled: 0, misfits: 0, misfitRows: [], tokens: 0, tokenSample: new Set() };
}

/** Whether a table without a known header looks like data and not like a note. */
export function looksLikeData(block: Pick<TableBlock, 'rows'>): boolean {
  const wide = block.rows.filter((row) => row.filter((cell) => cell.trim() !== '').length >= 2);
  return wide.length >= 3 || wide.some((row) => row.some((cell) => (countOf(cell) ?? 0) >= 10_000));
}
