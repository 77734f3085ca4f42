import type { Extracted, Place } from '../../model/index.ts';
import { unread } from '../blocks.ts';
import { imageKind, looksLikeReadableImage } from '../images.ts';

/** Starts of the pictures that office drawings store as they are. */
const SIGNATURES: readonly Buffer[] = [
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]),
  Buffer.from([0xff, 0xd8, 0xff]),
];

/** Record types of pictures in office drawings ([MS-ODRAW] 2.2.23). */
const FIRST_BLIP = 0xf01a;
const LAST_BLIP = 0xf02a;

/** Pictures among drawing records that a person could read a number off. */
export function* pictures(place: Place, bytes: Buffer): Generator<Extracted> {
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
