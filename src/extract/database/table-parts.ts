import { isUtf8 } from 'node:buffer';
import type { Extracted, Place } from '../../model/index.ts';
import type { ReadContext } from '../format.ts';
import { bufferSource } from '../source.ts';

/** Rows of one block of a database table. */
export const ROWS_PER_BLOCK = 1000;

/** A longer cell is a document, not a value. */
const CELL_BYTES_MAX = 64 * 1024;

/** First bytes of files that people keep in databases. */
const FILES =
  /^(?:PK\x03\x04|%PDF|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf|\x1f\x8b\x08|7z\xbc\xaf|Rar!\x1a|SQLite format 3|\xff\xd8\xff|\x89PNG|GIF8[79]a|II\x2a\x00|MM\x00\x2a|BZh[1-9]1AY|\xfd7zXZ|x\x9f>")/;

/** A file found in a cell, and what a custodian would call it. */
export interface CellFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A cell as shown. Bytes that are a file of their own, and very long texts, are set aside. */
export function cellText(value: unknown, name: () => string, aside: CellFile[]): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') {
    if (value.length <= CELL_BYTES_MAX) return value;
    aside.push({ name: `${name()}.txt`, bytes: Buffer.from(value) });
    return '';
  }
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? '' : value.toISOString().replace('T00:00:00.000Z', '');
  if (value instanceof Uint8Array)
    return bytesText(Buffer.from(value.buffer, value.byteOffset, value.length), name, aside);
  if (typeof value === 'object')
    return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? '';
  return String(value);
}

function bytesText(bytes: Buffer, name: () => string, aside: CellFile[]): string {
  if (bytes.length === 0) return '';
  if (FILES.test(bytes.toString('latin1', 0, 16)) || bytes.length > CELL_BYTES_MAX) {
    aside.push({ name: name(), bytes });
    return '';
  }
  if (isUtf8(bytes) && !bytes.some((byte) => byte < 9)) return bytes.toString('utf8');
  // What reads like text within other bytes.
  return (bytes.toString('latin1').match(/[\t\n\r\x20-\x7e]{6,}/g) ?? []).join('\n');
}

/** The files that cells held, each read like any other. */
export async function* readAside(aside: CellFile[], context: ReadContext): AsyncIterable<Extracted> {
  for (const file of aside.splice(0)) yield* context.recurse(bufferSource(file.name, file.bytes), file.name);
}

/** A table of a database is called a sheet, as people know it. */
export function tablePlace(place: Place, table: string): Place {
  return { members: place.members, sheet: table.slice(0, 128) };
}
