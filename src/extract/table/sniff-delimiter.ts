import { createDelimitedParser } from './delimited-rows.ts';

const DELIMITERS = [',', '\t', '|', ';', '^', '~', '\u001f'] as const;

/** Extensions that promise a table. */
const TABLE_EXTENSIONS: ReadonlySet<string> = new Set(['csv', 'tsv', 'tab', 'psv', 'dsv']);

/** The delimiter that makes a table of this text; nothing when it is prose, or something else. */
export function sniffDelimiter(text: string, extension: string, whole: boolean): string | undefined {
  const promised = TABLE_EXTENSIONS.has(extension);
  const sample = text.slice(0, 32 * 1024);
  let best: { delimiter: string; score: number } | undefined;
  for (const delimiter of DELIMITERS) {
    if (!sample.includes(delimiter)) continue;
    const score = tableScore(sample, delimiter, whole && sample.length === text.length);
    if (score > 0 && (!best || score > best.score)) best = { delimiter, score };
  }
  const enough = promised ? 0 : 0.8;
  if (best && best.score > enough) return best.delimiter;
  if (!promised) return undefined;
  return extension === 'tsv' || extension === 'tab' ? '\t' : ',';
}

/** 0..1: share of rows with the same number of cells, two at least, lowered where cells read like prose. */
function tableScore(sample: string, delimiter: string, whole: boolean): number {
  const parser = createDelimitedParser(delimiter);
  const rows = parser.write(sample);
  // The last row of a longer text is cut off by the sample.
  const tail = parser.end();
  if (whole || rows.length === 0) rows.push(...tail);
  const filled = rows.filter((row) => row.length > 1 || (row[0] ?? '').trim() !== '').slice(0, 200);
  if (filled.length < 2) return filled.length === 1 && (filled[0]?.length ?? 0) > 2 ? 0.3 : 0;
  const widths = new Map<number, number>();
  for (const row of filled) widths.set(row.length, (widths.get(row.length) ?? 0) + 1);
  const [width, count] = [...widths.entries()].reduce((most, entry) => (entry[1] > most[1] ? entry : most));
  if (width < 2) return 0;
  const consistent = count / filled.length;
  const cells = filled.filter((row) => row.length === width);
  const length =
    cells.reduce((sum, row) => sum + row.reduce((inner, cell) => inner + cell.length, 0), 0) / (count * width);
  // A comma followed by a blank, with long pieces, is a sentence.
  const spaced =
    cells.reduce((sum, row) => sum + row.slice(1).filter((cell) => cell.startsWith(' ')).length, 0) /
    (count * (width - 1));
  const proseLike = (delimiter === ',' || delimiter === ';') && ((spaced > 0.8 && length > 25) || length > 80);
  if (proseLike) return 0.1 * consistent;
  // Few rows, or two columns only, may be chance.
  const evidence = count >= 3 || width >= 3 ? 1 : 0.7;
  return consistent * evidence * Math.min(1, 0.9 + 0.02 * width);
}
