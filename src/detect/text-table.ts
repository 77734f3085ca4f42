import type { ColumnPlan } from './column-plan.ts';
import type { CompiledPack } from './compiled-pack.ts';
import { type HeaderMeaning, headerMeaning, NO_HEADER } from './header.ts';
import { markedTableLines } from './text-record-table.ts';

/** A field of a line: offsets in the text. */
export interface TextField {
  readonly column: number;
  readonly start: number;
  readonly end: number;
}

/** The columns of a table that stands inside running text: what separates them and what their headers mean. */
export interface TextColumns {
  /** A delimiter, or blanks: then columns are places on the line. */
  readonly delimiter: string;
  readonly headers: readonly HeaderMeaning[];
  /** For blanks: where each header begins and ends on its line. */
  readonly spans: readonly (readonly [number, number])[];
  /** What the columns are, decided once from the first rows that were read. */
  readonly plans: { columns: readonly ColumnPlan[] | undefined };
}

/** A line of a table in text, with the columns it belongs to. */
export interface TextTableLine {
  readonly columns: TextColumns;
  readonly fields: readonly TextField[];
}

/** The table that the text was in when it was last read; goes on into the next window. */
export interface TextTableState {
  columns: TextColumns | undefined;
}

const LONGEST_HEADER_LINE = 600;
const LONGEST_HEADER_CELL = 34;
const DELIMITERS = ['\t', '|', ';', ','];
const MOST_FIELDS = 200;

/** Lines of tables in folded text, in order. Linear. `state` is read and left for the next window. */
export function textTableLines(pack: CompiledPack, text: string, state: TextTableState): TextTableLine[] {
  const found: TextTableLine[] = markedTableLines(pack, text);
  const marked = found.length;
  let misfits = 0;
  let at = 0;
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const next = newline < 0 ? text.length : newline + 1;
    const header = headerLine(pack, text, at, end, next) ?? (state.columns ? undefined : namelessTable(text, at, end));
    if (header) {
      state.columns = header;
      misfits = 0;
    }
    if (header && header.spans.length > 0) {
      at = next;
      continue;
    }
    if (state.columns) {
      const fields = fieldsOf(text, at, end, state.columns);
      if (fields) {
        found.push({ columns: state.columns, fields });
        misfits = 0;
      } else if (end - at > 1 && !isRule(text, at, end)) {
        misfits += 1;
        if (misfits > 3) state.columns = undefined;
      }
    }
    at = next;
  }
  return marked === 0 ? found : found.sort((a, b) => (a.fields[0]?.start ?? 0) - (b.fields[0]?.start ?? 0));
}

/** Lines that look alike before a table without a header is one. */
const ALIKE_LINES = 8;

/** A table without header: this line and the next ones have the same number of delimiters, and numbers. */
function namelessTable(text: string, start: number, end: number): TextColumns | undefined {
  if (end - start < 8 || end - start > LONGEST_HEADER_LINE || !/\d{4}/.test(text.slice(start, end))) return undefined;
  const line = text.slice(start, end);
  const delimiter = DELIMITERS.find((one) => countOf(line, one) >= (one === ',' ? 2 : 1));
  if (delimiter === undefined) return undefined;
  const count = countOf(line, delimiter);
  let at = end + 1;
  for (let lines = 1; lines < ALIKE_LINES; lines += 1) {
    const next = lineAt(text, at);
    if (countOf(next, delimiter) !== count || !/\d{4}/.test(next)) return undefined;
    at += next.length + 1;
  }
  const headers = Array.from({ length: count + 1 }, () => NO_HEADER);
  return { delimiter, headers, spans: [], plans: { columns: undefined } };
}

function headerLine(
  pack: CompiledPack,
  text: string,
  start: number,
  end: number,
  next: number,
): TextColumns | undefined {
  if (end - start < 5 || end - start > LONGEST_HEADER_LINE || next >= text.length) return undefined;
  const line = text.slice(start, end);
  if (/\d{3}/.test(line)) return undefined;
  let below = lineAt(text, next);
  if (isRule(below, 0, below.length)) below = lineAt(text, next + below.length + 1);
  for (const delimiter of DELIMITERS) {
    const count = countOf(line, delimiter);
    if (count === 0 || count > MOST_FIELDS || Math.abs(countOf(below, delimiter) - count) > (delimiter === ',' ? 0 : 1))
      continue;
    const fields = delimitedFields(line, 0, line.length, delimiter);
    const columns = columnsOf(pack, line, fields, delimiter);
    if (columns && (/\d/.test(below) || isTableOfWords(text, next, delimiter, count))) return columns;
  }
  if (!/\S {2,}\S/.test(line) || !/\d/.test(below)) return undefined;
  return columnsOf(pack, line, blankFields(line), ' ');
}

