import { inflateSync } from 'node:zlib';
import type { PdfDictionary, PdfValue } from './pdf-values.ts';
import { isDictionary, unsure } from './pdf-values.ts';

/** Filters of streams that are undone here (ISO 32000-1:2008, 7.4): the usual ones of page content, objects and character maps. */
export function undoFilters(
  packed: Uint8Array,
  dictionary: PdfDictionary,
  resolve: (value: PdfValue | undefined) => PdfValue,
  maxBytes: number,
): Uint8Array {
  const listed = (key: string): PdfValue[] => {
    const value = resolve(dictionary.get(key));
    return value === null ? [] : Array.isArray(value) ? value.map(resolve) : [value];
  };
  if (dictionary.has('F')) unsure('a stream in another file');
  const filters = listed('Filter');
  const parameters = listed('DecodeParms');
  if (filters.length > 3) unsure('many filters');
  let bytes = packed;
  for (const [index, filter] of filters.entries()) {
    const given = parameters[index] ?? null;
    if (filter === 'ASCII85Decode' && given === null) bytes = ascii85(bytes);
    else if (filter === 'FlateDecode') {
      bytes = inflate(bytes, maxBytes);
      if (given !== null)
        bytes = isDictionary(given) ? undoPredictor(bytes, given) : unsure('odd parameters of a filter');
    } else unsure('a filter that is not read');
  }
  if (bytes.length > maxBytes) unsure('a big stream');
  return bytes;
}

function inflate(packed: Uint8Array, maxBytes: number): Uint8Array {
  try {
    return inflateSync(packed, { maxOutputLength: maxBytes });
  } catch {
    return unsure('a packed stream that is damaged or big');
  }
}

function ascii85(text: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(text.length / 5) * 4 + 4 * text.length);
  let length = 0;
  let value = 0;
  let count = 0;
  for (const byte of text) {
    if (byte === 0x7e) break;
    if (byte <= 32) continue;
    if (byte === 0x7a && count === 0) {
      length += 4;
      continue;
    }
    if (byte < 0x21 || byte > 0x75) unsure('an ASCII85 stream with another sign');
    value = value * 85 + (byte - 0x21);
    count += 1;
    if (count < 5) continue;
    if (value > 0xffffffff) unsure('an ASCII85 stream with a group that is too big');
    for (let shift = 24; shift >= 0; shift -= 8) bytes[length++] = (value >>> shift) & 0xff;
    value = 0;
    count = 0;
  }
  if (count === 1) unsure('an ASCII85 stream that breaks off');
  if (count > 1) {
    for (let missing = count; missing < 5; missing += 1) value = value * 85 + 84;
    for (let shift = 24; count > 1; shift -= 8, count -= 1) bytes[length++] = (value / 2 ** shift) & 0xff;
  }
  return bytes.subarray(0, length);
}

/** PNG predictors (7.4.4.4) of one byte a sample, as cross-reference and object streams have them. */
function undoPredictor(bytes: Uint8Array, parameters: PdfDictionary): Uint8Array {
  const number = (key: string, usual: number): number => {
    const value = parameters.get(key) ?? usual;
    return typeof value === 'number' ? value : unsure('odd parameters of a filter');
  };
  const predictor = number('Predictor', 1);
  if (predictor === 1) return bytes;
  if (predictor < 10 || predictor > 15) unsure('a predictor that is not read');
  const columns = number('Columns', 1);
  if (number('Colors', 1) !== 1 || number('BitsPerComponent', 8) !== 8) unsure('a predictor of pictures');
  if (!Number.isInteger(columns) || columns < 1 || columns > 4096) unsure('odd parameters of a filter');
  const rows = Math.floor(bytes.length / (columns + 1));
  if (rows * (columns + 1) !== bytes.length) unsure('a row of a predictor breaks off');
  const out = new Uint8Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    const from = row * (columns + 1);
    const to = row * columns;
    const kind = bytes[from] ?? 0;
    if (kind > 4) unsure('a predictor that is not known');
    for (let column = 0; column < columns; column += 1) {
      const left = column > 0 ? (out[to + column - 1] ?? 0) : 0;
      const up = row > 0 ? (out[to + column - columns] ?? 0) : 0;
      const corner = row > 0 && column > 0 ? (out[to + column - columns - 1] ?? 0) : 0;
      out[to + column] = (bytes[from + 1 + column] ?? 0) + predicted(kind, left, up, corner);
    }
  }
  return out;
}

function predicted(kind: number, left: number, up: number, corner: number): number {
  if (kind === 1) return left;
  if (kind === 2) return up;
  if (kind === 3) return (left + up) >> 1;
  if (kind !== 4) return 0;
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
