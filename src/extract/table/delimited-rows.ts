/**
 * Rows of delimited text: RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180) read with tolerance. A quote opens a cell only at its
 * start; it closes only before a delimiter, a line end or the end. A quote that is never closed is an ordinary character.
 */
export interface DelimitedParser {
  /** Rows that `text` completes. */
  write(text: string): string[][];
  /** Whether no row has been begun. */
  isIdle(): boolean;
  /** What is left at the end. */
  end(): string[][];
}

/** A quoted cell longer than this was not meant as one. */
const QUOTED_LENGTH_MAX = 64 * 1024;

/** A row longer than this is handed on in pieces. */
const ROW_LENGTH_MAX = 512 * 1024;

const QUOTE = 34;
const LINE_FEED = 10;
const RETURN = 13;

export function createDelimitedParser(delimiter: string): DelimitedParser {
  let carry = '';
  return {
    write(text) {
      const joined = carry.length > 0 ? carry + text : text;
      const rows: string[][] = [];
      const used = parse(joined, delimiter, false, rows);
      carry = joined.slice(used);
      if (carry.length > ROW_LENGTH_MAX) {
        parse(carry, delimiter, true, rows);
        carry = '';
      }
      return rows;
    },
    isIdle: () => carry === '',
    end() {
      const rows: string[][] = [];
      if (carry.length > 0) parse(carry, delimiter, true, rows);
      carry = '';
      return rows;
    },
  };
}

/** Appends whole rows and gives the position after the last of them. */
function parse(text: string, delimiter: string, final: boolean, rows: string[][]): number {
  if (!text.includes('"')) return parsePlain(text, delimiter, final, rows);
  const separator = delimiter.charCodeAt(0);
  let at = 0;
  let used = 0;
  let row: string[] = [];
  // Where the next of each would be, so that no stretch is searched twice.
  let nextSeparator = -1;
  let nextLine = -1;
  while (at < text.length) {
    let end: number;
    let cell: string;
    if (text.charCodeAt(at) === QUOTE) {
      const close = closingQuote(text, at + 1, separator, final);
      if (close === -2) return used;
      if (close >= 0) {
        cell = text.slice(at + 1, close);
        if (cell.includes('""')) cell = cell.replaceAll('""', '"');
        end = close + 1;
      } else {
        end = plainEnd(at + 1);
        cell = text.slice(at, end);
      }
    } else {
      end = plainEnd(at);
      cell = text.slice(at, end);
    }
    if (end >= text.length && !final) return used;
    const code = text.charCodeAt(end);
    if (code === separator) {
      row.push(cell);
      at = end + 1;
      if (at >= text.length && final) row.push('');
      continue;
    }
    if (code === RETURN && text.charCodeAt(end + 1) === LINE_FEED) end += 1;
    else if (cell.charCodeAt(cell.length - 1) === RETURN) cell = cell.slice(0, -1);
    row.push(cell);
    rows.push(row);
    row = [];
    at = end + 1;
    used = at;
  }
  if (final && row.length > 0) rows.push(row);
  return final ? text.length : used;

  function plainEnd(from: number): number {
    if (nextSeparator < from) nextSeparator = indexOrEnd(text, delimiter, from);
    if (nextLine < from) nextLine = indexOrEnd(text, '\n', from);
    return Math.min(nextSeparator, nextLine);
  }
}

function indexOrEnd(text: string, what: string, from: number): number {
  const index = text.indexOf(what, from);
  return index < 0 ? text.length : index;
}

/** Position of the closing quote; -1 when there is none; -2 when more text is needed to tell. */
function closingQuote(text: string, from: number, separator: number, final: boolean): number {
  const limit = from + QUOTED_LENGTH_MAX;
  for (let at = text.indexOf('"', from); at >= 0 && at < limit; at = text.indexOf('"', at)) {
    if (at + 1 >= text.length) return final ? at : -2;
    const code = text.charCodeAt(at + 1);
    if (code === QUOTE) {
      at += 2;
      continue;
    }
    if (code === separator || code === LINE_FEED) return at;
    if (code === RETURN) {
      if (at + 2 >= text.length && !final) return -2;
      return at;
    }
    at += 1;
  }
  return !final && text.length < limit ? -2 : -1;
}

/** No quote anywhere: rows are lines. */
function parsePlain(text: string, delimiter: string, final: boolean, rows: string[][]): number {
  let at = 0;
  let nextSeparator = indexOrEnd(text, delimiter, 0);
  while (at < text.length) {
    let line = text.indexOf('\n', at);
    if (line < 0) {
      if (!final) return at;
      line = text.length;
    }
    const end = line > at && text.charCodeAt(line - 1) === RETURN ? line - 1 : line;
    const row: string[] = [];
    while (nextSeparator < end) {
      row.push(text.substring(at, nextSeparator));
      at = nextSeparator + 1;
      nextSeparator = indexOrEnd(text, delimiter, at);
    }
    row.push(text.substring(at, end));
    rows.push(row);
    at = line + 1;
  }
  return Math.min(at, text.length);
}
