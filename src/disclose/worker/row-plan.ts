import type { Agreement, AgreementColumn } from '../agreement.ts';
import { suppressedCells } from '../suppress-cells.ts';
import { type TableRisk, tableRisk } from './table-risk.ts';

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
   * The next record of a table. `cellOf` gives a watched cell as the copy would have it.
   * @param table any key that is the same in both passes
   */
  next(table: string, cellOf: (column: AgreementColumn) => string): RowDecision;
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
  readonly risk: TableRisk;
  rows: number;
  /** One byte for each row: 1 where it goes. */
  leaveOut: Uint8Array;
  readonly suppressed: Map<number, Set<AgreementColumn>>;
}

export function rowPlan(agreement: Agreement): RowPlan {
  const { columns, minimumCellSize, suppressRows } = agreement;
  const suppressCells = columns.some(({ form }) => form === 'suppress-small');
  const watching = tableRisk(agreement);
  watching.setColumns(columns);
  const watched = new Set(watching.watched().map((at) => columns[at]));
  const isNeeded = watched.size > 0 && (suppressRows || suppressCells);
  const tables = new Map<string, PlannedTable>();
  const changed = new Set<AgreementColumn>();
  let planning = true;
  let rowsGo = false;
  const tableOf = (key: string): PlannedTable => {
    let table = tables.get(key);
    if (!table) {
      table = { risk: tableRisk(agreement), rows: 0, leaveOut: new Uint8Array(0), suppressed: new Map() };
      table.risk.setColumns(columns);
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
      table.risk.addRow(
        table.rows,
        columns.map((column) => (watched.has(column) ? cellOf(column) : '')),
      );
      return KEEP;
    },
    decide() {
      planning = false;
      for (const table of tables.values()) {
        const { smallClassRows, oneOutcomeRows } = table.risk.groups();
        table.leaveOut = new Uint8Array(table.rows + 1);
        if (suppressRows)
          for (const rows of [smallClassRows, oneOutcomeRows]) for (const row of rows) table.leaveOut[row] = 1;
        rowsGo ||= suppressRows && smallClassRows.length + oneOutcomeRows.length > 0;
        const cells = suppressCells ? suppressedCells(table.risk.aggregate(''), minimumCellSize) : [];
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
