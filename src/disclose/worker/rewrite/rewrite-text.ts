import { type CopyOutput, PART_CHARS_MAX, utf8Pieces } from './copy-streams.ts';
import type { Treatment } from './treatment.ts';

/** Characters that stay with the next piece: what is found may reach over a line end. */
const OVERLAP_CHARS = 4096;

/** Masks what may not stand in text; every other byte stays. Streams: pieces end at line ends. */
export function rewriteText(from: string, out: CopyOutput, treatment: Treatment): void {
  let held = '';
  for (const piece of utf8Pieces(from)) {
    held += piece;
    const line = held.lastIndexOf('\n', held.length - OVERLAP_CHARS);
    if (line < 0 && held.length < PART_CHARS_MAX) continue;
    const end = line < 0 ? held.length : line + 1;
    out.write(treatment.text(held.slice(0, end)));
    held = held.slice(end);
  }
  out.write(treatment.text(held));
}
