import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Limits } from '../../src/extract/index.ts';
import { openForReading } from '../../src/extract/index.ts';
import type { Extracted, Place, ReadingNote, UnreadPart } from '../../src/model/index.ts';

/** What the door gave for one file, copied out of the lent buffers. */
export interface Sample {
  readonly format: string;
  readonly contentDigest: string | undefined;
  readonly bytesRead: number;
  readonly texts: readonly { readonly place: Place; readonly text: string; readonly continues: boolean }[];
  readonly tables: readonly Extract<Extracted, { kind: 'table' }>[];
  readonly unread: readonly UnreadPart[];
  readonly notes: readonly ReadingNote[];
}

export const CONTENT_KEY = new Uint8Array(32).fill(7);

/** Limits, or limits and passwords. */
type With = Limits | { readonly passwords: readonly string[] };

export async function readPath(path: string | Buffer, name: string, given?: With): Promise<Sample> {
  const options = given && 'passwords' in given ? given : given ? { limits: given } : {};
  const reading = await openForReading(path, { name, contentKey: CONTENT_KEY, ...options });
  const texts: { place: Place; text: string; continues: boolean }[] = [];
  const tables: Extract<Extracted, { kind: 'table' }>[] = [];
  const unread: UnreadPart[] = [];
  const notes: ReadingNote[] = [];
  for await (const part of reading.parts) {
    if (part.kind === 'text')
      texts.push({ place: part.place, text: Buffer.from(part.utf8).toString('utf8'), continues: part.continues });
    else if (part.kind === 'table') tables.push(part);
    else if (part.kind === 'unread') unread.push(part);
    else notes.push(part);
  }
  const { format, contentDigest, bytesRead } = reading;
  return { format, contentDigest, bytesRead, texts, tables, unread, notes };
}

export async function readSample(name: string, content: Uint8Array | string, given?: With): Promise<Sample> {
  const folder = mkdtempSync(join(tmpdir(), 'extract-'));
  const path = join(folder, 'sample');
  try {
    writeFileSync(path, content);
    return await readPath(path, name, given);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Running text without the file names. */
export function textOf(sample: Sample): string {
  return sample.texts
    .filter(({ place }) => place.part !== 'file-name')
    .map(({ text }) => text)
    .join('');
}

/** Everything that was read, table cells included, a line each. */
export function everythingOf(sample: Sample): string {
  return [textOf(sample), ...sample.tables.flatMap((table) => table.rows.map((row) => row.join('\n')))].join('\n');
}

/** Places whose text or cells hold the words. */
export function placesOf(sample: Sample, words: string): Place[] {
  const places: Place[] = sample.texts.filter(({ text }) => text.includes(words)).map(({ place }) => place);
  for (const table of sample.tables) {
    table.rows.forEach((row, index) => {
      const column = row.findIndex((cell) => cell.includes(words));
      if (column >= 0)
        places.push({ ...table.place, row: table.firstRow + index, column: table.columns?.[column] ?? String(column) });
    });
  }
  return places;
}
