import type { Place, TextBlock } from '../model/index.ts';
import type { CompiledPack } from './compiled-pack.ts';
import { type PlacedReading, readText } from './read-text.ts';
import type { TextTableState } from './text-table.ts';
import { characterStart, LEAD_BYTES, TAIL_BYTES, WINDOW_BYTES } from './windows.ts';

/** A reading of the stream with its place and what separates it from the one before. */
export interface StreamReading {
  readonly reading: PlacedReading;
  readonly place: () => Place;
  /** What lies between this reading and the one before it. */
  readonly border: Border;
  /** Bytes from the end of the one before. */
  readonly distance: number;
}

/** Nothing, a line end, or the end of a passage or object. */
export type Border = 'none' | 'line' | 'passage';

/** Text blocks of one file, joined while they continue, read window by window. Keeps less than two windows in memory. */
export interface TextStream {
  readonly add: (block: TextBlock) => void;
  readonly finish: () => void;
}

interface Segment {
  /** Offset of the block's first byte in `buffer`; negative when its beginning was already dropped. */
  start: number;
  readonly place: Place;
  /** Newlines counted from the block's first byte up to `countedTo`. */
  lines: number;
  countedTo: number;
}

export function textStream(
  pack: CompiledPack,
  found: (reading: StreamReading) => void,
  phrase: (number: number) => void,
): TextStream {
  let pieces: Uint8Array[] = [];
  let pieceBytes = 0;
  let buffer: Uint8Array = new Uint8Array(0);
  let ownFrom = 0;
  let segments: Segment[] = [];
  let lastEnd = 0;
  const tables: TextTableState = { columns: undefined };

  const read = (ownTo: number): void => {
    for (const { found: readings, phrases } of readText(pack, buffer, ownFrom, ownTo, tables)) {
      for (const number of phrases) phrase(number);
      for (const reading of readings) {
        const from = Math.max(0, lastEnd);
        found({
          reading,
          place: () => placeAt(buffer, segments, reading.byteStart),
          border: borderBetween(buffer, from, reading.byteStart),
          distance: reading.byteStart - lastEnd,
        });
        lastEnd = Math.max(lastEnd, reading.byteEnd);
      }
    }
    ownFrom = ownTo;
  };

  const join = (): void => {
    if (pieces.length === 0) return;
    buffer =
      buffer.length === 0 && pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat([buffer, ...pieces]);
    pieces = [];
    pieceBytes = 0;
  };

  /** Drops what no later window reads. */
  const shift = (): void => {
    const drop = characterStart(buffer, Math.max(0, ownFrom - LEAD_BYTES));
    for (const segment of segments)
      countTo(buffer, segment, Math.min(drop, nextStart(segments, segment, buffer.length)));
    buffer = buffer.subarray(drop);
    ownFrom -= drop;
    lastEnd -= drop;
    for (const segment of segments) {
      segment.start -= drop;
      segment.countedTo = Math.max(0, segment.countedTo - drop);
    }
    while (segments[1] && segments[1].start <= 0) segments.shift();
  };

  const finish = (): void => {
    join();
    if (buffer.length > 0) read(buffer.length);
    buffer = new Uint8Array(0);
    ownFrom = 0;
    segments = [];
    lastEnd = 0;
    tables.columns = undefined;
  };

  return {
    add: (block) => {
      const start = buffer.length + pieceBytes;
      segments.push({ start, place: block.place, lines: 0, countedTo: start });
      pieces.push(block.utf8);
      pieceBytes += block.utf8.length;
      if (!block.continues) {
        finish();
        return;
      }
      if (buffer.length + pieceBytes - ownFrom < WINDOW_BYTES + TAIL_BYTES) return;
      join();
      read(characterStart(buffer, buffer.length - TAIL_BYTES));
      shift();
    },
    finish,
  };
}

function nextStart(segments: readonly Segment[], segment: Segment, end: number): number {
  return segments[segments.indexOf(segment) + 1]?.start ?? end;
}

function countTo(buffer: Uint8Array, segment: Segment, to: number): void {
  if (segment.place.line === undefined) return;
  let at = buffer.indexOf(10, segment.countedTo);
  while (at >= 0 && at < to) {
    segment.lines += 1;
    at = buffer.indexOf(10, at + 1);
  }
  segment.countedTo = Math.max(segment.countedTo, to);
}

function placeAt(buffer: Uint8Array, segments: readonly Segment[], offset: number): Place {
  let segment = segments[0] as Segment;
  for (const one of segments) if (one.start <= offset) segment = one;
  if (segment.place.line === undefined) return segment.place;
  if (offset < segment.countedTo) return { ...segment.place, line: segment.place.line + segment.lines };
  countTo(buffer, segment, offset);
  return { ...segment.place, line: segment.place.line + segment.lines };
}

const MOST_BORDER_BYTES = 1200;

function borderBetween(buffer: Uint8Array, from: number, to: number): Border {
  if (to <= from) return 'none';
  if (to - from > MOST_BORDER_BYTES) return 'passage';
  let border: Border = 'none';
  let blank = false;
  for (let at = from; at < to; at += 1) {
    const byte = buffer[at] as number;
    if (byte === 0x0a) {
      if (blank) return 'passage';
      border = 'line';
      blank = true;
    } else if (byte === 0x7d) {
      return 'passage';
    } else if (byte > 0x20) {
      blank = false;
    }
  }
  return border;
}
