import type { RandomAccess } from '../source.ts';

/** A stream of a compound file. */
export interface CompoundStream {
  /** Path from the root storage, '/'-separated. */
  readonly path: string;
  readonly sizeBytes: number;
  /** The content; shorter than `sizeBytes` where the chain of sectors ends early. */
  read(maxBytes?: number): Buffer;
}

export interface Container {
  readonly streams: readonly CompoundStream[];
  /** A chain or the directory does not end as it must; what could be followed is there. */
  readonly damaged: boolean;
}

const MAGIC = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const LAST_SECTOR = 0xfffffff9;
const END_OF_CHAIN = 0xfffffffe;
const NO_ENTRY = 0xffffffff;
const ENTRY_BYTES = 128;
const ENTRIES_MAX = 200_000;
const DIRECTORY_BYTES_MAX = ENTRIES_MAX * ENTRY_BYTES;

export function isCompoundFile(head: Buffer): boolean {
  return head.subarray(0, 8).equals(MAGIC);
}

interface Entry {
  readonly name: string;
  readonly kind: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly sizeBytes: number;
}

/**
 * Compound File Binary ([MS-CFB], https://learn.microsoft.com/openspecs/windows_protocols/ms-cfb). Every chain is bounded by the
 * number of sectors that the file really has, so neither a loop nor a claimed size costs more than the file itself.
 * Nothing where there is no usable directory.
 */
export function openContainer(file: RandomAccess): Container | undefined {
  const header = file.read(0, 512);
  if (header.length < 512 || !isCompoundFile(header)) return undefined;
  const shift = header.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) return undefined;
  const sectorBytes = 1 << shift;
  const sectors = Math.ceil(Math.max(0, file.sizeBytes - sectorBytes) / sectorBytes);
  const state = { damaged: false };
  const readSector = (sector: number): Buffer => file.read((sector + 1) * sectorBytes, sectorBytes);
  const fat = readFat(header, sectors, sectorBytes, readSector);
  if (sectorsIn(fat) > sectors) state.damaged = true;
  const readChain = (start: number, bytes: number): Buffer => {
    const chain = followChain(fat, start, Math.min(Math.ceil(bytes / sectorBytes), sectors));
    const runs = joinRuns(chain).map(([first, count]) => file.read((first + 1) * sectorBytes, count * sectorBytes));
    return Buffer.concat(runs).subarray(0, bytes);
  };
  const directoryStart = header.readUInt32LE(48);
  const directory = readChain(directoryStart, DIRECTORY_BYTES_MAX);
  if (directory.length < sectorBytes * chainLength(fat, directoryStart, sectors)) state.damaged = true;
  const entries = readEntries(directory, shift === 9);
  const root = entries[0];
  if (!root) return undefined;
  const miniFat = wordsOf(readChain(header.readUInt32LE(60), sectors * sectorBytes));
  let miniStream: Buffer | undefined;
  const readMini = (start: number, bytes: number): Buffer => {
    miniStream ??= readChain(root.start, Math.min(root.sizeBytes, sectors * sectorBytes));
    const stream = miniStream;
    const wanted = Math.min(Math.ceil(bytes / 64), Math.ceil(stream.length / 64));
    const runs = joinRuns(followChain(miniFat, start, wanted)).map(([first, count]) =>
      stream.subarray(first * 64, (first + count) * 64),
    );
    return Buffer.concat(runs).subarray(0, bytes);
  };
  const cutoff = header.readUInt32LE(56) || 4096;
  const streams = pathsOf(entries).map(({ path, entry }): CompoundStream => {
    const sizeBytes = Math.min(entry.sizeBytes, file.sizeBytes);
    return {
      path,
      sizeBytes,
      read(maxBytes = entry.sizeBytes) {
        const bytes = Math.min(maxBytes, sizeBytes);
        const content = entry.sizeBytes < cutoff ? readMini(entry.start, bytes) : readChain(entry.start, bytes);
        if (content.length < Math.min(maxBytes, entry.sizeBytes)) state.damaged = true;
        return content;
      },
    };
  });
  return {
    streams,
    get damaged() {
      return state.damaged;
    },
  };
}

