import type { CellSpans, Confidence, Place, TableBlock } from '../model/index.ts';
import { PERSON_FLAG_DECEASED, PERSON_FLAG_MINOR, rowOfSpans } from '../model/index.ts';
import { canonicalValue } from './canonical.ts';
import { cellText } from './cell-text.ts';
import type { ColumnPlan, PatternColumn } from './column-plan.ts';
import { countFound, type FileSetting, findingOf } from './file-setting.ts';
import { headerMeaning } from './header.ts';
import { noteElement } from './note-element.ts';
import { emptyRecord, type PersonRecord } from './person-record.ts';
import { type QuickRows, quickRows } from './quick-rows.ts';
import { quietCells } from './quiet-cells.ts';
import { lowerOf, namedSampleCeiling } from './read-match.ts';
import { type ReadyColumn, readyColumn } from './ready-column.ts';
import { stateOfCell } from './residence.ts';
import { rowNames } from './row-names.ts';
import { signatureOf } from './signature.ts';
import { isHeaderRow, planTable } from './table-plan.ts';
import type { TextHash } from './text-hash.ts';
import { foundOf, isAtLeast } from './weigh.ts';

type Row = readonly string[];

/** Of a row that says nothing of anybody; never written to. */
const NO_RECORD = Object.freeze(emptyRecord());

/** Reads one table, block after block. Memory does not grow with its length. */
export interface TableReader {
  readonly add: (block: TableBlock) => void;
  readonly finish: () => void;
}

/** Rows and characters that are looked at before the columns are decided. */
const SAMPLE_ROWS = 1000;
const SAMPLE_CHARACTERS = 2_000_000;
/** Text cells are read together when so many characters are gathered. */
const TEXT_BATCH = 56 * 1024;
const MOST_HEADER_CELLS = 1000;

interface CellValue {
  readonly value: () => string;
  readonly canonical: () => string;
  readonly hash: (out: TextHash) => void;
}

