import type { TableBlock } from '../model/index.ts';
import type { Agreement, AgreementColumn } from './agreement.ts';
import { type AggregateTable, checkAggregate } from './check-aggregate.ts';
import { checkTokens } from './check-tokens.ts';
import { countOf, type FormSetting, isInForm } from './forms.ts';
import { isToken } from './guess-hash.ts';
import { type MatchedHeader, matchHeader } from './match-header.ts';
import { riskRows } from './risk-classes.ts';
import { ROWS_SHOWN, type Stop, stop } from './stop.ts';

/** One table being measured, row by row. */
export interface TableMeasure {
  readonly header: MatchedHeader;
  readonly addRow: (row: number, cells: readonly string[]) => void;
  readonly finish: (ssns: ReadonlySet<string>) => TableResult;
}

export interface TableResult {
  readonly stops: readonly Stop[];
  /** Rows of people who stand out; a fixed copy may leave them out. */
  readonly riskyRows: readonly number[];
}

const QUASI =
  /^(?:zip|zip ?code|postal code|(?:date of )?birth(?: ?date)?|dob|birth year|age|age (?:group|band)|sex|gender|race|ethnicity|race ethnicity|occupation|soc(?: code)?|job title|county|marital status|veteran)$/i;
const COUNTS =
  /^(?:n|count|counts|number|number (?:of|served|exited|employed).*|cases|participants|people|persons|clients|claimants|exits|exiters|enrolled|employed|served)$/i;
/** Types by which a person is known at once; where one may leave in full, hiding in a group is not the point. */
const DIRECT: ReadonlySet<string> = new Set([
  'us-ssn',
  'us-itin',
  'person-name',
  'email-address',
  'phone-number',
  'us-driver-license',
  'us-passport',
  'uscis-a-number',
  'case-management-id',
  'ui-claimant-id',
]);
const KEPT_AGGREGATE_ROWS = 20_000;
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
  const header = matchHeader(agreement, names);
  const columns: ColumnState[] = names.map((name, at) =>
    columnState(shownColumn(name, at, header), header.columns[at]),
  );
  const quasi = positions(
    columns,
    ({ known }) => known !== undefined && (known.quasi || QUASI.test(known.name.replace(/_/g, ' '))),
  );
  const sensitive = positions(columns, ({ known }) => known?.sensitive === true);
  const kinds = columns.map(({ known }) => kindOf(known));
  const isAggregate = kinds.some((kind) => kind === 'count' || kind === 'percent');
  const known = agreement.columns.some(({ form, types }) => form === 'full' && types.some((type) => DIRECT.has(type)));
  const risk = !isAggregate && !known && quasi.length > 0 ? riskRows() : undefined;
  const aggregate: { row: number; cells: readonly string[] }[] = [];

  return {
    header,
    addRow(row, cells) {
      for (let at = 0; at < cells.length; at += 1) {
        const cell = cells[at] ?? '';
        if (cell === '' || cell.trim() === '') continue;
        columns[at] ??= columnState(`${at + 1}`, undefined);
        note(columns[at] ?? columnState('', undefined), cell, row, setting);
      }
      if (risk && cells.some((cell) => cell.trim() !== ''))
        risk.add(joined(cells, quasi), joined(cells, sensitive), row);
      if (isAggregate && aggregate.length < KEPT_AGGREGATE_ROWS) aggregate.push({ row, cells });
    },
    finish(ssns) {
      const prefix = place === '' ? '' : `${place}, `;
      const stops = columns.flatMap((column) => columnStops(column, prefix, agreement, setting, ssns));
      if (isAggregate)
        stops.push(...checkAggregate(aggregateTable(prefix, columns, kinds, aggregate), agreement.minimumCellSize));
      const found = risk?.result(
        agreement.minimumClassSize ?? agreement.minimumCellSize,
        agreement.minimumDistinctSensitive,
      );
      if (!found) return { stops, riskyRows: [] };
      const least = agreement.minimumClassSize ?? agreement.minimumCellSize;
      const by = quasi.map((at) => columns[at]?.name).join(', ');
      if (found.smallClassRows.length > 0)
        stops.push(
          stop({
            check: 'small-class',
            place: `${prefix}columns ${by}`,
            count: found.smallClassRows.length,
            rows: found.smallClassRows,
            sentence: `${found.smallClassRows.length} of ${found.rows} rows stand in groups of fewer than ${least} people alike (smallest: ${found.smallestClass})`,
            remedy: 'Generalise these columns (zip3, age-band, year), or suppress the rows',
          }),
        );
      const oneSided = sensitive.length > 0 ? found.oneOutcomeRows : [];
      if (oneSided.length > 0)
        stops.push(
          stop({
            check: 'one-outcome-class',
            place: `${prefix}columns ${by}`,
            count: oneSided.length,
            rows: oneSided,
            sentence: `${oneSided.length} rows stand in groups whose members all share the same sensitive value`,
            remedy: 'Generalise these columns, or suppress the rows',
          }),
        );
      return { stops, riskyRows: [...found.smallClassRows, ...oneSided] };
    },
  };
}

