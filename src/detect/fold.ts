import { isAscii } from 'node:buffer';
import { foldUnit } from './fold-table.ts';

/**
 * Text as detection reads it: one ASCII byte per character, so that byte offsets, string offsets and RE2 offsets are the same.
 * `starts[i]` is where character i begins in the original bytes (and `starts[length]` the end); absent where nothing changed.
 */
export interface FoldedText {
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly starts?: Uint32Array;
}

/** Folds valid UTF-8. Plain ASCII without a wrapped identifier is used as it is. Linear. */
export function fold(utf8: Uint8Array, wrapped: boolean): FoldedText {
  const buffer = Buffer.from(utf8.buffer, utf8.byteOffset, utf8.byteLength);
  if (!wrapped && isAscii(buffer) && buffer.indexOf(0) < 0) return { bytes: buffer, text: buffer.toString('latin1') };
  const bytes = Buffer.allocUnsafe(buffer.length);
  const starts = new Uint32Array(buffer.length + 1);
  let length = 0;
  let at = 0;
  while (at < buffer.length) {
    const begin = at;
    const lead = buffer[at] as number;
    let byte: number;
    if (lead < 0x80) {
      at += 1;
      if (lead === 0x0a && wrapped) {
        const next = wrapEnd(buffer, at);
        const kept = next === undefined ? -1 : keptBeforeWrap(bytes, length);
        if (next !== undefined && kept >= 0) {
          length = kept;
          at = next;
          continue;
        }
      }
      byte = lead;
    } else {
      const size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
      byte = size === 4 ? foldAstral(codePoint(buffer, at, 4)) : foldUnit(codePoint(buffer, at, size));
      at += size;
    }
    if (byte === 0) continue;
    bytes[length] = byte;
    starts[length] = begin;
    length += 1;
  }
  starts[length] = Math.min(at, buffer.length);
  const folded = bytes.subarray(0, length);
  return { bytes: folded, text: folded.toString('latin1'), starts: starts.subarray(0, length + 1) };
}

/** Folds one cell. Returns the same string where there is nothing to fold, which is nearly always. */
export function foldCell(cell: string): string {
  let i = 0;
  for (; i < cell.length; i += 1) {
    const unit = cell.charCodeAt(i);
    if (unit >= 0x80 || unit === 0) break;
  }
  if (i === cell.length) return cell;
  let out = cell.slice(0, i);
  for (; i < cell.length; i += 1) {
    const unit = cell.charCodeAt(i);
    const byte = unit >= 0xd800 && unit <= 0xdbff ? 0x1a : unit >= 0xdc00 && unit <= 0xdfff ? 0 : foldUnit(unit);
    if (byte !== 0) out += String.fromCharCode(byte);
  }
  return out;
}

function codePoint(buffer: Buffer, at: number, size: number): number {
  let code = (buffer[at] as number) & (size === 2 ? 0x1f : size === 3 ? 0x0f : 0x07);
  for (let i = 1; i < size; i += 1) code = (code << 6) | ((buffer[at + i] ?? 0x80) & 0x3f);
  return code;
}

/** Mathematical digits read as digits; all other astral characters are symbols. */
function foldAstral(code: number): number {
  return code >= 0x1d7ce && code <= 0x1d7ff ? 0x30 + ((code - 0x1d7ce) % 10) : 0x1a;
}

/** Where the identifier goes on after a line break: blanks and quote marks of mail are skipped, a digit or hyphen must follow. */
function wrapEnd(buffer: Buffer, afterBreak: number): number | undefined {
  let at = afterBreak;
  const limit = Math.min(buffer.length, afterBreak + 40);
  while (at < limit && (buffer[at] === 0x20 || buffer[at] === 0x09 || buffer[at] === 0x3e)) at += 1;
  const next = buffer[at];
  return next !== undefined && isDigit(next) ? at : undefined;
}

/** Length to keep when what was written so far ends in digit, hyphen, blanks; otherwise -1. */
function keptBeforeWrap(bytes: Uint8Array, length: number): number {
  let end = length;
  while (end > 0 && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0x09 || bytes[end - 1] === 0x0d)) end -= 1;
  const before = bytes[end - 2];
  return bytes[end - 1] === 0x2d && before !== undefined && isDigit(before) ? end : -1;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
