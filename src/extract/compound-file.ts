import { CFB } from 'xlsx';
import type { Budget } from './limits.ts';
import { Damaged } from './limits.ts';
import type { Source } from './source.ts';
import { wholeOf } from './source.ts';

/** Compound File Binary (MS-CFB): the container of doc, xls, ppt, msg and of encrypted OOXML. */
export interface CompoundFile {
  /** Full paths of the streams, with their content. */
  readonly streams: ReadonlyMap<string, Buffer>;
}

const MAGIC = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);

/** What we use of the container that SheetJS's CFB gives. */
interface Container {
  readonly FullPaths: readonly string[];
  readonly FileIndex: readonly { readonly type: number; readonly content?: Uint8Array | readonly number[] }[];
}

const opened = new WeakMap<Source, CompoundFile | undefined>();

export function isCompoundFile(head: Buffer): boolean {
  return head.subarray(0, 8).equals(MAGIC);
}

/** Names of the streams, lower case; nothing where the directory cannot be read. */
export async function compoundNames(source: Source, budget: Budget): Promise<ReadonlySet<string> | undefined> {
  const file = await tryOpen(source, budget);
  return file && new Set([...file.streams.keys()].map((name) => name.toLowerCase()));
}

/** @throws Damaged, Cut */
export async function openCompoundFile(source: Source, budget: Budget): Promise<CompoundFile> {
  const file = await tryOpen(source, budget);
  if (!file) throw new Damaged('the directory of the compound file cannot be read');
  return file;
}

async function tryOpen(source: Source, budget: Budget): Promise<CompoundFile | undefined> {
  if (opened.has(source)) return opened.get(source);
  const file = parseCompoundFile(await wholeOf(source, budget));
  opened.set(source, file);
  return file;
}

export function parseCompoundFile(bytes: Buffer): CompoundFile | undefined {
  try {
    const container: Container = CFB.read(bytes, { type: 'buffer' });
    const streams = new Map<string, Buffer>();
    container.FullPaths.forEach((path, index) => {
      const entry = container.FileIndex[index];
      if (!entry || entry.type !== 2) return;
      streams.set(path.replace(/^[^/]*\//, ''), Buffer.from(entry.content ?? []));
    });
    return { streams };
  } catch {
    return undefined;
  }
}
