import type { Detector } from '../../detect/index.ts';
import type { Place, TableBlock, TextBlock } from '../../model/index.ts';
import type { Agreement } from '../agreement.ts';
import type { FormSetting } from '../forms.ts';
import { findHeaderRow } from '../match-header.ts';
import { type Stop, stop } from '../stop.ts';
import type { CollectedFindings, SeenTable } from './collect-findings.ts';
import type { KnownToGuess } from './column-state.ts';
import { looksLikeData, measureTable, type TableMeasure } from './measure-table.ts';
import type { PlaceNames } from './place-names.ts';

/** Leads blocks through detection and the tables among them through their measures; rows may come from several tables in turn. */
export interface TableSession {
  addText(block: TextBlock): void;
  addTable(block: TableBlock): void;
  /** Ends all tables. */
  stops(known: KnownToGuess): Stop[];
  /** Rows of data of a table, by its name in the report. */
  rowsIn(place: string): number;
  /** Whether a row named a column of the agreement, or there is no table. */
  hasHeader(): boolean;
  /** Columns of the agreement in which something looks like an identifier. */
  suspects(): string[];
  /** What was concluded and is no stop, in words. */
  remarks(): string[];
}

/** Rows after which what was found so far is counted, so that memory does not grow with the file. */
const SESSION_ROWS = 10_000;
const SESSION_TEXT_BYTES = 8 << 20;
const FIRST_ROWS_HELD = 25;

interface OpenTable {
  block: TableBlock;
  held: { readonly row: number; readonly cells: readonly string[] }[];
  measure: TableMeasure | undefined;
  decided: boolean;
}

/**
 * @param onRow called for each row of data
 * @param onText called for text that is in no column of the agreement: headers, and tables without one
 */
export function openTableSession(
  agreement: Agreement,
  setting: FormSetting,
  detector: Detector,
  findings: CollectedFindings,
  names: PlaceNames,
  onRow: (cells: readonly string[]) => void,
  onText: (text: string, place: Place) => void,
): TableSession {
  const tables = new Map<number, OpenTable>();
  const stops: Stop[] = [];
  let detection: ReturnType<Detector['openFile']> | undefined;
  let seen: SeenTable | undefined;
  const rowCounts = new Map<string, number>();
  let standing: number | undefined;
  let rowsHere = 0;
  let bytesHere = 0;

  const here = (): ReturnType<Detector['openFile']> => {
    detection ??= detector.openFile({
      findingsPerType: 0,
      asOf: setting.asOf,
      people: false,
      notice: (type, confidence, place, row, column) => findings.see(type, confidence, place, row, column, seen),
    });
    return detection;
  };
  const flush = (): void => {
    if (!detection) return;
    findings.endPart(detection.finish().types);
    [detection, seen, rowsHere, bytesHere] = [undefined, undefined, 0, 0];
  };
  const takeRows = (table: OpenTable, rows: OpenTable['held']): void => {
    const [first] = rows;
    if (!first) return;
    const { columns: _own, ...rest } = table.block;
    const header = table.measure?.header();
    const place = names.table(table.block);
    seen = { place, header };
    rowCounts.set(place, (rowCounts.get(place) ?? 0) + rows.length);
    here().add({
      ...rest,
      ...(header ? { columns: header.names } : {}),
      firstRow: first.row,
      rows: rows.map(({ cells }) => cells),
    });
    for (const { row, cells } of rows) {
      if (table.measure) table.measure.addRow(row, cells, (column, plain) => readAgain(table, row, column, plain));
      else onText(cells.join(' | '), table.block.place);
      onRow(cells);
    }
    rowsHere += rows.length;
    if (rowsHere >= SESSION_ROWS) flush();
  };
  /** A cell that reads otherwise than it is written is searched as it reads. */
  const readAgain = ({ block, measure }: OpenTable, row: number, column: number, plain: string): void => {
    const table = { place: names.table(block), header: measure?.header() };
    const name = measure?.header().columns[column]?.name;
    if (name === undefined) return;
    const shown = measure?.header().names[column] ?? name;
    for (const { type, confidence } of detector.detectText(`${name}: ${plain}`))
      findings.see(type, confidence, block.place, row, shown, table);
  };
  const decide = (table: OpenTable): void => {
    if (table.decided) return;
    table.decided = true;
    const { block, held } = table;
    table.held = [];
    const given = block.columns;
    const rows = held.map(({ cells }) => cells);
    const headerAt = given ? -1 : findHeaderRow(agreement, rows);
    const columns = given ?? rows[headerAt];
    const measure = columns && measureTable(agreement, setting, names.table(block), columns);
    if (measure && (given || measure.header().columns.some((column) => column !== undefined))) {
      table.measure = measure;
      for (const name of columns) onText(name, block.place);
      const above = rows.slice(0, Math.max(headerAt, 0)).map((cells) => cells.join(' '));
      if (above.length > 0)
        here().add({ kind: 'text', place: block.place, utf8: Buffer.from(above.join('\n')), continues: false });
    } else if (looksLikeData({ rows })) stops.push(noHeaderStop(names.table(block) || 'the table'));
    takeRows(table, held.slice(headerAt + 1));
  };
  return {
    addText(block) {
      if (standing !== undefined) flush();
      standing = undefined;
      here().add(block);
      bytesHere += block.utf8.length;
      if (bytesHere > SESSION_TEXT_BYTES && !block.continues) flush();
    },
    addTable(block) {
      if (standing !== block.table) flush();
      standing = block.table;
      const table = tables.get(block.table) ?? { block, held: [], measure: undefined, decided: false };
      tables.set(block.table, table);
      table.block = block;
      const rows = block.rows.map((cells, index) => ({ row: block.firstRow + index, cells }));
      if (table.decided) {
        if (block.columns && table.measure && block.columns.length > table.measure.header().names.length) {
          flush();
          for (const name of block.columns.slice(table.measure.header().names.length)) onText(name, block.place);
          table.measure.setNames(block.columns);
        }
        takeRows(table, rows);
        return;
      }
      table.held.push(...rows);
      if (table.held.length >= FIRST_ROWS_HELD) decide(table);
    },
    stops(known) {
      for (const table of tables.values()) {
        flush();
        decide(table);
      }
      flush();
      return [...stops, ...[...tables.values()].flatMap((table) => stopsOf(table, known))];
    },
    rowsIn: (place) => rowCounts.get(place) ?? 0,
    hasHeader: () => tables.size === 0 || [...tables.values()].some(({ measure }) => measure !== undefined),
    suspects: () => [...tables.values()].flatMap(({ measure }) => measure?.suspects() ?? []),
    remarks: () => [...tables.values()].flatMap(({ measure }) => measure?.remarks() ?? []),
  };
}

/** A fixed copy has neither hidden sheets nor files inside, whatever stands in them. */
function stopsOf({ measure, block: { place } }: OpenTable, known: KnownToGuess): Stop[] {
  const stops = measure?.stops(known) ?? [];
  const isDropped = place.part === 'hidden-sheet' || place.members.length > 0;
  return isDropped ? stops.map((one) => ({ ...one, fixMends: true })) : stops;
}

export function noHeaderStop(place: string): Stop {
  return stop({
    check: 'no-header',
    place,
    count: 1,
    sentence: 'No row names a column of the agreement, so nothing says what the columns are',
    remedy: 'Put a header row with the names of the agreement above the data',
  });
}
