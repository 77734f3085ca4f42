import { posix } from 'node:path';
import type { ArchiveReader } from 'libarchive-wasm';
import type { EncryptionMethod, Extracted } from '../../model/index.ts';
import { memberName, unread } from '../blocks.ts';
import type { ReadContext } from '../format.ts';
import type { Budget } from '../limits.ts';
import { Cut, Damaged } from '../limits.ts';
import { attempt } from '../quietly.ts';
import type { Source } from '../source.ts';
import { streamSource, wholeOf } from '../source.ts';
import { guardRatio } from '../zip/unpack.ts';
import { openArchive } from './libarchive.ts';
import { rarIsComplete } from './rar-end.ts';

/** The library wants the archive whole in its own memory. */
const ARCHIVE_BYTES_MAX = 96 * 1024 * 1024;
const PIECE_BYTES = 128 * 1024;

/** Members of an archive that libarchive reads, in their order. */
export async function* readArchive(
  source: Source,
  context: ReadContext,
  encryption: EncryptionMethod,
): AsyncIterable<Extracted> {
  const { place, budget } = context;
  const bytes = await wholeOf(source, budget, ARCHIVE_BYTES_MAX);
  const reader = await openedArchive(bytes);
  try {
    for (;;) {
      const entry = attempt(() => reader.nextEntryPointer());
      if (!entry) break;
      if (budget.stopped) throw budget.stopped;
      yield* readEntry(entry);
    }
    yield* ending();
  } finally {
    release(reader);
  }

  async function* readEntry(entry: number): AsyncIterable<Extracted> {
    const name = attempt(() => reader.getEntryPathname(entry)) || 'member';
    const kind = attempt(() => reader.getEntryFiletype(entry)) ?? 'Invalid';
    const at = { members: [...place.members, memberName(name)] };
    if (kind === 'Directory' || kind === 'SymbolicLink') return;
    if (kind !== 'File' && kind !== 'Invalid') {
      budget.member();
      yield unread(at, 'not-a-regular-file', 'a device or other special entry');
    } else if (attempt(() => reader.isEntryEncrypted(entry))) {
      budget.member();
      yield unread(at, 'encrypted', undefined, encryption);
    } else {
      yield* context.recurse(
        streamSource(
          posix.basename(name.replaceAll('\\', '/')),
          attempt(() => reader.getEntrySize(entry)),
          () => unpackedPieces(reader, bytes.length, budget),
        ),
        name,
      );
    }
  }

  function isCutOff(): boolean {
    if (bytes.toString('latin1', 0, 4) === 'Rar!') return !rarIsComplete(bytes);
    if (bytes.toString('latin1', 0, 8) === '!<arch>\n') return !arIsComplete(bytes);
    return bytes.toString('latin1', 0, 2) === '7z' && !sevenZipIsComplete(bytes);
  }

  /** Zero entries left may mean the end, or a directory that cannot be read. */
  function* ending(): Generator<Extracted> {
    const message = attempt(() => reader.libarchive.error_string(reader.archive)) ?? '';
    const locked = /encrypt|passphrase/i.test(message) && attempt(() => reader.hasEncryptedData()) !== false;
    if (locked) yield unread(place, 'encrypted', 'the list of members is encrypted', encryption);
    else if ((message.trim() !== '' && !/^no error/i.test(message)) || isCutOff())
      yield unread(place, 'damaged', 'the archive is damaged or cut off');
  }
}

async function* unpackedPieces(reader: ArchiveReader, packedBytes: number, budget: Budget): AsyncIterable<Buffer> {
  let out = 0;
  for (;;) {
    const piece = attempt(() => reader.readData(PIECE_BYTES));
    if (!piece) throw whyNot(reader);
    if (piece.length === 0) return;
    out += piece.length;
    budget.spend(piece.length);
    guardRatio(packedBytes, out, budget);
    yield Buffer.from(piece.buffer, piece.byteOffset, piece.length);
  }
}

function whyNot(reader: ArchiveReader): Cut | Damaged {
  const message = attempt(() => reader.libarchive.error_string(reader.archive)) ?? '';
  if (/encrypt|passphrase/i.test(message)) return new Cut('encrypted', 'the member is encrypted');
  if (/codec|support|unknown/i.test(message)) return new Cut('unsupported-format', 'packed in a way that is not read');
  return new Damaged('the member cannot be unpacked');
}

/** Bytes of the only member of an archive that was made for it. @throws Cut, Damaged */
export async function* singleMemberBytes(archive: Promise<Buffer>, budget: Budget): AsyncIterable<Buffer> {
  const bytes = await archive;
  if (bytes.length > ARCHIVE_BYTES_MAX)
    throw new Cut('too-big', `bigger than the ${ARCHIVE_BYTES_MAX} bytes that this packing is read up to`);
  const reader = await openedArchive(bytes);
  try {
    if (!attempt(() => reader.nextEntryPointer())) throw new Damaged('the member cannot be unpacked');
    yield* unpackedPieces(reader, bytes.length, budget);
  } finally {
    release(reader);
  }
}

/** The start header says where the end header lies (7zFormat.txt of the 7-Zip sources). */
function sevenZipIsComplete(bytes: Buffer): boolean {
  return bytes.length >= 32 && BigInt(bytes.length) >= 32n + bytes.readBigUInt64LE(12) + bytes.readBigUInt64LE(20);
}

/** Every member's header gives the length of what follows it; members begin at even places (ar(5)). */
function arIsComplete(bytes: Buffer): boolean {
  let at = 8;
  while (at + 60 <= bytes.length) {
    const [, digits] = /^(\d+) *`\n$/.exec(bytes.toString('latin1', at + 48, at + 60)) ?? [];
    if (digits === undefined) return false;
    const next = at + 60 + Number(digits);
    if (next > bytes.length) return false;
    at = next + (next & 1);
  }
  return at >= bytes.length;
}

async function openedArchive(bytes: Buffer): Promise<ArchiveReader> {
  try {
    return await openArchive(bytes);
  } catch {
    throw new Damaged('the archive cannot be opened');
  }
}

function release(reader: ArchiveReader): void {
  attempt(() => reader.free());
}
