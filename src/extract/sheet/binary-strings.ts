/** Bytes of one record and of those that continue it, read as one. */
export interface RecordCursor {
  readonly pieces: readonly Buffer[];
  piece: number;
  at: number;
}

export function cursorOf(data: Buffer, more: readonly Buffer[], at = 0): RecordCursor {
  return { pieces: [data, ...more], piece: 0, at };
}

/** Nothing at the end of the last piece. */
function nextByte(cursor: RecordCursor): number | undefined {
  for (let piece = cursor.pieces[cursor.piece]; piece; piece = cursor.pieces[cursor.piece]) {
    if (cursor.at < piece.length) return piece[cursor.at++];
    cursor.piece += 1;
    cursor.at = 0;
  }
  return undefined;
}

export function nextUInt(cursor: RecordCursor, bytes: 1 | 2 | 4): number | undefined {
  let value = 0;
  for (let index = 0; index < bytes; index += 1) {
    const byte = nextByte(cursor);
    if (byte === undefined) return undefined;
    value += byte * 2 ** (8 * index);
  }
  return value;
}

function skip(cursor: RecordCursor, bytes: number): void {
  for (let left = bytes; left > 0; ) {
    const piece = cursor.pieces[cursor.piece];
    if (!piece) return;
    const here = Math.min(left, piece.length - cursor.at);
    cursor.at += here;
    left -= here;
    if (left > 0) {
      cursor.piece += 1;
      cursor.at = 0;
    }
  }
}

const WIDE = 1;
const EXTENDED = 4;
const RICH = 8;

/**
 * A string with its flags in front ([MS-XLS] 2.5.293, 2.5.294); what says how it looks is passed over. Nothing where no string
 * begins; a string that is cut off gives what is there.
 */
export function unicodeString(cursor: RecordCursor, countBytes: 1 | 2): string | undefined {
  const count = nextUInt(cursor, countBytes);
  const flags = nextUInt(cursor, 1);
  if (count === undefined || flags === undefined) return undefined;
  const runs = (flags & RICH) === 0 ? 0 : (nextUInt(cursor, 2) ?? 0);
  const extra = (flags & EXTENDED) === 0 ? 0 : (nextUInt(cursor, 4) ?? 0);
  const text = characters(cursor, count, (flags & WIDE) !== 0);
  skip(cursor, runs * 4 + extra);
  return text;
}

/** Characters that go on in the next piece begin there with a flag of their own. */
export function characters(cursor: RecordCursor, count: number, isWide: boolean): string {
  let text = '';
  let wide = isWide;
  for (let left = count; left > 0; ) {
    const piece = cursor.pieces[cursor.piece];
    if (!piece) break;
    const width = wide ? 2 : 1;
    const here = Math.min(left, Math.floor((piece.length - cursor.at) / width));
    text += piece.toString(wide ? 'utf16le' : 'latin1', cursor.at, cursor.at + here * width);
    cursor.at += here * width;
    left -= here;
    if (left === 0) break;
    cursor.piece += 1;
    cursor.at = 1;
    wide = ((cursor.pieces[cursor.piece]?.[0] ?? 0) & WIDE) !== 0;
  }
  return text;
}

/** A string of one byte a character, as before Excel 97. */
export function byteString(
  data: Buffer,
  at: number,
  countBytes: 1 | 2,
  decode: (bytes: Buffer) => string,
): string | undefined {
  if (at + countBytes > data.length) return undefined;
  const count = data.readUIntLE(at, countBytes);
  return decode(data.subarray(at + countBytes, at + countBytes + count));
}
