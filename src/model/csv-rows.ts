/** One record of a CSV file with the line on which it begins (1-based). */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A quote that is opened on `line` and never closed. */
export interface OpenQuote {
  readonly openQuoteLine: number;
}

/**
 * Records of comma-separated text with quoted cells, after https://www.rfc-editor.org/rfc/rfc4180. Cells are trimmed;
 * blank lines and lines that begin with `#` are left out. Linear in the text.
 */
export function csvRows(text: string): readonly CsvRow[] | OpenQuote {
  const rows: CsvRow[] = [];
  let line = 1;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    if (text[at] === '#') {
      at = lineEnd(text, at);
    } else {
      const record = recordAt(text, at);
      if (record === undefined) return { openQuoteLine: line };
      if (record.cells.some((cell) => cell !== '')) rows.push({ line, cells: record.cells });
      line += newlinesIn(text, at, record.end);
      at = record.end;
    }
    if (at < text.length) line++;
    at++;
  }
  return rows;
}

function recordAt(text: string, start: number): { cells: string[]; end: number } | undefined {
  const cells: string[] = [];
  let at = start;
  for (;;) {
    const cell = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at);
    if (cell === undefined) return undefined;
    cells.push(cell.text.trim());
    if (text[cell.end] !== ',') return { cells, end: cell.end };
    at = cell.end + 1;
  }
}

function plainCell(text: string, start: number): { text: string; end: number } {
  let end = start;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n') end++;
  return { text: text.slice(start, end), end };
}

function quotedCell(text: string, start: number): { text: string; end: number } | undefined {
  let inside = '';
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return undefined;
    inside += text.slice(from, quote);
    if (text[quote + 1] !== '"') {
      const rest = plainCell(text, quote + 1);
      return { text: inside + rest.text.trimEnd(), end: rest.end };
    }
    inside += '"';
    from = quote + 2;
  }
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}

function newlinesIn(text: string, start: number, end: number): number {
  return text.slice(start, end).split('\n').length - 1;
}
