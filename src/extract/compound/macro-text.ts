import type { Extracted, Place } from '../../model/index.ts';
import { inPart, textBlocks } from '../blocks.ts';
import type { Budget } from '../limits.ts';
import { sweepText } from './sweep.ts';

/** Source of a macro module grows at most this far. */
const SOURCE_BYTES_MAX = 8 * 1024 * 1024;

/** A module of a VBA project: its source where it can be unpacked ([MS-OVBA] 2.4.1), else what reads like text. */
export function* macroText(place: Place, bytes: Buffer, budget: Budget): Generator<Extracted> {
  const source = moduleSource(bytes);
  if (source) yield* textBlocks(inPart(place, 'source-markup'), source.toString('latin1'));
  else yield* sweepText(inPart(place, 'source-markup'), bytes, budget);
}

/** The compressed source begins with `Attribute VB_Name`; its first bytes are literals, so the place can be found. */
function moduleSource(bytes: Buffer): Buffer | undefined {
  for (
    let at = bytes.indexOf('\x00Attribut', 0, 'latin1');
    at >= 3;
    at = bytes.indexOf('\x00Attribut', at + 1, 'latin1')
  ) {
    if (bytes[at - 3] === 1) return decompressContainer(bytes, at - 2);
  }
  return undefined;
}

function decompressContainer(bytes: Buffer, start: number): Buffer {
  const chunks: Buffer[] = [];
  let total = 0;
  for (let at = start; at + 2 < bytes.length && total < SOURCE_BYTES_MAX; ) {
    const header = bytes.readUInt16LE(at);
    const end = Math.min(bytes.length, at + (header & 0xfff) + 3);
    const chunk = (header & 0x8000) !== 0 ? decompressChunk(bytes, at + 2, end) : bytes.subarray(at + 2, end);
    chunks.push(chunk);
    total += chunk.length;
    at = end;
  }
  return Buffer.concat(chunks);
}

function decompressChunk(bytes: Buffer, start: number, end: number): Buffer {
  const out = Buffer.alloc(4096);
  let length = 0;
  for (let at = start; at < end && length < out.length; ) {
    const flags = bytes[at] ?? 0;
    at += 1;
    for (let bit = 0; bit < 8 && at < end && length < out.length; bit += 1) {
      if ((flags & (1 << bit)) === 0) {
        out[length] = bytes[at] ?? 0;
        length += 1;
        at += 1;
        continue;
      }
      if (at + 2 > end) return out.subarray(0, length);
      const token = bytes.readUInt16LE(at);
      at += 2;
      const offsetBits = Math.max(4, Math.ceil(Math.log2(Math.max(1, length))));
      const offset = (token >> (16 - offsetBits)) + 1;
      const count = (token & (0xffff >> offsetBits)) + 3;
      for (let copied = 0; copied < count && length < out.length; copied += 1) {
        out[length] = out[length - offset] ?? 0;
        length += 1;
      }
    }
  }
  return out.subarray(0, length);
}
