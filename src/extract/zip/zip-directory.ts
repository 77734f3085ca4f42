import { isAscii } from 'node:buffer';
import yauzl from 'yauzl';
import type { EncryptionMethod } from '../../model/index.ts';
import type { Budget } from '../limits.ts';
import { Damaged } from '../limits.ts';
import type { RandomAccess, Source } from '../source.ts';
import { HEAD_BYTES } from '../source.ts';
import type { DirectoryEntry } from './plain-directory.ts';
import { readPlainDirectory } from './plain-directory.ts';
import { salvageMembers } from './salvage.ts';
import { withoutPrefix } from './zip-start.ts';

/** PKWARE APPNOTE (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT). */
export interface ZipMember {
  readonly name: string;
  readonly method: number;
  readonly packedBytes: number;
  /** As declared; may lie. */
  readonly unpackedBytes: number;
  readonly directory: boolean;
  readonly comment?: string;
  readonly encryption?: EncryptionMethod;
  /** Why its bytes cannot be trusted to be its own. */
  readonly overlaps: boolean;
  readonly localHeaderOffset: number;
  /** Absent where the directory that would tell it is lost. */
  readonly crc32?: number;
}

export interface ZipDirectory {
  readonly random: RandomAccess;
  readonly members: readonly ZipMember[];
  readonly comment?: string;
  /** Why there may be more members than were listed. */
  readonly cutOff?: 'damaged' | 'too-many-members' | undefined;
}

/** The record and the longest comment. */
const END_RECORD_BYTES_MAX = 22 + 65_535;

const LOCAL_HEADER_BYTES = 30;

const opened = new WeakMap<Source, Promise<ZipDirectory>>();

export function isZip(head: Buffer): boolean {
  if (head.length < 4 || head[0] !== 0x50 || head[1] !== 0x4b) return false;
  const kind = head.readUInt16BE(2);
  return kind === 0x0304 || kind === 0x0506 || kind === 0x0708 || kind === 0x3030;
}

/** A program of Windows or Linux; a self-extracting archive has its zip behind it. */
export function isProgram(head: Buffer): boolean {
  return /^(?:MZ|\x7fELF)/.test(head.toString('latin1', 0, 4));
}

/** The end record of a directory stands near the end of the source (4.3.16). */
export async function endsAsZip(source: Source, budget: Budget): Promise<boolean> {
  if (source.sizeBytes === undefined) return false;
  const random = await source.random(budget);
  const tail = random.read(Math.max(0, random.sizeBytes - END_RECORD_BYTES_MAX), END_RECORD_BYTES_MAX);
  return tail.includes(Buffer.from([0x50, 0x4b, 5, 6]));
}

/** Names inside, lower case; nothing where the directory cannot be read. */
export async function zipNames(source: Source, budget: Budget): Promise<ReadonlySet<string> | undefined> {
  try {
    const { members } = await openZip(source, budget);
    return new Set(members.map((member) => member.name.toLowerCase()));
  } catch (error) {
    if (error instanceof Damaged) return undefined;
    throw error;
  }
}

/** Why a zip that was opened may hold more than it listed, whatever format it was read as. */
export async function zipCutOff(source: Source): Promise<ZipDirectory['cutOff']> {
  return (await opened.get(source)?.catch(() => undefined))?.cutOff;
}

/** Reads the central directory once per source. @throws Damaged, Cut */
export function openZip(source: Source, budget: Budget): Promise<ZipDirectory> {
  const known = opened.get(source);
  if (known) return known;
  const directory = source.random(budget).then((random) => readDirectory(withoutPrefix(random), budget));
  opened.set(source, directory);
  return directory;
}

/** Without a directory, cut off for example, the headers in front of the members still tell what is there. @throws Damaged */
function salvage(random: RandomAccess, budget: Budget): ZipDirectory {
  const members = salvageMembers(random, budget);
  if (members.length === 0) throw new Damaged('the directory of the zip cannot be read');
  return { random, members, cutOff: 'damaged' };
}

/** What was listed before the end of the directory, or before it broke off. */
interface Listing {
  readonly entries: readonly DirectoryEntry[];
  readonly comment?: string;
  readonly cutOff?: ZipDirectory['cutOff'];
}

async function readDirectory(random: RandomAccess, budget: Budget): Promise<ZipDirectory> {
  const plain = readPlainDirectory(random, budget.limits.members);
  const { entries, comment, cutOff }: Listing = plain ? { entries: plain } : await listByLibrary(random, budget);
  if (cutOff === 'damaged' && entries.length === 0) return salvage(random, budget);
  const found = entries.map(memberOf);
  const lies = found.some((member) => endsBehind(member, random));
  const members = lies || cutOff === 'damaged' ? mended(found, random, budget) : markOverlaps(found);
  return { random, members, ...(comment ? { comment } : {}), cutOff: cutOff ?? (lies ? 'damaged' : undefined) };
}

async function listByLibrary(random: RandomAccess, budget: Budget): Promise<Listing> {
  const entries: DirectoryEntry[] = [];
  let comment = '';
  try {
    const zip = await yauzl.fromRandomAccessReaderPromise(rangeReader(random), random.sizeBytes, {
      lazyEntries: true,
      decodeStrings: false,
      validateEntrySizes: false,
      autoClose: false,
    });
    comment = Buffer.from(bytesOf(zip.comment)).toString('utf8');
    for await (const entry of zip.eachEntry()) {
      if (entries.length >= budget.limits.members) return { entries, comment, cutOff: 'too-many-members' };
      entries.push(entryOf(entry));
    }
    return { entries, comment };
  } catch {
    return { entries, comment, cutOff: 'damaged' };
  }
}

