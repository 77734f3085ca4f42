import type { Extracted, Place, PlacePart } from '../../model/index.ts';
import { inPart, textBlocks } from '../blocks.ts';

/** Kept strings for the same text written twice. */
const SEEN_MAX = 5000;

const PIECE_LENGTH = 64 * 1024;

/** Text beside the running text: alt texts, field codes, deletions, text boxes. One line each, the same line once. */
export interface SideTexts {
  add(part: PlacePart, ...texts: (string | undefined)[]): void;
  /** Goes on with the last text of that part: field codes come in pieces. */
  join(part: PlacePart, text: string): void;
  isLong(): boolean;
  take(place: Place): Generator<Extracted>;
}

export function createSideTexts(): SideTexts {
  const lines = new Map<PlacePart, string[]>();
  const seen = new Set<string>();
  let length = 0;
  const linesOf = (part: PlacePart): string[] => {
    let list = lines.get(part);
    if (!list) {
      list = [];
      lines.set(part, list);
    }
    return list;
  };
  return {
    add(part, ...texts) {
      for (const text of texts) {
        const trimmed = text?.trim() ?? '';
        const key = `${part} ${trimmed}`;
        if (trimmed === '' || seen.has(key)) continue;
        if (seen.size < SEEN_MAX) seen.add(key);
        linesOf(part).push(trimmed);
        length += trimmed.length;
      }
    },
    join(part, text) {
      const list = linesOf(part);
      const last = list.pop() ?? '';
      list.push(last + text);
      length += text.length;
    },
    isLong: () => length > PIECE_LENGTH,
    *take(place) {
      for (const [part, list] of lines) yield* textBlocks(inPart(place, part), `${list.join('\n')}\n`);
      lines.clear();
      length = 0;
    },
  };
}
