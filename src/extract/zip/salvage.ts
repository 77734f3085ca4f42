import type { Budget } from '../limits.ts';
import type { RandomAccess } from '../source.ts';
import type { ZipMember } from './zip-directory.ts';

const WINDOW_BYTES = 1024 * 1024;
const HEADER_BYTES = 30;
const NAME_BYTES_MAX = 4096;
const LOCAL_HEADER = Buffer.from([0x50, 0x4b, 3, 4]);
const UNKNOWN_SIZE_FLAG = 8;

/** AE-1 and AE-2 (APPNOTE 4.4.5); the strength stands elsewhere, and 256 bits are what every program offers first. */
const AES_METHOD = 99;

/** Members by the headers in front of them. Where a header does not say how long its member is, it ends before the next one. */
export function salvageMembers(random: RandomAccess, budget: Budget): ZipMember[] {
  const offsets = headerOffsets(random, budget);
  const members: ZipMember[] = [];
  offsets.forEach((offset, index) => {
    const header = random.read(offset, HEADER_BYTES);
    if (header.length < HEADER_BYTES) return;
    const flags = header.readUInt16LE(6);
    const nameBytes = header.readUInt16LE(26);
    const start = offset + HEADER_BYTES + nameBytes + header.readUInt16LE(28);
    const room = Math.max(0, (offsets[index + 1] ?? random.sizeBytes) - start);
    const stated = header.readUInt32LE(18);
    const sizeKnown = (flags & UNKNOWN_SIZE_FLAG) === 0 || stated > 0;
    const name = nameOf(random.read(offset + HEADER_BYTES, nameBytes), (flags & 0x800) !== 0);
    if (room === 0 || nameBytes === 0) return;
    members.push({
      name,
      method: header.readUInt16LE(8),
      packedBytes: sizeKnown ? Math.min(stated, room) : room,
      unpackedBytes: sizeKnown && stated <= room ? header.readUInt32LE(22) : Number.MAX_SAFE_INTEGER,
      directory: name.endsWith('/'),
      ...((flags & 1) !== 0
        ? { encryption: header.readUInt16LE(8) === AES_METHOD ? ('AES-256' as const) : ('ZipCrypto' as const) }
        : {}),
      overlaps: false,
      localHeaderOffset: offset,
    });
  });
  return members;
}

/** A damaged header takes content for its name: that ends where no name goes on. */
function nameOf(bytes: Buffer, isUtf8: boolean): string {
  const end = bytes.subarray(0, NAME_BYTES_MAX).findIndex((byte) => byte < 0x20);
  const name = bytes.subarray(0, end < 0 ? NAME_BYTES_MAX : end).toString(isUtf8 ? 'utf8' : 'latin1');
  return name === '' ? 'member without a name' : name;
}

function headerOffsets(random: RandomAccess, budget: Budget): number[] {
  const offsets: number[] = [];
  for (let at = 0; at < random.sizeBytes; at += WINDOW_BYTES) {
    budget.checkTime();
    const window = random.read(at, WINDOW_BYTES + LOCAL_HEADER.length - 1);
    for (let found = window.indexOf(LOCAL_HEADER); found >= 0; found = window.indexOf(LOCAL_HEADER, found + 1)) {
      offsets.push(at + found);
      if (offsets.length >= budget.limits.members) return offsets;
    }
  }
  return offsets;
}
