import type { CellSpans } from '../model/index.ts';
import type { CellAnswer } from './column-reader.ts';
import { type CellVoice, LONGEST_CELL, type QuietCells } from './quiet-cells.ts';
import type { ReadyColumn } from './ready-column.ts';
import { signatureOf } from './signature.ts';

/**
 * Looks at the rows of a table where they lie in the bytes, and passes over all cells in which nothing could be found: only the
 * cells of a pattern's column are made strings.
 */
export interface QuickRows {
  /**
   * Whether nothing of row `row` must be read as text and it is no header: then `answers` says of each column of a pattern what
   * its reader found. False: the row must be read as strings.
   */
  readonly look: (spans: CellSpans, row: number) => boolean;
  readonly answers: readonly (CellAnswer | undefined)[];
  /** Columns whose cells say something by themselves. */
  readonly telling: readonly number[];
  readonly cell: (spans: CellSpans, row: number, column: number) => string;
}

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
  const telling = columns.flatMap(({ plan }, column) =>
    plan.kind === 'pattern' || plan.role !== undefined ? [column] : [],
  );
  let text: Buffer = Buffer.alloc(0);

  const learn = (cell: string, column: number): number => {
    const { plan, shapes, lead } = columns[column] as ReadyColumn;
    if (plan.kind === 'numbers' && shapes.has(signatureOf(cell))) return PASSED;
    const voice: CellVoice = voices.voiceOf(column, lead, cell);
    if (voice === 'quiet') return PASSED;
    if (voice === 'header' || (cell.length <= 2 && isHeaderWord(cell))) return HEADER;
    return cell.length <= 2 ? PASSED : READ;
  };

  let seen: Uint8Array | undefined;
  const bufferOf = (bytes: Uint8Array): Buffer => {
    if (seen !== bytes) {
      seen = bytes;
      text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    return text;
  };

  return {
    answers,
    telling,
    cell: ({ bytes, rowFirst, starts, ends }, row, column) => {
      const at = (rowFirst[row] as number) + column;
      return at < (rowFirst[row + 1] as number) ? bufferOf(bytes).toString('latin1', starts[at], ends[at]) : '';
    },
    look: ({ bytes, rowFirst, starts, ends }, row) => {
      const first = rowFirst[row] as number;
      const width = (rowFirst[row + 1] as number) - first;
      if (width > columns.length) return false;
      let headers = 0;
      let hasNumber = false;
      for (let column = 0; column < columns.length; column += 1) {
        answers[column] = undefined;
        if (column >= width) continue;
        const from = starts[first + column] as number;
        const to = ends[first + column] as number;
        if (from === to) continue;
        if (to - from > LONGEST_CELL) return false;
        // As in quiet-cells.ts: all digits alike.
        let high = 0x9e3779b9 ^ column;
        let low = 0x85ebca6b ^ (to - from);
        let digits = 0;
        for (let at = from; at < to; at += 1) {
          let unit = bytes[at] as number;
          if (unit >= 0x7f || unit < 0x20) return false;
          if (unit >= 0x30 && unit <= 0x39) {
            unit = 0x30;
            digits += 1;
            if (digits === 3) hasNumber = true;
          } else digits = 0;
          high = Math.imul(high ^ unit, 0x01000193);
          low = Math.imul(low ^ unit, 0x5bd1e995);
          low ^= low >>> 15;
        }
        const { plan, reader } = columns[column] as ReadyColumn;
        if (plan.kind === 'pattern' && reader) {
          const answer = reader.read(bufferOf(bytes).toString('latin1', from, to));
          answers[column] = answer;
          if (answer !== 'other') continue;
        }
        low ^= high >>> 13;
        const slot = (low ^ (low >>> 17)) & (SLOTS - 1);
        const tag = (Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ low) >>> 0;
        let code = tags[slot] === tag ? (known[slot] as number) : 0;
        if (code === 0) {
          code = learn(bufferOf(bytes).toString('latin1', from, to), column);
          tags[slot] = tag;
          known[slot] = code;
        }
        if (code === READ) return false;
        if (code === HEADER) headers += 1;
      }
      return headers === 0 || hasNumber;
    },
  };
}
