import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FORMAT_NAMES } from '../../src/extract/index.ts';
import type { Sample } from './read-sample.ts';
import { everythingOf, readPath, readSample } from './read-sample.ts';

/** One folder per format; the name of a sample says the verdict. */
const DOCUMENTS = join(import.meta.dirname, '../../fixtures/documents');

const samples = readdirSync(DOCUMENTS).flatMap((format) =>
  readdirSync(join(DOCUMENTS, format)).map((name) => ({ format, name, path: join(DOCUMENTS, format, name) })),
);

/** What every reading must be, whatever the bytes. */
function expectWellFormed(sample: Sample): void {
  expect(sample.texts[0]?.place).toEqual({ members: [], part: 'file-name' });
  for (const { reason } of sample.unread) expect(reason).not.toBe('reader-crashed');
  const nextRow = new Map<number, number>();
  for (const { table, firstRow, rows } of sample.tables) {
    expect(firstRow).toBeGreaterThanOrEqual(nextRow.get(table) ?? 1);
    expect(rows.length).toBeGreaterThan(0);
    nextRow.set(table, firstRow + rows.length);
  }
  for (const { text } of sample.texts) expect(text.includes('\ud800')).toBe(false);
}

describe.each(samples)('$format/$name', ({ format, name, path }) => {
  const bytes = readFileSync(path);
  const isText = /^(?:text|csv|json|html|xml|eml|mbox|rtf)$/.test(format);

  it(name.startsWith('reads') ? 'is read to its end' : 'is told as unread', async () => {
    const sample = await readPath(path, name);
    expectWellFormed(sample);
    if (name.startsWith('reads')) {
      expect(sample.unread).toEqual([]);
      expect(everythingOf(sample).trim().length).toBeGreaterThan(10);
      expect(sample.contentDigest).toMatch(/^[0-9a-f]{64}$/);
    } else expect(sample.unread.length).toBeGreaterThan(0);
  });

  it('is recognised without its name', async () => {
    const [named, nameless] = [await readPath(path, name), await readPath(path, 'sample')];
    // A table of one column is one by its name only, and the OpenDocument kinds share their reader.
    if (/^(?:csv|od[st])$/.test(format)) expect(nameless.format).not.toBe('unknown');
    else expect(nameless.format).toBe(named.format);
  });

  it('cut off anywhere, ends by itself and is never silently clean', async () => {
    for (const share of [0.1, 0.35, 0.6, 0.9]) {
      const cut = await readSample(name, bytes.subarray(0, Math.floor(bytes.length * share)));
      expectWellFormed(cut);
      if (!isText && format !== 'tar' && name.startsWith('reads'))
        expect(cut.unread.length + everythingOf(cut).trim().length).toBeGreaterThan(0);
    }
  });

  it('with wrong bytes anywhere, ends by itself', async () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const broken = Buffer.from(bytes);
      let state = seed * 2_654_435_761;
      for (let change = 0; change < 12; change += 1) {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
        broken[state % broken.length] = state >>> 24;
      }
      expectWellFormed(await readSample(name, broken));
    }
  });
});

describe('the registry', () => {
  it('has no name twice', () => {
    expect(new Set(FORMAT_NAMES).size).toBe(FORMAT_NAMES.length);
  });
});
