import type { RandomAccess } from '../source.ts';

/** What the directory says of one member (APPNOTE 4.3.12). */
export interface DirectoryEntry {
  readonly nameBytes: Uint8Array;
  readonly commentBytes: Uint8Array;
  readonly extraFields: readonly { readonly id: number; readonly data: Uint8Array }[];
  readonly flags: number;
  readonly method: number;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly crc32: number;
  readonly localHeaderOffset: number;
}

const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const ENTRY_BYTES = 46;
const STRONG_ENCRYPTION_FLAG = 0x40;

/** Stands for a size or an offset that is written elsewhere (4.5.3). */
const ELSEWHERE = 0xffffffff;

/**
 * The directory of a zip as programs usually write it: at the very end, without a comment, in one volume, with sizes of 32 bits.
 * Nothing where anything about it is unusual or wrong: then another reader has to look.
 */
export function readPlainDirectory(random: RandomAccess, membersMax: number): DirectoryEntry[] | undefined {
  const endOffset = random.sizeBytes - END_BYTES;
  const end = random.read(Math.max(0, endOffset - LOCATOR_BYTES), END_BYTES + LOCATOR_BYTES);
  const at = end.length - END_BYTES;
  if (at < 0 || end.readUInt32LE(at) !== 0x06054b50 || end.readUInt16LE(at + 20) !== 0) return undefined;
  if (at >= LOCATOR_BYTES && end.readUInt32LE(at - LOCATOR_BYTES) === 0x07064b50) return undefined;
  const count = end.readUInt16LE(at + 10);
  const start = end.readUInt32LE(at + 16);
  if (end.readUInt16LE(at + 4) !== 0 || count > membersMax || start > endOffset) return undefined;
  return readEntries(random.read(start, endOffset - start), count);
}

function readEntries(directory: Buffer, count: number): DirectoryEntry[] | undefined {
  const entries: DirectoryEntry[] = [];
  let at = 0;
  while (entries.length < count) {
    if (at + ENTRY_BYTES > directory.length || directory.readUInt32LE(at) !== 0x02014b50) return undefined;
    const nameEnd = at + ENTRY_BYTES + directory.readUInt16LE(at + 28);
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
    const next = extraEnd + directory.readUInt16LE(at + 32);
    const extraFields = next > directory.length ? undefined : extraFieldsIn(directory, nameEnd, extraEnd);
    if (!extraFields) return undefined;
    const entry: DirectoryEntry = {
      nameBytes: directory.subarray(at + ENTRY_BYTES, nameEnd),
      commentBytes: directory.subarray(extraEnd, next),
      extraFields,
      flags: directory.readUInt16LE(at + 8),
      method: directory.readUInt16LE(at + 10),
      crc32: directory.readUInt32LE(at + 16),
      packedBytes: directory.readUInt32LE(at + 20),
      unpackedBytes: directory.readUInt32LE(at + 24),
      localHeaderOffset: directory.readUInt32LE(at + 42),
    };
    const isPlain = Math.max(entry.packedBytes, entry.unpackedBytes, entry.localHeaderOffset) < ELSEWHERE;
    if (!isPlain || (entry.flags & STRONG_ENCRYPTION_FLAG) !== 0) return undefined;
    entries.push(entry);
    at = next;
  }
  return entries;
}

const NONE: DirectoryEntry['extraFields'] = [];

/** Fields of 4.5.1; nothing where one ends behind them all. */
function extraFieldsIn(bytes: Buffer, start: number, end: number): DirectoryEntry['extraFields'] | undefined {
  if (start === end) return NONE;
  const fields: { id: number; data: Uint8Array }[] = [];
  for (let at = start; at + 4 <= end; ) {
    const dataEnd = at + 4 + bytes.readUInt16LE(at + 2);
    if (dataEnd > end) return undefined;
    fields.push({ id: bytes.readUInt16LE(at), data: bytes.subarray(at + 4, dataEnd) });
    at = dataEnd;
  }
  return fields;
}
