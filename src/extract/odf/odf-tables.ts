import type { Place, TableBlock } from '../../model/index.ts';
import { inPart } from '../blocks.ts';
import type { RowSink } from '../table/row-blocks.ts';
import { createRowSink } from '../table/row-blocks.ts';

/** Empty cells before a cell that are kept, so that columns stay under each other; a wider gap is closed up. */
const GAP_MAX = 600;

/** A row or cell that stands for many equal ones is written this often. */
const REPEAT_MAX = 64;

/** Columns whose hiding is kept. */
const HIDDEN_COLUMNS_MAX = 1024;

export interface OdfTable {
  hideColumns(count: number, hidden: boolean): void;
  openRow(repeat: number, hidden: boolean): void;
  addCell(value: string, repeat: number): void;
  closeRow(): void;
  close(): void;
  take(): TableBlock[];
}

/** Rows of one table of an OpenDocument file, with the repetitions that stand for empty areas left out. */
export function createOdfTable(place: Place, table: number): OdfTable {
  const ready: TableBlock[] = [];
  const hiddenColumns: number[] = [];
  let columns = 0;
  let rowNumber = 1;
  let rowRepeat = 1;
  let rowHidden = false;
  let row: string[] = [];
  let column = 0;
  let sink: RowSink = createRowSink(place, table);
  let sinkHidden = false;

  const push = (block: TableBlock | undefined): void => {
    if (block) ready.push(hiddenColumns.length > 0 ? { ...block, hiddenColumns } : block);
  };
  return {
    hideColumns(count, hidden) {
      if (hidden)
        for (let index = 0; index < count && hiddenColumns.length < HIDDEN_COLUMNS_MAX; index += 1)
          hiddenColumns.push(columns + index);
      columns += count;
    },
    openRow(repeat, hidden) {
      rowRepeat = repeat;
      rowHidden = hidden;
      row = [];
      column = 0;
    },
    addCell(value, repeat) {
      if (value !== '') {
        if (column > row.length && column - row.length <= GAP_MAX) while (row.length < column) row.push('');
        for (let index = 0; index < Math.min(repeat, REPEAT_MAX); index += 1) row.push(value);
      }
      column += repeat;
    },
    closeRow() {
      if (row.length > 0) {
        if (rowHidden !== sinkHidden) {
          push(sink.flush());
          sink = createRowSink(rowHidden ? inPart(place, 'hidden-row') : place, table);
          sinkHidden = rowHidden;
        }
        for (let index = 0; index < Math.min(rowRepeat, REPEAT_MAX); index += 1) push(sink.add(row, rowNumber + index));
      }
      rowNumber += rowRepeat;
      row = [];
    },
    close() {
      push(sink.flush());
    },
    take: () => ready.splice(0),
  };
}
