import type { CompiledPack } from './compiled-pack.ts';
import { readWindow } from './read-window.ts';
import type { TextTableState } from './text-table.ts';
import { byteEndOf, byteStartOf } from './utf16.ts';
import type { Weighed } from './weigh.ts';
import { windowsOver } from './windows.ts';

/** A weighed reading with its place in the bytes of the text. */
export interface PlacedReading {
  readonly weighed: Weighed;
  readonly byteStart: number;
  readonly byteEnd: number;
}

export interface TextReading {
  readonly found: readonly PlacedReading[];
  readonly phrases: readonly number[];
}

/** Reads `utf8` from `ownFrom` to `ownTo`, window by window. What stands around is read too, findings there are not told.
 * `tables`: the table that the text before was in; left for the text after. */
export function* readText(
  pack: CompiledPack,
  utf8: Uint8Array,
  ownFrom: number,
  ownTo: number,
  tables: TextTableState = { columns: undefined },
): Generator<TextReading> {
  for (const window of windowsOver(utf8, ownFrom, ownTo)) {
    const bytes = utf8.subarray(window.from, window.to);
    const { folded, weighed, phrases } = readWindow(pack, bytes, tables);
    const found: PlacedReading[] = [];
    for (const one of weighed) {
      const byteStart = window.from + byteStartOf(folded, one.start);
      if (byteStart < window.ownFrom || byteStart >= window.ownTo) continue;
      found.push({ weighed: one, byteStart, byteEnd: window.from + byteEndOf(folded, bytes, one.end) });
    }
    yield { found, phrases };
  }
}