function columnsOf(
  pack: CompiledPack,
  line: string,
  fields: readonly TextField[],
  delimiter: string,
): TextColumns | undefined {
  if (fields.length < 2 || fields.some((field) => field.end - field.start > LONGEST_HEADER_CELL)) return undefined;
  const headers = fields.map((field) => headerMeaning(pack, line.slice(field.start, field.end)));
  const known = headers.filter((header) => header.known).length;
  if (known < 2) return undefined;
  const spans = fields.map(({ start, end }) => [start, end] as const);
  return { delimiter, headers, spans, plans: { columns: undefined } };
}

/** Below a header without a number in the next line: tabs or pipes, and at least two lines with as many of them. */
function isTableOfWords(text: string, next: number, delimiter: string, count: number): boolean {
  if (delimiter !== '\t' && delimiter !== '|') return false;
  const first = lineAt(text, next);
  return countOf(first, delimiter) === count && countOf(lineAt(text, next + first.length + 1), delimiter) === count;
}

function fieldsOf(text: string, start: number, end: number, columns: TextColumns): readonly TextField[] | undefined {
  if (end - start > 4000) return undefined;
  if (columns.delimiter !== ' ') {
    const fields = delimitedFields(text, start, end, columns.delimiter);
    return fields.length >= 2 && Math.abs(fields.length - columns.headers.length) <= 1 ? fields : undefined;
  }
  const line = text.slice(start, end);
  const pieces = blankFields(line);
  if (pieces.length < 2) return undefined;
  const fields: TextField[] = [];
  for (const piece of pieces) {
    const column = columns.spans.findIndex(([from, to]) => piece.start < to + 1 && from < piece.end + 1);
    if (column >= 0) fields.push({ column, start: start + piece.start, end: start + piece.end });
  }
  return fields.length >= 2 ? fields : undefined;
}

/** Fields between delimiters outside of quotes, without the blanks and quotes around them. */
function delimitedFields(text: string, start: number, end: number, delimiter: string): TextField[] {
  const fields: TextField[] = [];
  let from = start;
  let quoted = false;
  let column = 0;
  // A pipe at the edge of a line closes a box; it separates nothing.
  if (delimiter === '|') while (from < end && (text[from] === ' ' || text[from] === '|')) from += 1;
  for (let at = from; at <= end && fields.length < MOST_FIELDS; at += 1) {
    if (at < end && text[at] === '"') quoted = !quoted;
    if (at < end && (quoted || text[at] !== delimiter)) continue;
    let first = from;
    let last = at;
    while (first < last && (text.charCodeAt(first) <= 0x20 || text[first] === '"')) first += 1;
    while (last > first && (text.charCodeAt(last - 1) <= 0x20 || text[last - 1] === '"')) last -= 1;
    if (at < end || last > first || delimiter !== '|') fields.push({ column, start: first, end: last });
    column += 1;
    from = at + 1;
  }
  return fields;
}

function blankFields(line: string): TextField[] {
  return [...line.matchAll(/\S+(?: \S+)*/g)].map((found, column) => ({
    column,
    start: found.index,
    end: found.index + found[0].length,
  }));
}

function lineAt(text: string, start: number): string {
  const newline = text.indexOf('\n', start);
  return text.slice(start, Math.min(newline < 0 ? text.length : newline, start + LONGEST_HEADER_LINE * 2));
}

function isRule(text: string, start: number, end: number): boolean {
  return end > start && /^[-=+|:_ \t\r]+$/.test(text.slice(start, Math.min(end, start + LONGEST_HEADER_LINE)));
}

function countOf(text: string, delimiter: string): number {
  let count = 0;
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) count += 1;
  }
  return count;
}
