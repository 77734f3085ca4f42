import type { AgreementColumn } from '../../agreement.ts';
import { SUPPRESSED } from '../../forms.ts';
import { findHeaderRow, HEADER_SEARCH_ROWS, type MatchedHeader, matchHeader } from '../../match-header.ts';
import type { RowPlan } from '../row-plan.ts';
import { bytePieces, type CopyOutput, PART_CHARS_MAX } from './copy-streams.ts';
import { RewriteRefused } from './rewrite-refused.ts';
import type { Treatment } from './treatment.ts';

/** A record with its cells as written, quotes included, and its line end. */
interface RawRecord {
  readonly cells: readonly string[];
  readonly end: string;
}

/**
 * Streams a csv or tsv: columns that the agreement does not know are left out, the others take their form, and every other byte stays.
 * Works on one character for each byte, so that nothing is decoded that is not changed.
 */
export function rewriteDelimited(
  from: string,
  out: CopyOutput,
  treatment: Treatment,
  plan: RowPlan,
  ending: 'csv' | 'tsv',
): void {
  const write = (text: string): void => out.bytes(Buffer.from(text, 'latin1'));
  const begin: RawRecord[] = [];
  let delimiter = '';
  let header: MatchedHeader | undefined;
  let pending = '';
  const put = (text: string): void => {
    pending += text;
    if (pending.length < WRITE_CHARS) return;
    write(pending);
    pending = '';
  };
  const decideHeader = (): void => {
    const rows = begin.map(({ cells }) => cells.map(plain));
    const at = findHeaderRow(treatment.agreement, rows);
    if (at < 0) throw new RewriteRefused('no row names a column of the agreement', 'Put a header row above the data');
    header = matchHeader(treatment.agreement, rows[at] ?? []);
    for (const [index, record] of begin.entries()) {
      if (index < at) put(titleRecord(record, treatment, delimiter));
      else if (index === at) put(keptNames(record, header, delimiter));
      else put(treatedRecord(record, header, treatment, plan, delimiter));
    }
    begin.length = 0;
  };
  const take = (record: RawRecord): void => {
    if (header) put(treatedRecord(record, header, treatment, plan, delimiter));
    else if (begin.push(record) >= HEADER_SEARCH_ROWS) decideHeader();
  };
  let rest = '';
  for (const piece of bytePieces(from)) {
    let text = rest + piece.toString('latin1');
    if (delimiter === '') {
      if (/^(?:\xff\xfe|\xfe\xff)/.test(text) || text.includes('\u0000'))
        throw new RewriteRefused('the file is not UTF-8', 'Save it as UTF-8 first');
      if (text.startsWith('\xef\xbb\xbf')) {
        put(text.slice(0, 3));
        text = text.slice(3);
      }
      delimiter = ending === 'tsv' ? '\t' : delimiterOf(text.slice(0, 65_536), treatment);
    }
    rest = takeRecords(text, delimiter, false, take);
    if (rest.length > PART_CHARS_MAX)
      throw new RewriteRefused('a quote is opened and never closed', 'Export the file again');
  }
  takeRecords(rest, delimiter, true, take);
  if (!header) decideHeader();
  write(pending);
}

const WRITE_CHARS = 1 << 20;

/** Hands on every whole record; returns what is left. */
function takeRecords(text: string, delimiter: string, last: boolean, take: (record: RawRecord) => void): string {
  const delimiterCode = delimiter.charCodeAt(0);
  let recordAt = 0;
  let cellAt = 0;
  let quoted = false;
  let cells: string[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      if (quoted) {
        if (text.charCodeAt(at + 1) === 0x22) at += 1;
        else if (at + 1 === text.length && !last) return text.slice(recordAt);
        else quoted = false;
      } else if (at === cellAt) quoted = true;
    } else if (!quoted && code === delimiterCode) {
      cells.push(text.slice(cellAt, at));
      cellAt = at + 1;
    } else if (!quoted && (code === 0x0a || code === 0x0d)) {
      if (code === 0x0d && at + 1 === text.length && !last) return text.slice(recordAt);
      const end = code === 0x0d && text.charCodeAt(at + 1) === 0x0a ? '\r\n' : text.charAt(at);
      cells.push(text.slice(cellAt, at));
      take({ cells, end });
      at += end.length - 1;
      cells = [];
      recordAt = at + 1;
      cellAt = recordAt;
    }
  }
  if (!last) return text.slice(recordAt);
  if (cells.length > 0 || cellAt < text.length) take({ cells: [...cells, text.slice(cellAt)], end: '' });
  return '';
}

function treatedRecord(
  { cells, end }: RawRecord,
  { columns }: MatchedHeader,
  treatment: Treatment,
  plan: RowPlan,
  delimiter: string,
): string {
  const shown = (column: AgreementColumn): string | undefined => {
    const at = columns.indexOf(column);
    if (at < 0) return undefined;
    const value = plain(cells[at] ?? '');
    return treatment.cell(column, value) ?? value;
  };
  const { leaveOut, suppressed } = plan.next('', shown);
  if (leaveOut) return '';
  let line = '';
  let first = true;
  for (let at = 0; at < columns.length; at += 1) {
    const column = columns[at];
    if (!column || column.form === 'drop') continue;
    const cell = cells[at] ?? '';
    if (!first) line += delimiter;
    first = false;
    if (suppressed.has(column)) line += written(SUPPRESSED, cell, delimiter);
    else if (treatment.leaves(column)) line += cell;
    else {
      const next = treatment.cell(column, plain(cell));
      line += next === undefined ? cell : written(next, cell, delimiter);
    }
  }
  return line + end;
}

function titleRecord({ cells, end }: RawRecord, treatment: Treatment, delimiter: string): string {
  return cells.map((cell) => written(treatment.text(plain(cell)), cell, delimiter)).join(delimiter) + end;
}

function keptNames({ cells, end }: RawRecord, { columns }: MatchedHeader, delimiter: string): string {
  return cells.filter((_, at) => columns[at] && columns[at]?.form !== 'drop').join(delimiter) + end;
}

/** The delimiter under which the first rows name most columns of the agreement. */
function delimiterOf(text: string, treatment: Treatment): string {
  const scored = [',', ';', '\t', '|'].map((delimiter) => {
    const rows: string[][] = [];
    takeRecords(text, delimiter, true, ({ cells }) => rows.length < HEADER_SEARCH_ROWS && rows.push(cells.map(plain)));
    const at = findHeaderRow(treatment.agreement, rows);
    const hits = at < 0 ? 0 : matchHeader(treatment.agreement, rows[at] ?? []).columns.filter(Boolean).length;
    return { delimiter, hits };
  });
  return scored.sort((a, b) => b.hits - a.hits)[0]?.delimiter ?? ',';
}

function plain(cell: string): string {
  const bare =
    cell.startsWith('"') && cell.endsWith('"') && cell.length > 1 ? cell.slice(1, -1).replaceAll('""', '"') : cell;
  return Buffer.from(bare, 'latin1').toString('utf8');
}

function written(value: string, before: string, delimiter: string): string {
  const bytes = Buffer.from(value, 'utf8').toString('latin1');
  const quote = before.startsWith('"') || bytes.includes(delimiter) || /["\r\n]/.test(bytes);
  return quote ? `"${bytes.replaceAll('"', '""')}"` : bytes;
}
