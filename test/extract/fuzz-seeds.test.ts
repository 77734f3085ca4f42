import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSeeds } from '../../bench/fuzz/corpus.ts';
import { mutate } from '../../bench/fuzz/mutate.ts';
import { readSample } from './read-sample.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures');
const seeds = parseSeeds(readFileSync(join(FIXTURES, 'fuzz-seeds.txt'), 'utf8'));
const documentOf = (path: string): Buffer => readFileSync(join(FIXTURES, 'documents', path));

describe('a broken document of an earlier fuzz run', () => {
  it.each(seeds)('$seed: $sample with $donor ends by itself', async ({ seed, sample, donor }) => {
    const read = await readSample(basename(sample), mutate(seed, documentOf(sample), documentOf(donor)));
    expect(read.texts[0]?.place).toEqual({ members: [], part: 'file-name' });
    for (const { reason } of read.unread)
      expect(['reader-crashed', 'too-slow', 'too-much-memory']).not.toContain(reason);
  });

  it('is the same document every time', () => {
    const sample = documentOf('docx/reads.docx');
    expect(mutate(7, sample, sample).equals(mutate(7, sample, sample))).toBe(true);
    expect(mutate(7, sample, sample).equals(sample)).toBe(false);
  });
});
