import { type ColumnPlan, planColumn } from './column-plan.ts';
import { columnStats } from './column-stats.ts';
import type { CompiledPack } from './compiled-pack.ts';
import { foldCell } from './fold.ts';
import { type HeaderMeaning, headerMeaning } from './header.ts';

/** How a table is read, decided from its first rows. */
export interface TablePlan {
  /** Rows of the sample up to and with the header; they are read as text. */
  readonly headerRows: number;
  readonly columns: readonly ColumnPlan[];
}

type Row = readonly string[];

/** Cells of a column that are looked at. */
const SAMPLE_CELLS = 300;
/** Rows in which a header is looked for. */
const HEADER_SEARCH = 25;
const MOST_COLUMNS = 4096;

/** Names that a format makes up itself. */
const MADE_UP = /^(?:[A-Z]{1,3}|(?:column|col|field|f|c|_|attr|unnamed:?)[ _]?\d{1,4}|\d{1,4})$/i;

/** Wages alone are a payroll; wages by employer and quarter are a wage record (20 CFR 603.2, https://www.ecfr.gov/current/title-20/part-603). */
const WAGES = /^(?:total |gross |reported )?(?:wages?|earnings|salarios?)$/i;
const QUARTER = /^(?:year[ /-]?)?(?:quarter|qtr|trimestre)$/i;
const EMPLOYER = /^(?:employer|empleador|employer (?:name|ein|id|account)|fein)\b/i;
const QUARTERLY_WAGES = 'quarterly wages';

function isByQuarter(names: readonly string[]): boolean {
  return [QUARTER, EMPLOYER].every((sought) => names.some((name) => sought.test(name.trim())));
}

/** Decides header and columns. `given`: names that the format itself gives its columns. */
export function planTable(pack: CompiledPack, rows: readonly Row[], given: readonly string[] | undefined): TablePlan {
  const useful = given?.some((name) => name.trim() !== '' && !MADE_UP.test(name)) ? given : undefined;
  const headerAt = useful ? -1 : findHeader(pack, rows);
  const names = useful ?? (headerAt >= 0 ? (rows[headerAt] as Row) : []);
  const width = Math.min(
    MOST_COLUMNS,
    rows.reduce((most, row) => Math.max(most, row.length), names.length),
  );
  const headers: HeaderMeaning[] = [];
  const quarterly = isByQuarter(names);
  for (let column = 0; column < width; column += 1) {
    const name = names[column] ?? '';
    headers.push(headerMeaning(pack, quarterly && WAGES.test(name.trim()) ? QUARTERLY_WAGES : name));
  }
  return { headerRows: headerAt + 1, columns: planColumns(pack, headers, rows.slice(headerAt + 1)) };
}

/** Decides the columns under known headers by a sample of rows. */
export function planColumns(pack: CompiledPack, headers: readonly HeaderMeaning[], body: readonly Row[]): ColumnPlan[] {
  const stats = headers.map((_, column) => columnStats(sampleOf(body, column), pack.cells));
  const people = headers.map(
    ({ role }, column) =>
      role === 'first-name' ||
      role === 'last-name' ||
      role === 'birth-date' ||
      (role === 'full-name' && (stats[column]?.numericShare ?? 1) < 0.1),
  );
  const personal = headers.map(
    ({ names, role }) => role === 'birth-date' || [...names.keys()].some((index) => isPersonal(pack, index)),
  );
  return headers.map((header, column) =>
    planColumn(header, stats[column] as ReturnType<typeof columnStats>, {
      people: people.some((is, other) => is && other !== column) || hasNamesUnnamed(stats, column),
      personal: personal.some((is, other) => is && other !== column),
    }),
  );
}

const PERSONAL: ReadonlySet<string> = new Set(['date-of-birth', 'email-address', 'phone-number', 'postal-address']);

/** A pattern of which a column says that the rows are people. */
function isPersonal(pack: CompiledPack, index: number): boolean {
  const file = pack.patterns[index]?.file;
  return file !== undefined && (file.identity === 'person' || PERSONAL.has(file.element));
}

/** Whether a row is a header again: a second table under the first, or a printed page. */
export function isHeaderRow(pack: CompiledPack, row: Row): boolean {
  return row.every((cell) => !/\d{3}/.test(cell)) && headerHits(pack, row) >= 2;
}

function findHeader(pack: CompiledPack, rows: readonly Row[]): number {
  const last = Math.min(rows.length, HEADER_SEARCH);
  for (let at = 0; at < last; at += 1) {
    const row = rows[at] as Row;
    const filled = row.filter((cell) => cell.trim() !== '');
    if (filled.length === 0 || filled.some((cell) => cell.length > 80 || /\d{4}/.test(cell))) continue;
    const hits = headerHits(pack, row);
    const narrow = rows.length > at + 1 && filled.length <= 2;
    if (hits >= 2 || (hits === 1 && (filled.length >= 2 ? contrasts(rows, at) : narrow && contrasts(rows, at))))
      return at;
  }
  const first = rows[0];
  if (
    first &&
    rows.length >= 3 &&
    first.filter((cell) => cell.trim() !== '').length >= 2 &&
    first.every((cell) => !/\d{3}/.test(cell)) &&
    contrasts(rows, 0)
  )
    return 0;
  return -1;
}

function headerHits(pack: CompiledPack, row: Row): number {
  let hits = 0;
  for (const cell of row) if (cell.length > 0 && cell.length <= 80 && headerMeaning(pack, cell).known) hits += 1;
  return hits;
}

/** Below the row stand numbers where it has words. */
function contrasts(rows: readonly Row[], at: number): boolean {
  const below = rows.slice(at + 1, at + 12);
  const row = rows[at] as Row;
  return row.some(
    (cell, column) =>
      /[A-Za-z]/.test(cell) &&
      !/\d{2}/.test(cell) &&
      below.length > 0 &&
      below.filter((other) => /\d{3}/.test(other[column] ?? '')).length * 2 >= below.length,
  );
}

function sampleOf(rows: readonly Row[], column: number): string[] {
  const cells: string[] = [];
  for (const row of rows) {
    const cell = row[column];
    if (cell === undefined || cell === '') continue;
    const folded = foldCell(cell).trim();
    if (folded !== '') cells.push(folded);
    if (cells.length >= SAMPLE_CELLS) break;
  }
  return cells;
}

/** A column without a header that says so, in which most cells are known names of people, or birth dates. */
function hasNamesUnnamed(stats: readonly ReturnType<typeof columnStats>[], own: number): boolean {
  return stats.some(
    ({ fits, distinctShare }, column) =>
      column !== own &&
      fits.some(
        ({ pattern, validShare, shapeShare, shapePoints }) =>
          pattern.file.element === 'person-name' &&
          shapeShare > 0.8 &&
          validShare > 0.9 &&
          shapePoints > 1 &&
          distinctShare > 0.02,
      ),
  );
}