export function tableReader(setting: FileSetting, place: Place, given: readonly string[] | undefined): TableReader {
  let sample: Row[] = [];
  let sampleFirst = 1;
  let characters = 0;
  let columns: readonly ReadyColumn[] | undefined;
  let quick: QuickRows | undefined;
  let headerCheckedAt = -1;
  let header = '';
  const names = rowNames();
  const hash: TextHash = { high: 0, low: 0 };
  const headerCells = new Map<string, boolean>();
  const text = cellText(setting.pack);
  const asText: number[] = [];
  let records: PersonRecord[] = [];
  let rowNumbers: number[] = [];

  const placeOf = (row: number, column: number): Place => ({
    ...place,
    row,
    column: columnName(columns?.[column]?.plan, column),
  });

  const flush = (): void => {
    text.read(
      (row, column, weighed) => {
        const { pattern, value } = weighed;
        const canonical = canonicalValue(pattern.file.element, value);
        const confidence = isVersionOf(columns?.[column], value) ? 'low' : weighed.confidence;
        const told = countFound(setting, pattern, confidence, canonical, () => ({
          place: placeOf(rowNumbers[row] as number, column),
          found: foundOf({ ...weighed, confidence }, canonical),
        }));
        if (isAtLeast(told, 'medium'))
          noteElement(
            records[row] as PersonRecord,
            pattern,
            { value: () => value, canonical: () => canonical },
            setting.asOf,
          );
      },
      (phrase) => setting.phrases.add(phrase),
    );
    for (const record of records) if (record.elementsLow !== 0 || record.elementsHigh !== 0) setting.ledger.add(record);
    records = [];
    rowNumbers = [];
  };

  /** Counts a cell of a pattern's column. */
  const count = (
    record: PersonRecord,
    number: number,
    column: number,
    plan: PatternColumn,
    confidence: Confidence,
    cell: CellValue,
  ): void => {
    const { pattern, marginTenths, evidence } = plan;
    if (confidence !== 'low' && setting.allowed.concerns(pattern)) {
      const canonical = cell.canonical();
      const told = countFound(setting, pattern, confidence, canonical, () => ({
        place: placeOf(number, column),
        found: { pattern, confidence, value: cell.value(), canonical, marginTenths, evidence },
      }));
      if (told !== 'low') noteElement(record, pattern, cell, setting.asOf);
      return;
    }
    cell.hash(hash);
    const isKept = setting.tally.count(pattern, confidence, hash);
    setting.notice?.(pattern.file.id, confidence, place, number, columnName(columns?.[column]?.plan, column));
    if (isKept || setting.observe) {
      const found = { pattern, confidence, value: cell.value(), canonical: cell.canonical(), marginTenths, evidence };
      const finding = findingOf(setting, found, placeOf(number, column));
      if (isKept) setting.tally.keep(pattern, finding);
      setting.observe?.(finding, found.value);
    }
    if (confidence !== 'low') noteElement(record, pattern, cell, setting.asOf);
  };

  /** Printed lists repeat their header on every page: only another one is news. */
  const isNewHeader = (cell: string, row: Row): boolean =>
    isHeaderWord(cell) && isHeaderRow(setting.pack, row) && row.join('|') !== header;

  const isHeaderWord = (cell: string): boolean => {
    if (cell.length > 40 || /\d/.test(cell)) return false;
    let known = headerCells.get(cell);
    if (known === undefined) {
      if (headerCells.size >= MOST_HEADER_CELLS) return false;
      known = headerMeaning(setting.pack, cell).known;
      headerCells.set(cell, known);
    }
    return known;
  };
  const voices = quietCells(setting.pack.nothingHere, isHeaderWord);

  /** False when the row is another header. */
  const readRow = (row: Row, number: number, ready: readonly ReadyColumn[]): boolean => {
    const record = emptyRecord();
    const slot = records.length;
    names.begin();
    let isLoud = false;
    asText.length = 0;
    for (let column = 0; column < row.length; column += 1) {
      const cell = row[column] as string;
      if (cell === '') continue;
      const own = ready[column];
      if (!own) {
        isLoud ||= voices.voiceOf(column, '', cell) === 'loud';
        asText.push(column);
        continue;
      }
      const { plan, reader } = own;
      noteRole(record, plan.role, cell);
      if (plan.kind === 'numbers' && own.shapes.has(signatureOf(cell))) continue;
      const answer = plan.kind === 'pattern' && reader ? reader.read(cell, 0, cell.length) : 'other';
      if (answer === 'other' || plan.kind !== 'pattern' || !reader) {
        const voice = voices.voiceOf(column, own.lead, cell);
        if (voice !== 'quiet' && number !== headerCheckedAt && isNewHeader(cell, row)) return false;
        if (cell.length <= 2) continue;
        isLoud ||= voice === 'loud';
        asText.push(column);
      } else if (plan.pattern.file.element === 'person-name') {
        names.add(column, plan, reader.known());
      } else {
        count(record, number, column, plan, answer === 'sample' ? sampleConfidence(plan) : plan.confidence, reader);
      }
    }
    // Labels and words around count from cell to cell: a row is read as text in full, or not at all.
    if (isLoud) for (const column of asText) text.add(slot, column, row[column] as string, ready[column]?.lead ?? '');
    endRow(record, number, ready);
    return true;
  };

  const endRow = (record: PersonRecord, number: number, ready: readonly ReadyColumn[]): void => {
    const named = names.column();
    const plan = named < 0 ? undefined : ready[named]?.plan;
    if (plan?.kind === 'pattern') count(record, number, named, plan, plan.confidence, names);
    records.push(record);
    rowNumbers.push(number);
    if (text.size() >= TEXT_BATCH || records.length >= 2048) flush();
  };

  /** Counts what a quick look found in a row of which nothing is read as text. */
  const countRow = (number: number, ready: readonly ReadyColumn[], { telling, answers, cells }: QuickRows): void => {
    names.begin();
    const record = telling.length === 0 ? NO_RECORD : emptyRecord();
    for (const column of telling) {
      const cell = cells[column] as string;
      const { plan, reader } = ready[column] as ReadyColumn;
      if (cell !== '') noteRole(record, plan.role, cell);
      const answer = answers[column];
      if (plan.kind !== 'pattern' || !reader || answer === undefined || answer === 'other') continue;
      if (plan.pattern.file.element === 'person-name') names.add(column, plan, reader.known());
      else count(record, number, column, plan, answer === 'sample' ? sampleConfidence(plan) : plan.confidence, reader);
    }
    endRow(record, number, ready);
  };

  const readSpans = (spans: CellSpans, block: TableBlock): void => {
    for (let i = 0; i < spans.rowCount; i += 1) {
      if (!columns || !quick) {
        take(block.rows.slice(i), block.firstRow + i);
        return;
      }
      const number = block.firstRow + i;
      if (quick.lookAtSpans(spans, i)) countRow(number, columns, quick);
      else readFull(rowOfSpans(spans, i), number, columns);
    }
  };

  /** Reads a row by the plan; false when it is a new header, which begins a new sample. */
  const readFull = (row: Row, number: number, ready: readonly ReadyColumn[]): boolean => {
    if (readRow(row, number, ready)) return true;
    flush();
    columns = undefined;
    headerCheckedAt = number;
    take([row], number);
    return false;
  };

  const readRows = (rows: readonly Row[], firstRow: number, ready: readonly ReadyColumn[]): void => {
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[i] as Row;
      const number = firstRow + i;
      if (readFull(row, number, ready)) continue;
      take(rows.slice(i + 1), number + 1);
      return;
    }
  };

  const decide = (): void => {
    const plan = planTable(setting.pack, sample, headerCheckedAt < 0 ? given : undefined);
    const ready = plan.columns.map((column, index) => readyColumn(column, sample.slice(plan.headerRows), index));
    columns = ready;
    quick = quickRows(ready, voices, isHeaderWord);
    const rows = sample;
    header = rows[plan.headerRows - 1]?.join('|') ?? '';
    sample = [];
    characters = 0;
    for (const [index, row] of rows.slice(0, plan.headerRows).entries()) readRow(row, sampleFirst + index, []);
    readRows(rows.slice(plan.headerRows), sampleFirst + plan.headerRows, ready);
  };

  const take = (rows: readonly Row[], firstRow: number): void => {
    if (columns) {
      readRows(rows, firstRow, columns);
      return;
    }
    if (sample.length === 0) sampleFirst = firstRow;
    for (const [index, row] of rows.entries()) {
      sample.push(row);
      for (const cell of row) characters += cell.length;
      if (sample.length < SAMPLE_ROWS && characters < SAMPLE_CHARACTERS) continue;
      decide();
      if (index + 1 < rows.length) take(rows.slice(index + 1), firstRow + index + 1);
      return;
    }
  };

  return {
    add: (block) => (block.spans && columns ? readSpans(block.spans, block) : take(block.rows, block.firstRow)),
    finish: () => {
      while (sample.length > 0) decide();
      flush();
    },
  };
}

