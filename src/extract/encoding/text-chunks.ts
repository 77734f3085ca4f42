import type { Extracted, Place } from '../../model/index.ts';
import { cutPoint, note } from '../blocks.ts';
import type { ReadContext } from '../format.ts';
import type { Source } from '../source.ts';
import { decodeToUtf8 } from './decode-to-utf8.ts';
import { detectEncoding } from './detect-encoding.ts';

/** Longest line that is kept together, bytes. */
const LINE_BYTES_MAX = 256 * 1024;

/** Longest string that is decoded in one go, bytes. */
export const PIECE_BYTES = 60 * 1024;

/** A piece of text that ends at a line end, or at the end of the source, or where a line is too long. */
export interface TextChunk {
  /** Valid UTF-8, until the next chunk is asked for. */
  readonly utf8: Buffer;
  readonly last: boolean;
}

/** The source as UTF-8 cut at line ends; notes say what had to be guessed. */
export async function* textChunks(source: Source, context: ReadContext, notes: Extracted[]): AsyncIterable<TextChunk> {
  const detected = detectEncoding(context.look.head, context.look.whole) ?? {
    name: 'windows-1252',
    markBytes: 0,
    guessed: true,
  };
  const guess = (encoding: string): void => {
    notes.push(note(context.place, 'encoding-guessed', encoding));
  };
  if (detected.guessed) guess(detected.name);
  const decoded = decodeToUtf8(source.chunks(), {
    encoding: detected.name,
    markBytes: detected.markBytes,
    onGuess: guess,
  });
  yield* lineChunks(decoded);
}

/** Joins and cuts so that every piece ends at a line end. One copy per byte, into two buffers in turn. */
export async function* lineChunks(chunks: AsyncIterable<Buffer>): AsyncIterable<TextChunk> {
  const rings: [Buffer, Buffer] = [Buffer.alloc(0), Buffer.alloc(0)];
  let turn = 0;
  let length = 0;
  let room = rings[0];
  // The piece before the present one, so that the last can be marked.
  let pending: Buffer | undefined;

  for await (const chunk of chunks) {
    if (room.length < length + chunk.length) room = grow(rings, turn, length, length + chunk.length);
    chunk.copy(room, length);
    length += chunk.length;
    const line = room.lastIndexOf(10, length - 1);
    const end =
      line >= 0 && line < length
        ? line + 1
        : length > LINE_BYTES_MAX
          ? cutPoint(room.subarray(0, length), 0, length)
          : 0;
    if (end === 0) continue;
    if (pending) yield { utf8: pending, last: false };
    pending = room.subarray(0, end);
    const rest = length - end;
    turn = 1 - turn;
    const next = rings[turn === 0 ? 0 : 1];
    const other = next.length >= rest ? next : grow(rings, turn, 0, Math.max(rest * 2, room.length));
    room.copy(other, 0, end, length);
    room = other;
    length = rest;
  }
  if (length > 0) {
    if (pending) yield { utf8: pending, last: false };
    pending = room.subarray(0, length);
  }
  if (pending) yield { utf8: pending, last: true };
}

function grow(rings: [Buffer, Buffer], turn: number, used: number, wanted: number): Buffer {
  const index = turn === 0 ? 0 : 1;
  const bigger = Buffer.allocUnsafe(Math.max(wanted, rings[index].length * 2));
  rings[index].copy(bigger, 0, 0, used);
  rings[index] = bigger;
  return bigger;
}

/** Blocks of plain text with line numbers, from chunks. */
export async function* textChunkBlocks(
  chunks: AsyncIterable<TextChunk>,
  place: Place,
  notes: Extracted[],
): AsyncIterable<Extracted> {
  let line = 1;
  for await (const { utf8, last } of chunks) {
    while (notes.length > 0) yield notes.shift() as Extracted;
    yield { kind: 'text', place: { ...place, line }, utf8, continues: !last };
    line += countLines(utf8);
  }
  while (notes.length > 0) yield notes.shift() as Extracted;
}

export function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines;
}

/**
 * A chunk as strings of at most `PIECE_BYTES`, cut at line ends. V8 makes bigger strings outside its young generation, which costs
 * twenty times as much (measured: 170 against 8000 MB/s).
 */
export function* textPieces(utf8: Buffer): Generator<string> {
  for (const piece of bytePieces(utf8)) yield piece.toString('utf8');
}

/** The same pieces as bytes. */
export function* bytePieces(utf8: Buffer): Generator<Buffer> {
  let start = 0;
  while (utf8.length - start > PIECE_BYTES) {
    const cut = cutPoint(utf8, start, start + PIECE_BYTES);
    yield utf8.subarray(start, cut);
    start = cut;
  }
  yield utf8.subarray(start);
}
