import { nameWord } from './canonical.ts';
import type { CellAnswer, ColumnReader } from './column-reader.ts';
import { hashText, type TextHash } from './text-hash.ts';

/** What is known of one cell. */
export interface KnownCell extends TextHash {
  readonly cell: string;
  readonly code: number;
  readonly answer: CellAnswer;
  readonly value: string;
  readonly canonical: string;
  /** As a word of a longer name, see `nameWord`. */
  readonly word: string;
}

const MOST_CELLS = 1 << 15;
const FIRST_SLOTS = 1 << 8;
/** Longer cells are not names or dates. */
const LONGEST_CELL = 96;
const NOTHING: KnownCell = { cell: '', code: 0, answer: 'other', value: '', canonical: '', word: '', high: 0, low: 0 };

export function knownCell(
  cell: string,
  code: number,
  told: Pick<KnownCell, 'answer' | 'value' | 'canonical'>,
): KnownCell {
  const learnt = { cell, code, ...told, word: nameWord(told.value), high: 0, low: 0 };
  hashText(told.canonical, learnt);
  return learnt;
}

/** A reader that works out values such as birth dates and names once, because they repeat. */
export function repeatedCells(reader: ColumnReader): ColumnReader {
  let known: KnownCell[] = [];
  // Numbers of known cells, by open addressing; -1 is free.
  let slots = new Int32Array(FIRST_SLOTS).fill(-1);
  let last = NOTHING;

  const learn = (cell: string, code: number): KnownCell => {
    const answer = reader.read(cell, 0, cell.length);
    if (answer === 'other') return { ...NOTHING, cell, code };
    return knownCell(cell, code, { answer, value: reader.value(), canonical: reader.canonical() });
  };

  const keep = (cell: KnownCell): void => {
    if (known.length >= MOST_CELLS) {
      known = [];
      slots.fill(-1);
    }
    known.push(cell);
    if (known.length * 2 > slots.length) {
      slots = new Int32Array(slots.length * 2).fill(-1);
      for (const [number, { code }] of known.entries()) slots[freeSlot(slots, code)] = number;
    } else slots[freeSlot(slots, cell.code)] = known.length - 1;
  };

  return {
    read: (text, from, to) => {
      if (to - from > LONGEST_CELL) {
        last = learn(text.substring(from, to), 0);
        return last.answer;
      }
      let code = to - from;
      for (let at = from; at < to; at += 1) {
        code = Math.imul(code ^ text.charCodeAt(at), 0x01000193);
        code ^= code >>> 15;
      }
      const mask = slots.length - 1;
      let slot = code & mask;
      for (let number = slots[slot] as number; number >= 0; number = slots[slot] as number) {
        const held = known[number] as KnownCell;
        if (held.code === code && isSame(held.cell, text, from, to)) {
          last = held;
          return held.answer;
        }
        slot = (slot + 1) & mask;
      }
      last = learn(ownCopy(text.substring(from, to)), code);
      keep(last);
      return last.answer;
    },
    value: () => last.value,
    canonical: () => last.canonical,
    hash: (out) => {
      out.high = last.high;
      out.low = last.low;
    },
    known: () => last,
  };
}

function freeSlot(slots: Int32Array, code: number): number {
  const mask = slots.length - 1;
  let slot = code & mask;
  while ((slots[slot] as number) >= 0) slot = (slot + 1) & mask;
  return slot;
}

function isSame(cell: string, text: string, from: number, to: number): boolean {
  if (cell.length !== to - from) return false;
  for (let at = from; at < to; at += 1) if (cell.charCodeAt(at - from) !== text.charCodeAt(at)) return false;
  return true;
}

/** A piece of a text keeps all of the text in memory; its copy does not. */
function ownCopy(cell: string): string {
  return Buffer.from(cell, 'utf16le').toString('utf16le');
}
