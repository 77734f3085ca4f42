import { configure, Reader, ZipReader } from '@zip.js/zip.js';
import type { Budget } from '../limits.ts';
import { Cut, Damaged } from '../limits.ts';
import type { RandomAccess } from '../source.ts';
import { guardRatio } from './unpack.ts';
import type { ZipMember } from './zip-directory.ts';

configure({ useWebWorkers: false });

/** A bigger member is taken to open after a look at its first bytes; a smaller one is unpacked once to its check sum. */
const PROVED_BYTES_MAX = 64 * 1024 * 1024;
const SIZE_MAX = 0xffffffff;
const AES_EXTRA = 0x9901;

/** Why zip.js is asked and not zlib: the member is locked, or packed with deflate64. */
export interface LibraryMember {
  readonly random: RandomAccess;
  readonly member: ZipMember;
}

/** Does the password open the member? The few bytes that tell at once are right for one wrong password in 256 of ZipCrypto. */
export async function opensMember({ random, member }: LibraryMember, rawPassword: Uint8Array): Promise<boolean> {
  try {
    const entry = await onlyEntry(random, member);
    await entry.getData(new WritableStream(), { rawPassword, checkPasswordOnly: true });
    if (member.packedBytes <= PROVED_BYTES_MAX && member.unpackedBytes <= PROVED_BYTES_MAX)
      await entry.getData(new WritableStream(), { rawPassword, checkSignature: member.crc32 !== undefined });
    return true;
  } catch {
    return false;
  }
}

/** Bytes of a member through zip.js, under the budget. @throws Cut, Damaged */
export async function* libraryBytes(
  { random, member }: LibraryMember,
  rawPassword: Uint8Array | undefined,
  budget: Budget,
): AsyncIterable<Buffer> {
  let end: TransformStreamDefaultController<Uint8Array> | undefined;
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
    start(controller) {
      end = controller;
    },
  });
  let out = 0;
  try {
    const entry = await onlyEntry(random, member);
    entry
      .getData(writable, {
        ...(rawPassword ? { rawPassword } : {}),
        checkSignature: member.crc32 !== undefined,
      })
      // The library leaves the stream open when it fails: the loop below would wait for ever.
      .catch((error: unknown) => end?.error(error));
    for await (const chunk of readable) {
      out += chunk.length;
      budget.spend(chunk.length);
      guardRatio(member.packedBytes, out, budget);
      yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    }
  } catch (error) {
    if (error instanceof Cut) throw error;
    throw new Damaged('the packed bytes are damaged or cut off');
  }
}

/** All bytes of an archive that holds this member only. @throws Damaged */
export async function archiveOfOne({ random, member }: LibraryMember): Promise<Buffer> {
  const reader = oneMember(random, member);
  return Buffer.from(await reader.readUint8Array(0, reader.size));
}

/** The member as zip.js sees it: in an archive of its own, so that the directory of the real one is not read again. */
async function onlyEntry(random: RandomAccess, member: ZipMember) {
  const archive = new ZipReader(oneMember(random, member));
  for await (const entry of archive.getEntriesGenerator()) {
    if (!entry.directory) return entry;
  }
  throw new Damaged('the header of the member is missing');
}

/** The local header and data where they lie, a directory of one behind them (APPNOTE 4.3.12, 4.3.16). */
function oneMember(random: RandomAccess, member: ZipMember): Reader<RandomAccess> {
  const start = member.localHeaderOffset;
  const local = random.read(start, 30);
  if (local.length < 30 || member.packedBytes >= SIZE_MAX || member.unpackedBytes >= SIZE_MAX)
    throw new Damaged('the header of the member is missing');
  const [nameBytes, extraBytes] = [local.readUInt16LE(26), local.readUInt16LE(28)];
  const names = random.read(start + 30, nameBytes + extraBytes);
  const length = 30 + nameBytes + extraBytes + member.packedBytes;
  const directory = directoryOf(local, names.subarray(0, nameBytes), aesExtra(names.subarray(nameBytes)), member);
  directory.writeUInt32LE(length, directory.length - 6);
  // The library means it to be subclassed; an object with its own `readUint8Array` is enough.
  const reader = new Reader(random);
  reader.size = length + directory.length;
  reader.readUint8Array = async (index, wanted) => {
    const stored = Math.max(0, Math.min(wanted, length - index));
    const behind = Math.max(0, index - length);
    return Buffer.concat([
      stored > 0 ? random.read(start + index, stored) : Buffer.alloc(0),
      directory.subarray(behind, behind + wanted - stored),
    ]);
  };
  return reader;
}

function directoryOf(local: Buffer, name: Buffer, extra: Buffer, member: ZipMember): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(63, 4);
  local.copy(entry, 6, 4, 14);
  entry.writeUInt32LE(member.crc32 ?? 0, 16);
  entry.writeUInt32LE(member.packedBytes, 20);
  entry.writeUInt32LE(member.unpackedBytes, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt16LE(extra.length, 30);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length + extra.length, 12);
  return Buffer.concat([entry, name, extra, end]);
}

/** The field that says how it is locked; a field with sizes would contradict those of the directory. */
function aesExtra(extra: Buffer): Buffer {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === AES_EXTRA) return extra.subarray(at, at + 4 + extra.readUInt16LE(at + 2));
  }
  return Buffer.alloc(0);
}
