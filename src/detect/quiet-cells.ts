import type { NothingHere } from './nothing-here.ts';

/**
 * What a cell can be to its row.
 * - `quiet`: nothing could be found in it, nor beside it because of it.
 * - `header`: the same, but it may be part of another header.
 * - `loud`: it must be read.
 */
export type CellVoice = 'quiet' | 'header' | 'loud';

/** Remembers which cells of a table are known to hold nothing. */
export interface QuietCells {
  /** `lead`: what stands before the cell when it is read as text. */
  readonly voiceOf: (column: number, lead: string, cell: string) => CellVoice;
}

/** Longer cells are running text: each is another one, and the text path is as fast. */
export const LONGEST_CELL = 96;
/** Places for answers; a newer one takes the place of an older. */
const SLOTS = 1 << 15;
const VOICES: readonly (CellVoice | undefined)[] = [undefined, 'quiet', 'header', 'loud'];

/**
 * Cells of a table repeat, in full or but for their digits. What was found out about one holds for all of its kind in the
 * column, by a hash of 47 bits.
 */
export function quietCells(nothingHere: NothingHere, isHeaderWord: (cell: string) => boolean): QuietCells {
  const tags = new Uint32Array(SLOTS);
  const answers = new Uint8Array(SLOTS);
  return {
    voiceOf: (column, lead, cell) => {
      if (cell.length > LONGEST_CELL) return 'loud';
      let high = 0x9e3779b9 ^ column;
      let low = 0x85ebca6b ^ cell.length;
      for (let i = 0; i < cell.length; i += 1) {
        let unit = cell.charCodeAt(i);
        if (unit >= 0x7f || unit < 0x20) return 'loud';
        if (unit >= 0x30 && unit <= 0x39) unit = 0x30;
        high = Math.imul(high ^ unit, 0x01000193);
        low = Math.imul(low ^ unit, 0x5bd1e995);
        low ^= low >>> 15;
      }
      low ^= high >>> 13;
      const slot = (low ^ (low >>> 17)) & (SLOTS - 1);
      const tag = (Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ low) >>> 0;
      const known = tags[slot] === tag ? VOICES[answers[slot] as number] : undefined;
      if (known) return known;
      const voice = !nothingHere((lead + cell).replace(/[0-9]/g, '0'))
        ? 'loud'
        : isHeaderWord(cell)
          ? 'header'
          : 'quiet';
      tags[slot] = tag;
      answers[slot] = VOICES.indexOf(voice);
      return voice;
    },
  };
}
