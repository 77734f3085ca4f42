import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/model/index.ts';
import { freshNights } from './nights.ts';
import { cleanReading, fileEntries, listingOf, matchedReading, SHARE, sampleFacts } from './sample-files.ts';

const VIOLATION: Verdict = {
  rule: 'sr-05',
  verdict: 'violation',
  severity: 'critical',
  reason: 'open to everyone',
  missing: [],
};

const nights = freshNights();
const { night } = nights;

describe('what changed since a night', () => {
  const a = sampleFacts('a.txt');
  const b = sampleFacts('b.txt');

  async function first(): Promise<number> {
    return (await night([listingOf('', fileEntries(a, b))], { 'b.txt': [matchedReading(), [VIOLATION]] })).runId;
  }

  it('tells a file that came back with the same bytes without reading it', async () => {
    const runId = await first();
    await night([listingOf('', fileEntries(a))], {});
    const { statuses } = await night([listingOf('', fileEntries(a, b))], { 'b.txt': [cleanReading(), [VIOLATION]] });
    expect(statuses['b.txt']).toBe('regraded');
    expect(await nights.record.files.changesSince(runId)).toMatchObject({ added: [], vanished: [], cleaned: [] });
    const file = await nights.record.files.findFile(SHARE, 'b.txt');
    expect(file).toMatchObject({ reading: { outcome: 'matched' }, verdicts: [VIOLATION] });
    expect(
      (await nights.record.files.historyOf(file?.fileId ?? 0)).map(({ sinceRunId, untilRunId }) => [
        sinceRunId,
        untilRunId,
      ]),
    ).toEqual([
      [1, 2],
      [3, undefined],
    ]);
  });

  it('says what is new, changed, newly matched and cleaned', async () => {
    const runId = await first();
    const c = sampleFacts('c.txt');
    await night([listingOf('', fileEntries({ ...a, sizeBytes: 9 }, { ...b, sizeBytes: 9 }, c))], {
      'a.txt': [matchedReading({ contentDigest: 'c'.repeat(64) }), []],
      'b.txt': [cleanReading({ contentDigest: 'd'.repeat(64) }), []],
    });
    const changes = await nights.record.files.changesSince(runId);
    const names = Object.fromEntries(
      Object.entries(changes).map(([kind, files]) => [kind, files.map(({ path }: { path: string }) => path)]),
    );
    expect(names).toEqual({
      added: ['c.txt'],
      changed: ['a.txt', 'b.txt'],
      vanished: [],
      newlyMatched: ['a.txt'],
      cleaned: ['b.txt'],
    });
    const history = await nights.record.files.historyOf(
      (await nights.record.files.findFile(SHARE, 'b.txt'))?.fileId ?? 0,
    );
    expect(history.map(({ outcome, types }) => [outcome, types])).toEqual([
      ['matched', { 'person-name': 2, 'us-ssn': 2 }],
      ['clean', {}],
    ]);
  });

  it('does not call a file cleaned that became unreadable', async () => {
    const runId = await first();
    await night([listingOf('', fileEntries(a, { ...b, sizeBytes: 9 }))], {
      'b.txt': [cleanReading({ outcome: 'unread', reason: 'encrypted' }), []],
    });
    expect((await nights.record.files.changesSince(runId)).cleaned).toEqual([]);
  });
});
