import type { RandomAccess } from '../source.ts';

const END_RECORD = Buffer.from([0x50, 0x4b, 5, 6]);
const END_RECORD_BYTES = 22;
const COMMENT_BYTES_MAX = 65_535;
const DIRECTORY_HEADER = 0x02014b50;

/**
 * The zip behind a program or other bytes that were put in front of it without mending its offsets, as a source of its own: the end
 * record says how long the directory is and where it would begin (APPNOTE 4.3.16). What is right as it is comes back.
 */
export function withoutPrefix(random: RandomAccess): RandomAccess {
  const tailAt = Math.max(0, random.sizeBytes - END_RECORD_BYTES - COMMENT_BYTES_MAX);
  const tail = random.read(tailAt, random.sizeBytes - tailAt);
  const found = tail.lastIndexOf(END_RECORD);
  if (found < 0 || found + END_RECORD_BYTES > tail.length) return random;
  const directoryBytes = tail.readUInt32LE(found + 12);
  const directoryAt = tail.readUInt32LE(found + 16);
  const prefixBytes = tailAt + found - directoryBytes - directoryAt;
  if (prefixBytes <= 0 || isDirectoryAt(directoryAt) || !isDirectoryAt(directoryAt + prefixBytes)) return random;
  return {
    sizeBytes: random.sizeBytes - prefixBytes,
    read: (at, bytes) => random.read(at + prefixBytes, bytes),
  };

  function isDirectoryAt(at: number): boolean {
    const start = random.read(at, 4);
    return start.length === 4 && start.readUInt32LE(0) === DIRECTORY_HEADER;
  }
}
