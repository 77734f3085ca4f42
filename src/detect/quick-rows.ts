import { isAscii } from 'node:buffer';
import type { CellSpans } from '../model/index.ts';
import type { CellAnswer } from './column-reader.ts';
import type { ColumnRole } from './header-roles.ts';
import { type CellVoice, LONGEST_CELL, type QuietCells } from './quiet-cells.ts';
import type { ReadyColumn } from './ready-column.ts';
import { signatureOf } from './signature.ts';

/**
 * Looks at the rows of a table and passes over all cells in which nothing could be found. Of a table in bytes only the cells that
 * say something by themselves are made strings.
 */
export interface QuickRows {
  /**
   * Whether nothing of row `row` must be read as text and it is no header: then `answers` says of each telling column what its
   * reader found, and `cells` what it holds where its role says something of the person. False: the row must be read in full.
   */
  readonly lookAtSpans: (spans: CellSpans, row: number) => boolean;
  readonly answers: readonly (CellAnswer | undefined)[];
  readonly cells: readonly string[];
  /** Columns whose cells say something by themselves. */
  readonly telling: readonly number[];
}

/** Roles by which a cell says something of its row's person. */
export const TELLING_ROLES: ReadonlySet<ColumnRole> = new Set<ColumnRole>(['state', 'deceased', 'minor', 'age']);

/** Places for what is known of cells; a newer one takes the place of an older. */
const SLOTS = 1 << 15;
/** What is known of a cell: it is passed over; it may be a part of a header, and is passed over in a row that is none. */
const PASSED = 1;
const HEADER = 2;
const READ = 3;

export function quickRows(
  columns: readonly ReadyColumn[],
  voices: QuietCells,
  isHeaderWord: (cell: string) => boolean,
): QuickRows {
  const tags = new Uint32Array(SLOTS);
  const known = new Uint8Array(SLOTS);
  const answers = new Array<CellAnswer | undefined>(columns.length).fill(undefined);
  const cells = new Array<string>(columns.length).fill('');
  const telling = columns.flatMap(({ plan }, column) =>
    plan.kind === 'pattern' || (plan.role !== undefined && TELLING_ROLES.has(plan.role)) ? [column] : [],
  );
  const isTelling = Uint8Array.from(columns, (_, column) => (telling.includes(column) ? 1 : 0));
  const readers = columns.map(({ plan, reader }) => (plan.kind === 'pattern' ? reader : undefined));
  const hasRole = Uint8Array.from(columns, ({ plan }) =>
    plan.role !== undefined && TELLING_ROLES.has(plan.role) ? 1 : 0,
  );

  const learn = (cell: string, column: number): number => {
    const { plan, shapes, lead } = columns[column] as ReadyColumn;
    if (plan.kind === 'numbers' && shapes.has(signatureOf(cell))) return PASSED;
    const voice: CellVoice = voices.voiceOf(column, lead, cell);
    if (voice === 'quiet') return PASSED;
    if (voice === 'header' || (cell.length <= 2 && isHeaderWord(cell))) return HEADER;
    return cell.length <= 2 ? PASSED : READ;
  };

  /** What is known of the cell `text[from, to)`, which no reader takes. */
  const codeOf = (text: string, from: number, to: number, column: number): number => {
    if (to - from > LONGEST_CELL) return READ;
    // As in quiet-cells.ts: all digits alike.
    let high = 0x9e3779b9 ^ column;
    let low = 0x85ebca6b ^ (to - from);
    for (let at = from; at < to; at += 1) {
      let unit = text.charCodeAt(at);
      if (unit >= 0x7f || unit < 0x20) return READ;
      if (unit >= 0x30 && unit <= 0x39) unit = 0x30;
      high = Math.imul(high ^ unit, 0x01000193);
      low = Math.imul(low ^ unit, 0x5bd1e995);
      low ^= low >>> 15;
    }
    low ^= high >>> 13;
    const slot = (low ^ (low >>> 17)) & (SLOTS - 1);
    const tag = (Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ low) >>> 0;
    const before = tags[slot] === tag ? (known[slot] as number) : 0;
    if (before !== 0) return before;
    const code = learn(text.substring(from, to), column);
    tags[slot] = tag;
    known[slot] = code;
    return code;
  };

  /** Whether the reader of the cell's column takes it. */
  const isTaken = (text: string, from: number, to: number, column: number): boolean => {
    if (hasRole[column] === 1) cells[column] = text.substring(from, to);
    const answer = readers[column]?.read(text, from, to);
    answers[column] = answer;
    return answer !== undefined && answer !== 'other';
  };

  let bytes: Uint8Array | undefined;
  let text = '';
  let isPlain = true;
  /** The bytes one character each, so that a cell is a piece of one string and needs no call into the engine. */
  const take = (block: Uint8Array): void => {
    bytes = block;
    const buffer = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
    isPlain = isAscii(buffer);
    text = buffer.toString('latin1');
  };

  return {
    answers,
    cells,
    telling,
    lookAtSpans: (spans, row) => {
      const { rowFirst, starts, ends } = spans;
      if (bytes !== spans.bytes) take(spans.bytes);
      const first = rowFirst[row] as number;
      const width = (rowFirst[row + 1] as number) - first;
      if (width > columns.length) return false;
      let headers = 0;
      for (let column = 0; column < columns.length; column += 1) {
        answers[column] = undefined;
        cells[column] = '';
        if (column >= width) continue;
        const from = starts[first + column] as number;
        const to = ends[first + column] as number;
        if (from === to) continue;
        if (isTelling[column] === 1) {
          if (!isPlain && !isAsciiPiece(text, from, to)) return false;
          if (isTaken(text, from, to, column)) continue;
        }
        const code = codeOf(text, from, to, column);
        if (code === READ) return false;
        if (code === HEADER) headers += 1;
      }
      return headers === 0 || hasNumber(text, starts[first] as number, ends[first + width - 1] as number);
    },
  };
}

function isAsciiPiece(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (text.charCodeAt(at) >= 0x80) return false;
  return true;
}

/** Three digits side by side: no header has them. */
function hasNumber(text: string, from: number, to: number): boolean {
  let digits = 0;
  for (let at = from; at < to; at += 1) {
    const unit = text.charCodeAt(at);
    digits = unit >= 0x30 && unit <= 0x39 ? digits + 1 : 0;
    if (digits === 3) return true;
  }
  return false;
}
