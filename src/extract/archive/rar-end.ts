/** Kinds of block (RAR 4.x technote; RAR 5.0 archive format, https://www.rarlab.com/technote.htm). */
const END_4 = 0x7b;
const HAS_DATA_4 = 0x8000;
const ENCRYPTED_5 = 4;
const END_5 = 5;

/** Does the chain of blocks reach its end? What is cut off between two blocks looks to libarchive like a shorter archive. */
export function rarIsComplete(bytes: Buffer): boolean {
  return bytes[6] === 1 ? walkFive(bytes) : walkFour(bytes);
}

function walkFour(bytes: Buffer): boolean {
  let at = 7;
  while (at + 7 <= bytes.length) {
    const kind = bytes[at + 2];
    const flags = bytes.readUInt16LE(at + 3);
    const size = bytes.readUInt16LE(at + 5);
    if (kind === END_4) return true;
    if (size < 7) return false;
    at += size + ((flags & HAS_DATA_4) !== 0 && at + 11 <= bytes.length ? bytes.readUInt32LE(at + 7) : 0);
  }
  // Archives from before RAR 3 have no block that says so.
  return at === bytes.length;
}

function walkFive(bytes: Buffer): boolean {
  let at = 8;
  while (at + 7 <= bytes.length) {
    const size = numberAt(bytes, at + 4);
    const kind = numberAt(bytes, size.next);
    const flags = numberAt(bytes, kind.next);
    if (kind.value === END_5 || kind.value === ENCRYPTED_5) return true;
    const extra = (flags.value & 1) !== 0 ? numberAt(bytes, flags.next) : flags;
    const data = (flags.value & 2) !== 0 ? numberAt(bytes, extra.next).value : 0;
    if (size.value < 2) return false;
    at = size.next + size.value + data;
  }
  return false;
}

/** Seven bits a byte, the lowest first. */
function numberAt(bytes: Buffer, start: number): { readonly value: number; readonly next: number } {
  let value = 0;
  let at = start;
  for (let factor = 1; at < start + 8; factor *= 128, at += 1) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) break;
  }
  return { value, next: at + 1 };
}
