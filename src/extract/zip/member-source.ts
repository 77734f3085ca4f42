import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import { bzip2Bytes } from '../archive/bzip2-bytes.ts';
import { singleMemberBytes } from '../archive/read-archive.ts';
import { xzBytes } from '../archive/xz-bytes.ts';
import { zstdBytes } from '../archive/zstd-bytes.ts';
import type { Budget } from '../limits.ts';
import { Cut, Damaged } from '../limits.ts';
import type { Source } from '../source.ts';
import { bufferSource, CHUNK_BYTES, sliceSource, streamSource, wholeOf } from '../source.ts';
import { explode } from './explode.ts';
import { UNPACKED_CHUNK_BYTES, unpack } from './unpack.ts';
import { unshrink } from './unshrink.ts';
import type { ZipDirectory, ZipMember } from './zip-directory.ts';
import { archiveOfOne, libraryBytes } from './zip-library.ts';

/** Members that unpack to less are unpacked in one go. */
const SMALL_BYTES = 4 * 1024 * 1024;

/** zlib works in no smaller piece than this. */
const END_BYTES = 64;

/** Compression methods that are unpacked (APPNOTE 4.4.5). */
const PACKING = {
  stored: 0,
  shrink: 1,
  implode: 6,
  deflate: 8,
  deflate64: 9,
  bzip2: 12,
  lzma: 14,
  zstd: 93,
  xz: 95,
  ppmd: 98,
} as const;

/** What is not unpacked any more: programs of before 1990 wrote it. */
const OLD_METHODS: Readonly<Record<number, string>> = {
  1: 'shrink',
  2: 'reduce',
  3: 'reduce',
  4: 'reduce',
  5: 'reduce',
};

/** The bytes of a member. Unpacking counts on the budget. @throws Damaged, Cut */
export function memberSource(zip: ZipDirectory, member: ZipMember, budget: Budget): Source {
  const { random } = zip;
  const header = random.read(member.localHeaderOffset, 30);
  if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50)
    throw new Damaged('the header of the member is missing');
  const start = member.localHeaderOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = Math.min(member.packedBytes, Math.max(0, random.sizeBytes - start));
  if (packed < member.packedBytes) throw new Damaged('the member is cut off');
  const slice = sliceSource(member.name, random, start, packed);
  const stream = (bytes: () => AsyncIterable<Buffer>): Source =>
    streamSource(member.name, undefined, () => checked(bytes(), member.crc32));
  switch (member.method) {
    case PACKING.stored:
      return packed <= CHUNK_BYTES ? bufferSource(member.name, random.read(start, packed)) : slice;
    case PACKING.deflate: {
      if (member.unpackedBytes <= SMALL_BYTES && packed <= SMALL_BYTES) {
        const bytes = inflateSmall(random.read(start, packed), member);
        if (bytes) {
          budget.spend(bytes.length);
          return bufferSource(member.name, bytes);
        }
      }
      return stream(() =>
        unpack(slice.chunks(), createInflateRaw({ chunkSize: UNPACKED_CHUNK_BYTES }), packed, budget),
      );
    }
    case PACKING.shrink:
      return stream(async function* () {
        yield* unshrink(await wholeOf(slice, budget), member.unpackedBytes, budget);
      });
    case PACKING.implode:
      return stream(async function* () {
        yield* explode(await wholeOf(slice, budget), header.readUInt16LE(6), member.unpackedBytes, budget);
      });
    case PACKING.deflate64:
      return stream(() => libraryBytes({ random, member }, undefined, budget));
    case PACKING.bzip2:
      return stream(async function* () {
        yield* bzip2Bytes(await slice.random(budget), budget);
      });
    case PACKING.zstd:
      return stream(() => zstdBytes(slice.chunks(), packed, budget));
    case PACKING.xz:
      return stream(() => xzBytes(slice.chunks(), packed, budget));
    case PACKING.lzma:
    case PACKING.ppmd:
      return stream(() => singleMemberBytes(archiveOfOne({ random, member }), budget));
    default:
      throw new Cut('unsupported-format', `packed with ${OLD_METHODS[member.method] ?? `method ${member.method}`}`);
  }
}

/** Nothing when it unpacks to more than it declares: then it is streamed under the budget. */
function inflateSmall(packed: Buffer, member: ZipMember): Buffer | undefined {
  try {
    // Into one piece of memory, with room for zlib to see the end: smaller ones would have to be joined.
    const chunkSize = member.unpackedBytes + END_BYTES;
    const bytes = inflateRawSync(packed, { chunkSize, maxOutputLength: Math.max(1, member.unpackedBytes) });
    return member.crc32 === undefined || crc32(bytes) === member.crc32 ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** @throws Damaged at the end, when they are not the bytes that the directory declares */
async function* checked(unpacked: AsyncIterable<Buffer>, declaredCrc: number | undefined): AsyncIterable<Buffer> {
  let crc = 0;
  for await (const chunk of unpacked) {
    // zlib begins anew at an empty buffer.
    if (chunk.length === 0) continue;
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (declaredCrc !== undefined && crc !== declaredCrc) throw new Damaged('the check sum of the member is wrong');
}
