import type { CompiledPack } from './compiled-pack.ts';
import { headerMeaning } from './header.ts';
import type { TextColumns, TextField, TextTableLine } from './text-table.ts';
import { isDigit } from './words.ts';

const LONGEST_RECORD = 4000;
const MOST_FIELDS = 200;
const LEAST_KNOWN = 2;

/** Rows of tables that are written as SQL or as HTML inside folded text, whatever lines they stand on. In order. Linear. */
export function markedTableLines(pack: CompiledPack, text: string): TextTableLine[] {
  const found: TextTableLine[] = [];
  if (/insert\s+into/i.test(text)) found.push(...insertLines(pack, text));
  if (/<tr[\s>]/i.test(text)) found.push(...htmlLines(pack, text));
  return found;
}

const INSERT = /insert\s+into\s+[^\s(]{1,80}\s{0,8}\(([^()]{2,600})\)\s{0,8}values\s{0,8}(?=\()/gi;

/** `INSERT INTO people (name, ssn) VALUES ('…', '…'), (…)`. Rows count as far as the text goes on. */
function insertLines(pack: CompiledPack, text: string): TextTableLine[] {
  const found: TextTableLine[] = [];
  for (const insert of text.matchAll(INSERT)) {
    const names = (insert[1] as string).split(',').map((name) => name.replace(/[`"'[\]\s]/g, ''));
    const columns = columnsOf(pack, names, 1);
    if (!columns) continue;
    let at = insert.index + insert[0].length;
    while (at < text.length && text[at] === '(') {
      const { fields, end } = tupleAt(text, at + 1);
      if (fields.length > 0) found.push({ columns, fields });
      at = end;
      while (at < text.length && (text[at] === ',' || text.charCodeAt(at) <= 0x20)) at += 1;
    }
  }
  return found;
}

/** Fields of one tuple from behind its bracket, without their quotes; `end` is behind the closing bracket. */
function tupleAt(text: string, start: number): { fields: TextField[]; end: number } {
  const fields: TextField[] = [];
  const limit = Math.min(text.length, start + LONGEST_RECORD);
  let quoted = false;
  let from = start;
  for (let at = start; at < limit; at += 1) {
    const character = text[at];
    if (character === "'") quoted = !quoted;
    if (quoted || (character !== ',' && character !== ')')) continue;
    if (fields.length < MOST_FIELDS) fields.push(unquoted(text, fields.length, from, at));
    from = at + 1;
    if (character === ')') return { fields, end: at + 1 };
  }
  return { fields: [], end: limit };
}

function unquoted(text: string, column: number, start: number, end: number): TextField {
  let first = start;
  let last = end;
  const isEdge = (at: number): boolean => text.charCodeAt(at) <= 0x20 || text[at] === "'" || text[at] === '"';
  // N'…' marks national characters.
  while (first < last && (isEdge(first) || (text[first] === 'N' && text[first + 1] === "'"))) first += 1;
  while (last > first && isEdge(last - 1)) last -= 1;
  return { column, start: first, end: last };
}

/** Rows of HTML tables whose first row names the columns. */
function htmlLines(pack: CompiledPack, text: string): TextTableLine[] {
  const found: TextTableLine[] = [];
  let columns: TextColumns | undefined;
  const rows = [...text.matchAll(/<(tr[\s>]|table)/gi)];
  for (const [index, row] of rows.entries()) {
    if (row[1]?.toLowerCase() === 'table') {
      columns = undefined;
      continue;
    }
    const end = Math.min(rows[index + 1]?.index ?? text.length, row.index + LONGEST_RECORD);
    const fields = cellsOf(text, row.index, end);
    if (fields.length === 0) continue;
    const cells = fields.map((field) => text.slice(field.start, field.end));
    const named = cells.some((cell) => hasLongNumber(cell)) ? undefined : columnsOf(pack, cells, LEAST_KNOWN);
    if (named) columns = named;
    else if (columns) found.push({ columns, fields });
  }
  return found;
}

function cellsOf(text: string, start: number, end: number): TextField[] {
  const fields: TextField[] = [];
  const cell = /<t[dh][\s>]/gi;
  cell.lastIndex = start;
  for (let open = cell.exec(text); open && open.index < end && fields.length < MOST_FIELDS; open = cell.exec(text)) {
    let at = text.indexOf('>', open.index) + 1;
    while (at > 0 && at < end && text[at] === '<' && !/^<\/?t[dhr]/i.test(text.slice(at, at + 4)))
      at = text.indexOf('>', at) + 1;
    if (at <= 0 || at > end) break;
    const close = text.indexOf('<', at);
    let last = close < 0 || close > end ? end : close;
    while (at < last && text.charCodeAt(at) <= 0x20) at += 1;
    while (last > at && text.charCodeAt(last - 1) <= 0x20) last -= 1;
    fields.push({ column: fields.length, start: at, end: last });
    cell.lastIndex = Math.max(last, open.index + 3);
  }
  return fields;
}

function columnsOf(pack: CompiledPack, names: readonly string[], least: number): TextColumns | undefined {
  const headers = names.map((name) => headerMeaning(pack, name));
  if (names.length < 2 || headers.filter((header) => header.known).length < least) return undefined;
  return { delimiter: '', headers, line: '', spans: [], plans: { columns: undefined } };
}

function hasLongNumber(cell: string): boolean {
  let run = 0;
  for (let at = 0; at < cell.length; at += 1) {
    run = isDigit(cell.charCodeAt(at)) ? run + 1 : 0;
    if (run === 3) return true;
  }
  return false;
}
