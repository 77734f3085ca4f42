import { utf8Of } from './rewrite-file.ts';
import type { Treatment } from './treatment.ts';

const PIECE_CHARS = 1 << 20;

/** Masks what may not stand in text; every other byte stays. Pieces end at line ends. */
export function rewriteText(bytes: Buffer, treatment: Treatment): Uint8Array {
  const text = utf8Of(bytes);
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const line = text.indexOf('\n', at + PIECE_CHARS);
    const end = line < 0 ? text.length : line + 1;
    pieces.push(treatment.text(text.slice(at, end)));
    at = end;
  }
  return Buffer.from(pieces.join(''));
}
