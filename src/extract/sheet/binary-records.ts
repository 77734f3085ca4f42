import type { EncryptionMethod, Extracted, Place, PlacePart } from '../../model/index.ts';
import { inPart } from '../blocks.ts';
import { encryptionMethod } from '../compound/encryption.ts';
import { sweepText } from '../compound/sweep.ts';
import type { Budget } from '../limits.ts';

/** Records of [MS-XLS] 2.3 (https://learn.microsoft.com/openspecs/office_file_formats/ms-xls) whose text no cell shows. */
const SIDE: Readonly<Record<number, PlacePart>> = {
  20: 'header',
  21: 'footer',
  438: 'text-box',
  446: 'field',
  430: 'field',
  236: 'alt-text',
  2462: 'header',
};
const CONTINUE = 0x3c;
const FILE_PASS = 0x2f;
const RECORDS_MAX = 20_000_000;

/** Method of a workbook whose records are encrypted; nothing when they are not. */
export function workbookEncryption(stream: Buffer): EncryptionMethod | undefined {
  for (const { kind, data } of records(stream.subarray(0, 64 * 1024))) {
    if (kind !== FILE_PASS) continue;
    // Excel 95 has XOR only and no field that would say so.
    if (data.length < 6 || data.readUInt16LE(0) === 0) return 'XOR';
    return encryptionMethod(data.subarray(2));
  }
  return undefined;
}

/** Text boxes, headers and footers, links, drop-down prompts. */
export function* sideRecords(stream: Buffer, place: Place, budget: Budget): Generator<Extracted> {
  let pieces: Buffer[] = [];
  let part: PlacePart | undefined;
  const flush = function* (): Generator<Extracted> {
    if (part && pieces.length > 0) yield* sweepText(inPart(place, part), Buffer.concat(pieces), budget);
    pieces = [];
  };
  let bytes = 0;
  for (const { kind, data } of records(stream)) {
    if (kind === CONTINUE && part) {
      pieces.push(data);
    } else {
      const next = SIDE[kind];
      if (next !== part || bytes > 256 * 1024) {
        yield* flush();
        bytes = 0;
      }
      part = next;
      if (part) pieces.push(data, Buffer.alloc(1));
    }
    if (part) bytes += data.length;
  }
  yield* flush();
}

function* records(stream: Buffer): Generator<{ kind: number; data: Buffer }> {
  let count = 0;
  for (let at = 0; at + 4 <= stream.length && count < RECORDS_MAX; count += 1) {
    const length = stream.readUInt16LE(at + 2);
    yield { kind: stream.readUInt16LE(at), data: stream.subarray(at + 4, at + 4 + length) };
    at += 4 + length;
  }
}