function readFat(
  header: Buffer,
  sectors: number,
  sectorBytes: number,
  readSector: (sector: number) => Buffer,
): Uint32Array {
  const perSector = sectorBytes / 4;
  const wanted = Math.ceil(sectors / perSector);
  const places: number[] = [];
  for (let at = 76; at < 512 && places.length < wanted; at += 4) {
    const sector = header.readUInt32LE(at);
    if (sector <= LAST_SECTOR) places.push(sector);
  }
  let next = header.readUInt32LE(68);
  for (let turns = 0; next <= LAST_SECTOR && turns < wanted && places.length < wanted; turns += 1) {
    const block = readSector(next);
    if (block.length < sectorBytes) break;
    for (let at = 0; at < sectorBytes - 4 && places.length < wanted; at += 4) {
      const sector = block.readUInt32LE(at);
      if (sector <= LAST_SECTOR) places.push(sector);
    }
    next = block.readUInt32LE(sectorBytes - 4);
  }
  const fat = new Uint32Array(places.length * perSector).fill(NO_ENTRY);
  places.forEach((sector, index) => {
    fat.set(wordsOf(readSector(sector)), index * perSector);
  });
  return fat;
}

/** Sectors up to the last that a chain leads to; unused entries hold different things. */
function sectorsIn(fat: Uint32Array): number {
  return fat.reduce((most, next) => (next <= LAST_SECTOR && next >= most ? next + 1 : most), 0);
}

function wordsOf(bytes: Buffer): Uint32Array {
  const words = new Uint32Array(bytes.length >> 2);
  for (let index = 0; index < words.length; index += 1) words[index] = bytes.readUInt32LE(index * 4);
  return words;
}

function followChain(fat: Uint32Array, start: number, maxSectors: number): number[] {
  const sectors: number[] = [];
  for (let sector = start; sectors.length < maxSectors && sector <= LAST_SECTOR && sector < fat.length; ) {
    sectors.push(sector);
    sector = fat[sector] ?? NO_ENTRY;
  }
  return sectors;
}

/** Sectors that a chain has, with one more where it does not end as a chain must. */
function chainLength(fat: Uint32Array, start: number, maxSectors: number): number {
  const chain = followChain(fat, start, maxSectors);
  const last = chain.at(-1);
  return last !== undefined && fat[last] === END_OF_CHAIN ? chain.length : chain.length + 1;
}

/** Following sectors are read in one go. */
function joinRuns(sectors: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const sector of sectors) {
    const last = runs.at(-1);
    if (last && last[0] + last[1] === sector) last[1] += 1;
    else runs.push([sector, 1]);
  }
  return runs;
}

function readEntries(bytes: Buffer, shortSizes: boolean): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
    const nameBytes = Math.max(0, Math.min(64, bytes.readUInt16LE(at + 64)) - 2);
    const high = shortSizes ? 0 : bytes.readUInt32LE(at + 124);
    entries.push({
      name: bytes.subarray(at, at + nameBytes).toString('utf16le'),
      kind: bytes[at + 66] ?? 0,
      left: bytes.readUInt32LE(at + 68),
      right: bytes.readUInt32LE(at + 72),
      child: bytes.readUInt32LE(at + 76),
      start: bytes.readUInt32LE(at + 116),
      sizeBytes: high * 2 ** 32 + bytes.readUInt32LE(at + 120),
    });
  }
  return entries;
}

/** Streams with their paths. One that no tree reaches keeps its name: deleted or hidden, it still holds bytes. */
function pathsOf(entries: readonly Entry[]): { path: string; entry: Entry }[] {
  const found: { path: string; entry: Entry }[] = [];
  const seen = new Set<number>([0]);
  const open: [index: number, prefix: string][] = [[entries[0]?.child ?? NO_ENTRY, '']];
  for (let next = open.pop(); next; next = open.pop()) {
    const [index, prefix] = next;
    const entry = entries[index];
    if (!entry || seen.has(index)) continue;
    seen.add(index);
    const path = `${prefix}${entry.name}`;
    if (entry.kind === 2) found.push({ path, entry });
    else if (entry.kind === 1 && path.length < 4096) open.push([entry.child, `${path}/`]);
    open.push([entry.right, prefix], [entry.left, prefix]);
  }
  entries.forEach((entry, index) => {
    if (entry.kind === 2 && !seen.has(index)) found.push({ path: entry.name, entry });
  });
  return found;
}
