import type {
  EncryptionMethod,
  Place,
  PlacePart,
  ReadingNote,
  TextBlock,
  UnreadPart,
  UnreadReason,
} from '../model/index.ts';

/** Longest block of text, bytes. */
export const BLOCK_BYTES_MAX = 1024 * 1024;

/** Text of one place as blocks, cut at line ends. */
export function* textBlocks(place: Place, text: string, continues = false): Generator<TextBlock> {
  if (text.length === 0) return;
  const bytes = Buffer.from(text, 'utf8');
  let start = 0;
  while (bytes.length - start > BLOCK_BYTES_MAX) {
    const cut = cutPoint(bytes, start, start + BLOCK_BYTES_MAX);
    yield { kind: 'text', place, utf8: bytes.subarray(start, cut), continues: true };
    start = cut;
  }
  yield { kind: 'text', place, utf8: start === 0 ? bytes : bytes.subarray(start), continues };
}

/** Where to cut `bytes` at or before `end`: after a line end, else after a space, else between two characters. */
export function cutPoint(bytes: Buffer, start: number, end: number): number {
  const line = bytes.lastIndexOf(10, end - 1);
  if (line >= start) return line + 1;
  const space = bytes.lastIndexOf(32, end - 1);
  if (space >= start) return space + 1;
  let cut = end;
  while (cut > start && cut < bytes.length && ((bytes[cut] ?? 0) & 0xc0) === 0x80) cut -= 1;
  return cut > start ? cut : end;
}

export function inPart(place: Place, part: PlacePart): Place {
  return { ...place, part };
}

export function unread(place: Place, reason: UnreadReason, detail?: string, encryption?: EncryptionMethod): UnreadPart {
  return { kind: 'unread', place, reason, ...(detail ? { detail } : {}), ...(encryption ? { encryption } : {}) };
}

export function note(place: Place, what: ReadingNote['note'], detail?: string): ReadingNote {
  return { kind: 'note', place, note: what, ...(detail ? { detail } : {}) };
}

/**
 * A member's name as a place may show it: a place never holds a value that was found, and people do write numbers into
 * file names. Runs of nine and more digits keep their last four.
 */
export function memberName(name: string): string {
  return name.replace(/\d(?:[-_. ]?\d){8,}/g, (run) => run.slice(0, -4).replace(/\d/g, '#') + run.slice(-4));
}
