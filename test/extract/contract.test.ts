import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRandom, seedOf } from '../../fixtures/make/random.ts';
import { DEFAULT_LIMITS, FORMAT_NAMES } from '../../src/extract/index.ts';
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
  const isText = /^(?:text|content-lines|csv|json|html|xml|excel-xml|flat-odf|sql|eml|mbox|rtf)$/.test(format);

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
    if (/^(?:csv|od[gpst])$/.test(format)) expect(nameless.format).not.toBe('unknown');
    // Memo files and stores without a header say nothing of themselves.
    else if (/^(?:dbf-memo|locked-store)$/.test(format)) expect(nameless.unread.length).toBeGreaterThan(0);
    else expect(nameless.format).toBe(named.format);
  });

  it('cut off anywhere, ends by itself and is never silently clean', async () => {
    const whole = await readPath(path, name);
    for (const share of [0.1, 0.35, 0.6, 0.9]) {
      const cut = await readSample(name, bytes.subarray(0, Math.floor(bytes.length * share)));
      expectWellFormed(cut);
      // Told, unless all that was cut off is filling, or what is left is a word of plain text.
      if (!isText && name.startsWith('reads') && cut.format !== 'text' && everythingOf(cut) !== everythingOf(whole))
        expect(cut.unread.length, `cut at ${share}`).toBeGreaterThan(0);
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

  it('with nothing true behind its head, ends by itself and is never silently clean', async () => {
    const head = bytes.subarray(0, Math.min(64, bytes.length >> 1));
    const noise = Buffer.from(createRandom(seedOf(`${format}/${name}`)).bytes(40_000));
    const sample = await readSample(name, Buffer.concat([head, noise]));
    expectWellFormed(sample);
    expect(sample.unread.length + everythingOf(sample).trim().length).toBeGreaterThan(0);
  });

  it('with 24 MB of zeros behind it, ends by itself and loses nothing silently', async () => {
    const sample = await readSample(name, Buffer.concat([bytes, Buffer.alloc(24 * 1024 * 1024)]));
    expectWellFormed(sample);
    expect(sample.unread.length + everythingOf(sample).trim().length).toBeGreaterThan(0);
  });

  it('is told as too big where its unpacked bytes are more than the budget', async () => {
    const free = await readPath(path, name);
    const sample = await readPath(path, name, { ...DEFAULT_LIMITS, bytesOut: 16 });
    expectWellFormed(sample);
    // Plain files unpack nothing: the budget does not concern them.
    if (everythingOf(sample) !== everythingOf(free)) expect(sample.unread.length).toBeGreaterThan(0);
  });
});

describe.each([...new Set(samples.map(({ name }) => name.replace(/^[^.]*/, '')))])(
  'a file called list%s',
  (extension) => {
    it('is read as empty when it is empty', async () => {
      const sample = await readSample(`list${extension}`, '');
      expectWellFormed(sample);
      expect(sample).toMatchObject({ unread: [], tables: [] });
    });

    it('is never clean when it is noise', async () => {
      const sample = await readSample(`list${extension}`, createRandom(seedOf(extension)).bytes(5000));
      expectWellFormed(sample);
      expect(sample.unread.length).toBeGreaterThan(0);
    });
  },
);

describe('the registry', () => {
  it('has no name twice', () => {
    expect(new Set(FORMAT_NAMES).size).toBe(FORMAT_NAMES.length);
  });

  it('has samples for every format', async () => {
    const shown = new Set<string>();
    for (const { path, name } of samples) shown.add((await readPath(path, name)).format);
    expect(FORMAT_NAMES.filter((format) => !shown.has(format))).toEqual([]);
  });
});
