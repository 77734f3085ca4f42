import { inflateSync } from 'node:zlib';
import type { Extracted, Place } from '../../model/index.ts';
import { unread } from '../blocks.ts';
import { imageKind, looksLikeReadableImage } from '../images.ts';
import type { Budget } from '../limits.ts';
import { Damaged } from '../limits.ts';
import { drawingParts } from '../picture/drawing.ts';

/** Starts of the pictures that office drawings store as they are. */
const SIGNATURES: readonly Buffer[] = [
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]),
  Buffer.from([0xff, 0xd8, 0xff]),
];

/** Record types of pictures in office drawings ([MS-ODRAW] 2.2.23). */
const FIRST_BLIP = 0xf01a;
const LAST_BLIP = 0xf02a;

/** Record headers of drawings (emf, wmf), with one digest and with two ([MS-ODRAW] 2.2.24, 2.2.25), and the digests' bytes. */
const DRAWINGS: readonly (readonly [Buffer, number])[] = [
  [Buffer.from([0x40, 0x3d, 0x1a, 0xf0]), 16],
  [Buffer.from([0x50, 0x3d, 0x1a, 0xf0]), 32],
  [Buffer.from([0x60, 0x21, 0x1b, 0xf0]), 16],
  [Buffer.from([0x70, 0x21, 0x1b, 0xf0]), 32],
];
/** [MS-ODRAW] 2.2.31: lengths, bounds, and whether what follows is packed. */
const METAFILE_HEADER_BYTES = 34;
const DRAWING_BYTES_MAX = 32 * 1024 * 1024;

/** Pictures among drawing records that a person could read a number off, and the words of those that are drawn by records. */
export function* pictures(place: Place, bytes: Buffer, budget: Budget): Generator<Extracted> {
  yield* dotPictures(place, bytes);
  yield* drawings(place, bytes, budget);
}

function* drawings(place: Place, bytes: Buffer, budget: Budget): Generator<Extracted> {
  let number = 0;
  for (const [signature, digestBytes] of DRAWINGS) {
    for (let at = bytes.indexOf(signature); at >= 0; at = bytes.indexOf(signature, at + 4)) {
      const header = at + 8 + digestBytes;
      const start = header + METAFILE_HEADER_BYTES;
      if (start > bytes.length) continue;
      number += 1;
      const here = { members: [...place.members, `drawing ${number}`] };
      try {
        const stored = bytes.subarray(start, start + bytes.readUInt32LE(header + 28));
        const isPacked = bytes[header + 32] === 0;
        const drawing = isPacked ? inflateSync(stored, { maxOutputLength: DRAWING_BYTES_MAX }) : stored;
        if (isPacked) budget.spend(drawing.length);
        if (drawing.length > 64) yield* drawingParts(here, drawing, 'document', budget);
      } catch (error) {
        if (error instanceof Damaged) yield unread(here, 'damaged', error.message);
        else if (error instanceof Error && 'code' in error)
          yield unread(here, 'damaged', 'a packed drawing is damaged');
        else throw error;
      }
    }
  }
}

function* dotPictures(place: Place, bytes: Buffer): Generator<Extracted> {
  let number = 0;
  for (const signature of SIGNATURES) {
    for (let at = bytes.indexOf(signature); at >= 0; at = bytes.indexOf(signature, at + 4)) {
      const size = blipSize(bytes, at);
      if (size === undefined || !imageKind(bytes.subarray(at, at + 64))) continue;
      number += 1;
      if (looksLikeReadableImage(bytes.subarray(at, at + 65_536), size)) {
        yield unread(
          { members: [...place.members, `picture ${number}`] },
          'image-without-text',
          'a picture that may show text',
        );
      }
    }
  }
}

/** The record header stands 25 or 41 bytes before the picture: one or two digests, and a tag byte. */
function blipSize(bytes: Buffer, at: number): number | undefined {
  for (const back of [25, 41]) {
    if (at < back) continue;
    const kind = bytes.readUInt16LE(at - back + 2);
    if (kind >= FIRST_BLIP && kind <= LAST_BLIP) return bytes.readUInt32LE(at - back + 4);
  }
  return undefined;
}