function sampleConfidence({ pattern, named, confidence }: PatternColumn): Confidence {
  return named ? lowerOf(confidence, namedSampleCeiling(pattern)) : 'low';
}

const YES = /^(?:y|yes|s|si|sí|true|1|x)$/i;

/** What a cell says of its row's person by the role of its column. */
function noteRole(record: PersonRecord, role: ColumnPlan['role'], cell: string): void {
  if (role === 'state') record.state ||= stateOfCell(cell);
  else if (role === 'deceased' && (YES.test(cell) || /^\d{1,4}[-/].+$/.test(cell)))
    record.flags |= PERSON_FLAG_DECEASED;
  else if (role === 'minor' && YES.test(cell)) record.flags |= PERSON_FLAG_MINOR;
  else if (role === 'age' && /^(?:\d|1[0-7])$/.test(cell)) record.flags |= PERSON_FLAG_MINOR;
}

/** `265.12.1333` in a column of versions. */
function isVersionOf(column: ReadyColumn | undefined, value: string): boolean {
  return column?.dotted === true && /^\d+(?:\.\d+)+$/.test(value);
}

function columnName(plan: ColumnPlan | undefined, column: number): string {
  const header = plan?.header.text ?? '';
  // A value where a header should stand must not travel on in a place.
  if (header !== '' && !/\d{4}/.test(header)) return header.slice(0, 60);
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}
