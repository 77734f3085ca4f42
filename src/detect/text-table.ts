import type { ColumnPlan } from './column-plan.ts';
import type { CompiledPack } from './compiled-pack.ts';
import { type HeaderMeaning, headerMeaning, NO_HEADER } from './header.ts';
import { DELIMITERS, type LineShape, lineShapeAt } from './line-shape.ts';
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
  /** The line with the headers; empty where there is none. */
  readonly line: string;
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
const MOST_FIELDS = 200;

/** Lines of tables in folded text, in order. Linear. `state` is read and left for the next window. */
export function textTableLines(pack: CompiledPack, text: string, state: TextTableState): TextTableLine[] {
  const found: TextTableLine[] = markedTableLines(pack, text);
  const marked = found.length;
  let misfits = 0;
  for (let line = lineShapeAt(text, 0); line.start < text.length; ) {
    const { start, end } = line;
    const below = lineShapeAt(text, Math.min(end + 1, text.length));
    const header =
      headerLine(pack, text, line, below, state) ?? (state.columns ? undefined : namelessTable(text, line));
    if (header) {
      state.columns = header;
      misfits = 0;
    }
    if (header && header.spans.length > 0) {
      line = below;
      continue;
    }
    if (state.columns) {
      const fields = fieldsOf(text, start, end, state.columns);
      if (fields) {
        found.push({ columns: state.columns, fields });
        misfits = 0;
      } else if (end - start > 1 && !isRule(text, line)) {
        misfits += 1;
        if (misfits > 3) state.columns = undefined;
      }
    }
    line = below;
  }
  return marked === 0 ? found : found.sort((a, b) => (a.fields[0]?.start ?? 0) - (b.fields[0]?.start ?? 0));
}

/** Lines that look alike before a table without a header is one. */
const ALIKE_LINES = 8;

/** A table without header: this line and the next ones have the same number of delimiters, and numbers. */
function namelessTable(text: string, { start, end, counts, digitRun }: LineShape): TextColumns | undefined {
  if (end - start < 8 || end - start > LONGEST_HEADER_LINE || digitRun < 4) return undefined;
  const index = DELIMITERS.findIndex((one, at) => (counts[at] as number) >= (one === ',' ? 2 : 1));
  const delimiter = DELIMITERS[index];
  if (delimiter === undefined) return undefined;
  const count = counts[index] as number;
  let at = end + 1;
  for (let lines = 1; lines < ALIKE_LINES; lines += 1) {
    const next = lineShapeAt(text, Math.min(at, text.length));
    if (next.counts[index] !== count || next.digitRun < 4) return undefined;
    at = next.end + 1;
  }
  const headers = Array.from({ length: count + 1 }, () => NO_HEADER);
  return { delimiter, headers, line: '', spans: [], plans: { columns: undefined } };
}

/** The columns that a line of headers names. The same line again, as printed lists repeat it, is the same table. */
function headerLine(
  pack: CompiledPack,
  text: string,
  shape: LineShape,
  next: LineShape,
  state: TextTableState,
): TextColumns | undefined {
  const { start, end, counts, isSpaced } = shape;
  if (end - start < 5 || end - start > LONGEST_HEADER_LINE || end + 1 >= text.length || shape.digitRun >= 3)
    return undefined;
  if (!isSpaced && counts.every((count) => count === 0)) return undefined;
  const below = isRule(text, next) ? lineShapeAt(text, Math.min(next.end + 1, text.length)) : next;
  const line = text.slice(start, end);
  if (state.columns?.line === line) return state.columns;
  for (const [index, delimiter] of DELIMITERS.entries()) {
    const count = counts[index] as number;
    const apart = Math.abs((below.counts[index] as number) - count);
    if (count === 0 || count > MOST_FIELDS || apart > (delimiter === ',' ? 0 : 1)) continue;
    if (below.digitRun === 0 && !isTableOfWords(text, next, index, count)) continue;
    const columns = columnsOf(pack, line, delimitedFields(line, 0, line.length, delimiter), delimiter);
    if (columns) return columns;
  }
  return isSpaced && below.digitRun > 0 ? columnsOf(pack, line, blankFields(line), ' ') : undefined;
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
  return { delimiter, headers, line, spans, plans: { columns: undefined } };
}

/** Below a header without a number in the next line: tabs or pipes, and at least two lines with as many of them. */
function isTableOfWords(text: string, first: LineShape, index: number, count: number): boolean {
  if (DELIMITERS[index] !== '\t' && DELIMITERS[index] !== '|') return false;
  const second = lineShapeAt(text, Math.min(first.end + 1, text.length));
  return first.counts[index] === count && second.counts[index] === count;
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

const RULE = /[-=+|:_ \t\r]+/y;

/** A line drawn below headers. */
function isRule(text: string, { start, end }: LineShape): boolean {
  if (end === start) return false;
  const limit = Math.min(end, start + LONGEST_HEADER_LINE);
  RULE.lastIndex = start;
  return RULE.test(text) && RULE.lastIndex >= limit;
}
