import type { AggregateColumn, AggregateTable } from '../aggregate-table.ts';
import type { Agreement, AgreementColumn } from '../agreement.ts';
import type { FormSetting } from '../forms.ts';
import { type RiskResult, riskRows } from './risk-classes.ts';
import { inAgreedForm, type StandOut, standOut } from './stand-out.ts';

/** What a table tells of single people although no cell names one: small groups, or an aggregate. Gathered row by row. */
export interface TableRisk {
  /** What the columns are; more may come at the end while rows are added. */
  setColumns(columns: readonly (AgreementColumn | undefined)[]): void;
  /** Positions whose cells count; the others may be left empty. */
  watched(): readonly number[];
  /** Positions of the quasi-identifiers; none where the table is an aggregate or names people as agreed. */
  quasi(): readonly number[];
  addRow(row: number, cells: readonly string[]): void;
  groups(): RiskResult;
  /** What would help those who stand out; nothing where there are none, or more rows than are kept for it. */
  standOut(): StandOut | undefined;
  /** Without rows where the table is none. */
  aggregate(place: string): AggregateTable;
  /** Rows of an aggregate beyond those that are kept: they were not looked at. */
  rowsBeyond(): number;
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
const AGGREGATE_ROWS_MAX = 100_000;
const SHOWN_ROWS_MAX = 20_000;

/** @param setting brings cells into the agreed form before what would help is told; left out where they are in it */
export function tableRisk(agreement: Agreement, setting?: FormSetting): TableRisk {
  const named = agreement.columns.some(({ form, types }) => form === 'full' && types.some((type) => DIRECT.has(type)));
  const risk = riskRows();
  let shown: string[][] = [];
  const rows: { row: number; cells: readonly string[] }[] = [];
  let columns: readonly (AgreementColumn | undefined)[] = [];
  let kinds: readonly AggregateColumn['kind'][] = [];
  let quasi: readonly number[] = [];
  let sensitive: readonly number[] = [];
  let isAggregate = false;
  let beyond = 0;
  let people = 0;
  const where = (holds: (column: AgreementColumn) => boolean): number[] =>
    columns.flatMap((column, at) => (column && holds(column) ? [at] : []));
  const addPerson = (row: number, cells: readonly string[]): void => {
    risk.add(joined(cells, quasi), joined(cells, sensitive), row);
    if (people > SHOWN_ROWS_MAX) return;
    people += 1;
    if (people > SHOWN_ROWS_MAX) shown = [];
    else shown.push(quasi.map((at) => cells[at] ?? ''));
  };
  return {
    setColumns(given) {
      columns = given;
      kinds = columns.map(kindOf);
      isAggregate = columns.some(isAggregateColumn);
      quasi = isAggregate || named ? [] : where(({ quasi, name }) => quasi || QUASI.test(name.replace(/_/g, ' ')));
      sensitive = where((column) => column.sensitive);
    },
    watched: () => (isAggregate ? columns.map((_, at) => at) : quasi.length > 0 ? [...quasi, ...sensitive] : []),
    quasi: () => quasi,
    addRow(row, cells) {
      if (quasi.length > 0 && cells.some((cell) => cell !== '' && cell.trim() !== '')) addPerson(row, cells);
      if (!isAggregate) return;
      if (rows.length < AGGREGATE_ROWS_MAX) rows.push({ row, cells });
      else beyond += 1;
    },
    groups() {
      const found = risk.result(
        agreement.minimumClassSize ?? agreement.minimumCellSize,
        agreement.minimumDistinctSensitive,
      );
      return sensitive.length === 0 ? { ...found, oneOutcomeRows: [] } : found;
    },
    standOut() {
      if (quasi.length === 0 || people === 0 || people > SHOWN_ROWS_MAX) return undefined;
      const own = quasi.flatMap((at) => columns[at] ?? []);
      const inForms = setting === undefined ? shown : shown.map((cells) => inAgreedForm(cells, own, setting));
      return standOut(
        inForms,
        own.map(({ name }) => name),
        agreement.minimumClassSize ?? agreement.minimumCellSize,
      );
    },
    aggregate: (place) => ({
      place,
      columns: columns.map((column, at) => ({ name: column?.name ?? `${at + 1}`, kind: kinds[at] ?? 'label' })),
      rows,
    }),
    rowsBeyond: () => beyond,
  };
}

/** Whether a table with this column is one of groups and not of people. */
export function isAggregateColumn(column: AgreementColumn | undefined): boolean {
  const kind = kindOf(column);
  return kind === 'count' || kind === 'percent';
}

function kindOf(column: AgreementColumn | undefined): AggregateColumn['kind'] {
  if (!column) return 'label';
  if (column.kind !== 'value') return column.kind;
  return column.form === 'suppress-small' || COUNTS.test(column.name) ? 'count' : 'label';
}

function joined(cells: readonly string[], at: readonly number[]): string {
  let text = '';
  for (const position of at) text += `${(cells[position] ?? '').trim().toLowerCase()}\u001f`;
  return text.replace(/\u001f+$/, '');
}