function endsBehind({ localHeaderOffset, packedBytes }: ZipMember, random: RandomAccess): boolean {
  return localHeaderOffset + packedBytes > random.sizeBytes;
}

/** A directory that breaks off or lies, completed by the headers in front of the members. */
function mended(found: readonly ZipMember[], random: RandomAccess, budget: Budget): ZipMember[] {
  const byOffset = new Map(salvageMembers(random, budget).map((member) => [member.localHeaderOffset, member]));
  const listed = new Set(found.map(({ localHeaderOffset }) => localHeaderOffset));
  const trusted = found.map((member) => {
    const own = endsBehind(member, random) ? byOffset.get(member.localHeaderOffset) : undefined;
    return own ? { ...member, packedBytes: own.packedBytes, unpackedBytes: own.unpackedBytes } : member;
  });
  const more = [...byOffset.values()].filter(({ localHeaderOffset }) => !listed.has(localHeaderOffset));
  // What lies within a listed member is the member of an archive in the archive.
  return markOverlaps([...trusted, ...more]).filter(
    (member) => listed.has(member.localHeaderOffset) || !member.overlaps,
  );
}

/** What yauzl reads through: a window, because it asks for a few bytes at a time. */
function rangeReader(random: RandomAccess): yauzl.RandomAccessReader {
  let window: Buffer = Buffer.alloc(0);
  let windowStart = 0;
  // The library means it to be subclassed; an object with its own `read` is enough.
  const reader = new (yauzl.RandomAccessReader as unknown as new () => yauzl.RandomAccessReader)();
  reader.read = (buffer, offset, length, position, done) => {
    if (position < windowStart || position + length > windowStart + window.length) {
      window = random.read(position, Math.max(length, HEAD_BYTES));
      windowStart = position;
    }
    const at = position - windowStart;
    const copied = window.copy(buffer, offset, at, at + length);
    done(copied === length ? null : new Error('short read'));
  };
  return reader;
}

function entryOf(entry: yauzl.Entry): DirectoryEntry {
  return {
    nameBytes: entry.fileNameRaw ?? bytesOf(entry.fileName),
    commentBytes: bytesOf(entry.fileComment),
    extraFields: entry.extraFields,
    flags: entry.generalPurposeBitFlag,
    method: entry.compressionMethod,
    packedBytes: entry.compressedSize,
    unpackedBytes: entry.uncompressedSize,
    crc32: entry.crc32,
    localHeaderOffset: entry.relativeOffsetOfLocalHeader,
  };
}

/** The library gives bytes where it is told to decode nothing. */
function bytesOf(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? Buffer.from(text) : text;
}

function memberOf(entry: DirectoryEntry): ZipMember {
  const name = decodeName(entry);
  const encryption = encryptionOf(entry);
  return {
    name,
    method: entry.method,
    packedBytes: entry.packedBytes,
    unpackedBytes: entry.unpackedBytes,
    directory: name.endsWith('/') && entry.unpackedBytes === 0,
    ...(encryption ? { encryption } : {}),
    ...(entry.commentBytes.length > 0 ? { comment: Buffer.from(entry.commentBytes).toString('utf8') } : {}),
    overlaps: false,
    localHeaderOffset: entry.localHeaderOffset,
    crc32: entry.crc32,
  };
}

function decodeName({ nameBytes, extraFields, flags }: DirectoryEntry): string {
  const unicode = extraFields.find((field) => field.id === 0x7075)?.data;
  if (unicode && unicode.length > 5) return Buffer.from(unicode.subarray(5)).toString('utf8');
  const isUtf8 = (flags & 0x800) !== 0 || isAscii(nameBytes);
  return Buffer.from(nameBytes.buffer, nameBytes.byteOffset, nameBytes.length).toString(isUtf8 ? 'utf8' : 'latin1');
}

function encryptionOf({ flags, method, extraFields }: DirectoryEntry): EncryptionMethod | undefined {
  if ((flags & 1) === 0 && method !== 99) return undefined;
  const aes = extraFields.find((field) => field.id === 0x9901);
  if (aes) {
    const strength = aes.data[4];
    return strength === 1 ? 'AES-128' : strength === 2 ? 'AES-192' : 'AES-256';
  }
  return (flags & 0x40) !== 0 ? 'unknown' : 'ZipCrypto';
}

/** The usual case: the directory lists them as they lie, one behind the other. */
function followEachOther(members: readonly ZipMember[]): boolean {
  let end = 0;
  for (const { localHeaderOffset, packedBytes } of members) {
    if (localHeaderOffset < end) return false;
    end = localHeaderOffset + LOCAL_HEADER_BYTES + packedBytes;
  }
  return true;
}

/** Members that share bytes are how a small file claims to be a huge one: only the first of them is read. */
function markOverlaps(members: readonly ZipMember[]): readonly ZipMember[] {
  if (followEachOther(members)) return members;
  const byOffset = [...members.keys()].sort(
    (a, b) => (members[a]?.localHeaderOffset ?? 0) - (members[b]?.localHeaderOffset ?? 0),
  );
  const overlapping = new Set<number>();
  let end = -1;
  for (const index of byOffset) {
    const member = members[index];
    if (!member) continue;
    if (member.localHeaderOffset < end) overlapping.add(index);
    else end = member.localHeaderOffset + LOCAL_HEADER_BYTES + member.packedBytes;
  }
  return members.map((member, index) => (overlapping.has(index) ? { ...member, overlaps: true } : member));
}