function note(column: ColumnState, cell: string, row: number, setting: FormSetting): void {
  column.filled += 1;
  if (column.known && column.known.form !== 'full' && !isInForm(column.known.form, cell, setting)) {
    column.misfits += 1;
    if (column.misfitRows.length < ROWS_SHOWN) column.misfitRows.push(row);
  }
  const text = cell.trim();
  if (text.length < 8 || !isToken(text) || setting.pseudonymizer.isOwn(text)) return;
  column.tokens += 1;
  if (column.tokenSample.size < KEPT_TOKENS) column.tokenSample.add(text);
}

function columnStops(
  column: ColumnState,
  prefix: string,
  agreement: Agreement,
  setting: FormSetting,
  ssns: ReadonlySet<string>,
): Stop[] {
  const { name, known, filled, misfits, misfitRows } = column;
  const place = `${prefix}column ${name}`;
  if (filled === 0) return [];
  const stops = checkTokens({
    place,
    filled,
    tokens: column.tokens,
    sample: [...column.tokenSample],
    ssns,
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
  else if (misfits > 0 && known.form === 'suppress-small')
    stops.push(
      stop({
        check: 'small-cell',
        place,
        count: misfits,
        rows: misfitRows,
        sentence: `${misfits} counts below ${setting.minimumCellSize}`,
        remedy: 'Suppress them (--fix does)',
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

function columnState(name: string, known: AgreementColumn | undefined): ColumnState {
  return { name, known, filled: 0, misfits: 0, misfitRows: [], tokens: 0, tokenSample: new Set() };
}

/** A name that the agreement does not know may be anything, a value too: its position says enough. */
function shownColumn(_name: string, at: number, { columns }: MatchedHeader): string {
  return columns[at]?.name ?? `${at + 1}`;
}

function kindOf(known: AgreementColumn | undefined): 'label' | 'count' | 'percent' | 'total' {
  if (!known) return 'label';
  if (known.kind === 'value') return COUNTS.test(known.name) ? 'count' : 'label';
  return known.kind;
}

function aggregateTable(
  place: string,
  columns: readonly ColumnState[],
  kinds: readonly ReturnType<typeof kindOf>[],
  rows: AggregateTable['rows'],
): AggregateTable {
  return { place, columns: columns.map(({ name }, at) => ({ name, kind: kinds[at] ?? 'label' })), rows };
}

function positions(columns: readonly ColumnState[], holds: (column: ColumnState) => boolean): number[] {
  return columns.flatMap((column, at) => (holds(column) ? [at] : []));
}

function joined(cells: readonly string[], at: readonly number[]): string {
  return at.map((position) => (cells[position] ?? '').trim().toLowerCase()).join('\u001f');
}

/** Whether a table without a known header looks like data and not like a note. */
export function looksLikeData(block: Pick<TableBlock, 'rows'>): boolean {
  const wide = block.rows.filter((row) => row.filter((cell) => cell.trim() !== '').length >= 2);
  return wide.length >= 3 || wide.some((row) => row.some((cell) => (countOf(cell) ?? 0) >= 10_000));
}
