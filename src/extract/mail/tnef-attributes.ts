import { decodeHead } from '../encoding/decode-to-utf8.ts';
import type { MapiProperties } from './mapi-message.ts';
import { codePageName } from './mapi-message.ts';

/** One attribute of a TNEF stream ([MS-OXTNEF] 2.1.3). */
export interface TnefAttribute {
  readonly id: number;
  readonly data: Buffer;
  /** It runs over the end of the stream. */
  readonly cutOff: boolean;
}

export const TNEF_SIGNATURE = 0x223e9f78;

export function* tnefAttributes(bytes: Buffer): Generator<TnefAttribute> {
  let at = 6;
  while (at + 9 <= bytes.length) {
    const id = bytes.readUInt32LE(at + 1);
    const length = bytes.readUInt32LE(at + 5);
    yield { id, data: bytes.subarray(at + 9, at + 9 + length), cutOff: at + 9 + length + 2 > bytes.length };
    at += 9 + length + 2;
  }
  const rest = bytes.subarray(at);
  if (rest.some((byte) => byte !== 0)) yield { id: 0, data: rest, cutOff: true };
}

/** Bytes of one value of a type with fixed size; nothing where a length stands before the value. */
const FIXED: Readonly<Record<number, number>> = {
  2: 4,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 4,
  20: 8,
  64: 8,
  72: 16,
};

const VALUES_MAX = 100_000;

/** Encapsulated properties ([MS-OXTNEF] 2.1.3.4); `at` moves behind them. */
export function tnefProperties(data: Buffer, codePage: number, cursor = { at: 0 }): MapiProperties {
  const texts = new Map<number, string>();
  const binaries = new Map<number, Buffer>();
  try {
    const count = Math.min(readWord(data, cursor), VALUES_MAX);
    for (let index = 0; index < count; index += 1) readProperty(data, cursor, codePage, texts, binaries);
  } catch (error) {
    // Cut off: what came before counts.
    if (!(error instanceof RangeError)) throw error;
  }
  return { texts, binaries };
}

/** Rows of the recipient table. */
export function tnefRecipients(data: Buffer, codePage: number): MapiProperties[] {
  const rows: MapiProperties[] = [];
  if (data.length < 4) return rows;
  const cursor = { at: 4 };
  const count = Math.min(data.readUInt32LE(0), VALUES_MAX);
  while (rows.length < count && cursor.at < data.length) rows.push(tnefProperties(data, codePage, cursor));
  return rows;
}

function readWord(data: Buffer, cursor: { at: number }): number {
  const value = data.readUInt32LE(cursor.at);
  cursor.at += 4;
  return value;
}

function readProperty(
  data: Buffer,
  cursor: { at: number },
  codePage: number,
  texts: Map<number, string>,
  binaries: Map<number, Buffer>,
): void {
  const type = data.readUInt16LE(cursor.at);
  const id = data.readUInt16LE(cursor.at + 2);
  cursor.at += 4;
  if (id >= 0x8000) skipName(data, cursor);
  const kind = type & 0x0fff;
  const fixed = FIXED[kind];
  const sized = kind === 0x1e || kind === 0x1f || kind === 0x0d || kind === 0x102;
  if (!fixed && !sized) throw new RangeError('unknown type');
  const values = (type & 0x1000) !== 0 || sized ? Math.min(readWord(data, cursor), VALUES_MAX) : 1;
  for (let value = 0; value < values; value += 1) {
    if (fixed) {
      cursor.at += fixed;
      continue;
    }
    const length = readWord(data, cursor);
    if (cursor.at + length > data.length) throw new RangeError('cut off');
    const bytes = data.subarray(cursor.at, cursor.at + length);
    cursor.at += (length + 3) & ~3;
    if (kind === 0x1f) texts.set(id, bytes.toString('utf16le').replace(/\0+$/, ''));
    else if (kind === 0x1e) texts.set(id, decodeHead(bytes, codePageName(codePage), 0).replace(/\0+$/, ''));
    else binaries.set(id, bytes);
  }
}

function skipName(data: Buffer, cursor: { at: number }): void {
  cursor.at += 16;
  if (readWord(data, cursor) === 0) cursor.at += 4;
  else cursor.at += (readWord(data, cursor) + 3) & ~3;
}
