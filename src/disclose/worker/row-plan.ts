import type { Agreement, AgreementColumn } from '../agreement.ts';
import { suppressedCells } from '../suppress-cells.ts';
import { RewriteRefused } from './rewrite/rewrite-refused.ts';
import { hintWords } from './stand-out.ts';
import { isAggregateColumn, type TableRisk, tableRisk } from './table-risk.ts';

/** What becomes of one record of a copy. */
export interface RowDecision {
  readonly leaveOut: boolean;
  /** Columns of the agreement whose cell is suppressed. */
  readonly suppressed: ReadonlySet<AgreementColumn>;
}

/**
 * Rows that go because somebody stands out, and cells that go because a sum gives them away. A file is led through twice: first the
 * records as the copy would have them are shown to the plan, then each is asked for, in the same order.
 */
export interface RowPlan {
  /** Whether the file has to be led through for the plan first. */
  readonly isNeeded: boolean;
  /** Whether the column's cell has to be shown. */
  watches(column: AgreementColumn | undefined): boolean;
  /**
   * The next record of a table. `cellOf` gives a watched cell as the copy would have it, nothing where the record has no such column.
   * @param table any key that is the same in both passes
   */
  next(table: string, cellOf: (column: AgreementColumn) => string | undefined): RowDecision;
  /** Ends the first pass. */
  decide(): void;
  /** Whether rows go. */
  leavesOutRows(): boolean;
  /** Whether cells of the column go. */
  suppresses(column: AgreementColumn | undefined): boolean;
}

const KEEP: RowDecision = { leaveOut: false, suppressed: new Set() };
const LEAVE_OUT: RowDecision = { leaveOut: true, suppressed: new Set() };

interface PlannedTable {
  /** By the columns that are no aggregate: the file may have none of those. */
  readonly people: TableRisk;
  readonly aggregate: TableRisk;
  hasAggregate: boolean;
  rows: number;
  /** One byte for each row: 1 where it goes. */
  leaveOut: Uint8Array;
  readonly suppressed: Map<number, Set<AgreementColumn>>;
}

export function rowPlan(agreement: Agreement): RowPlan {
  const { columns, minimumCellSize, suppressRows } = agreement;
  const suppressCells = columns.some(({ form }) => form === 'suppress-small');
  const ofPeople = columns.map((column) => (isAggregateColumn(column) ? undefined : column));
  const riskOf = (own: readonly (AgreementColumn | undefined)[]): TableRisk => {
    const risk = tableRisk(agreement);
    risk.setColumns(own);
    return risk;
  };
  const watched = new Set([...riskOf(columns).watched(), ...riskOf(ofPeople).watched()].map((at) => columns[at]));
  const isNeeded = watched.size > 0 && (suppressRows || suppressCells);
  const tables = new Map<string, PlannedTable>();
  const changed = new Set<AgreementColumn>();
  let planning = true;
  let rowsGo = false;
  const tableOf = (key: string): PlannedTable => {
    let table = tables.get(key);
    if (!table) {
      table = {
        people: riskOf(ofPeople),
        aggregate: riskOf(columns),
        hasAggregate: false,
        rows: 0,
        leaveOut: new Uint8Array(0),
        suppressed: new Map(),
      };
      tables.set(key, table);
    }
    return table;
  };
  return {
    isNeeded,
    watches: (column) => isNeeded && watched.has(column),
    next(key, cellOf) {
      if (!isNeeded) return KEEP;
      const table = tableOf(key);
      table.rows += 1;
      if (!planning) {
        if (table.leaveOut[table.rows] === 1) return LEAVE_OUT;
        const suppressed = table.suppressed.get(table.rows);
        return suppressed ? { leaveOut: false, suppressed } : KEEP;
      }
      const given = columns.map((column) => (watched.has(column) ? cellOf(column) : undefined));
      table.hasAggregate ||= columns.some((column, at) => given[at] !== undefined && isAggregateColumn(column));
      const cells = given.map((cell) => cell ?? '');
      if (table.hasAggregate) table.aggregate.addRow(table.rows, cells);
      else table.people.addRow(table.rows, cells);
      return KEEP;
    },
    decide() {
      planning = false;
      for (const table of tables.values()) {
        table.leaveOut = new Uint8Array(table.rows + 1);
        if (suppressRows && !table.hasAggregate) rowsGo = leaveOutRows(table) || rowsGo;
        const cells =
          suppressCells && table.hasAggregate ? suppressedCells(table.aggregate.aggregate(''), minimumCellSize) : [];
        for (const { row, column: at } of cells) {
          const column = columns[at];
          if (!column) continue;
          changed.add(column);
          table.suppressed.set(row, (table.suppressed.get(row) ?? new Set()).add(column));
        }
        table.rows = 0;
      }
    },
    leavesOutRows: () => rowsGo,
    suppresses: (column) => column !== undefined && changed.has(column),
  };
}

/** @throws RewriteRefused where nobody would be left */
function leaveOutRows({ people, leaveOut }: PlannedTable): boolean {
  const { rows, smallClassRows, oneOutcomeRows } = people.groups();
  const gone = smallClassRows.length + oneOutcomeRows.length;
  if (gone > 0 && gone === rows)
    throw new RewriteRefused(
      `all ${rows} rows would have to go, because their people stand out or share one outcome even in this form${hintWords(people.standOut())}`,
      'Have the agreement changed: coarser forms (zip3, age-band, year), or without the column that singles out most',
    );
  for (const own of [smallClassRows, oneOutcomeRows]) for (const row of own) leaveOut[row] = 1;
  return gone > 0;
}
