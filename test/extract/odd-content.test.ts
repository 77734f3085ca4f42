import { describe, expect, it } from 'vitest';
import { presentationWithHidden } from '../../fixtures/make/compound.ts';
import { createRandom } from '../../fixtures/make/random.ts';
import { zip } from '../../fixtures/make/zip.ts';
import { everythingOf, placesOf, readSample } from './read-sample.ts';

const SSN = '489-27-3146';

it('tells the texts of hidden slides of an old presentation, in the outline and on the slide', async () => {
  const sample = await readSample('a.ppt', presentationWithHidden('everybody sees this', `number ${SSN}`));
  expect(placesOf(sample, SSN)).toEqual([
    { members: [], page: 2, part: 'hidden-slide' },
    { members: [], part: 'hidden-slide' },
  ]);
  expect(placesOf(sample, 'everybody sees this')).toEqual([{ members: [], page: 1 }, { members: [] }]);
});

describe('a file of zero bytes', () => {
  it('is read to its end, and says that there is nothing in it', async () => {
    const sample = await readSample('disk.bin', Buffer.alloc(3_000_000));
    expect(sample.unread).toEqual([]);
    expect(sample.notes).toMatchObject([{ note: 'only-zero-bytes' }]);
    expect((await readSample('a.zip', zip({ 'a.bin': new Uint8Array(500_000) }))).unread).toEqual([]);
  });

  it('is not clean when something else comes behind, and that is swept', async () => {
    const bytes = Buffer.concat([Buffer.alloc(1_000_000), Buffer.from(`SSN: ${SSN}\n`), Buffer.alloc(100)]);
    const sample = await readSample('disk.bin', bytes);
    expect(sample.unread).toMatchObject([{ reason: 'unsupported-format' }]);
    expect(everythingOf(sample)).toContain(SSN);
  });
});

describe('a database whose every byte looks random', () => {
  const noise = createRandom(21).bytes(65_536);

  it('is told as encrypted', async () => {
    const { unread } = await readSample('claims.sqlite', noise);
    expect(unread).toMatchObject([{ reason: 'encrypted', encryption: 'unknown' }]);
    expect(unread[0]?.detail).toContain('SQLCipher');
  });

  it('is not where the bytes are only packed, or the name promises no database', async () => {
    const uneven = noise.map((byte) => (byte > 250 ? 0x41 : byte));
    expect((await readSample('claims.sqlite', uneven)).unread).toMatchObject([{ reason: 'unsupported-format' }]);
    expect((await readSample('claims.bin', noise)).unread).toMatchObject([{ reason: 'unsupported-format' }]);
  });
});

it('sweeps a OneNote section, and still says that it was not read', async () => {
  const head = Buffer.from('e4525c7b8cd8a74daeb15378d02996d3', 'hex');
  const words = Buffer.from(`Intake notes, SSN: ${SSN}`, 'utf16le');
  const sample = await readSample(
    'notes.one',
    Buffer.concat([head, Buffer.alloc(1000, 3), words, Buffer.alloc(99, 5)]),
  );
  expect(everythingOf(sample)).toContain(SSN);
  expect(sample.unread).toMatchObject([{ reason: 'unsupported-format' }]);
});
