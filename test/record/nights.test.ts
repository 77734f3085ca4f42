import { describe, expect, it } from 'vitest';
import type { FileFacts, Verdict } from '../../src/model/index.ts';
import type { MetListing } from '../../src/record/index.ts';
import { freshNights, other } from './nights.ts';
import { cleanReading, fileEntries, listingOf, matchedReading, SHARE, sampleFacts, startOf } from './sample-files.ts';

const VIOLATION: Verdict = {
  rule: 'sr-05',
  verdict: 'violation',
  severity: 'critical',
  reason: 'open to everyone',
  missing: [],
};
const ASSESS: Verdict = {
  rule: 'sr-20',
  verdict: 'needs-assessment',
  severity: 'high',
  reason: 'people found',
  missing: [],
};
const CANNOT_TELL: Verdict = {
  rule: 'sr-31',
  verdict: 'cannot-tell',
  severity: 'critical',
  reason: 'no calendar',
  missing: ['retention'],
};

const nights = freshNights();
const { night, paths } = nights;

describe('one night', () => {
  it('gives back what was recorded, all of it', async () => {
    const facts = sampleFacts('pay/roster.zip', { rawPath: 'cGF5L/8=' });
    const reading = matchedReading();
    await night([listingOf('pay', fileEntries(facts))], { 'pay/roster.zip': [reading, [VIOLATION, CANNOT_TELL]] });
    const file = await nights.record.files.findFile(SHARE, 'pay/roster.zip');
    const { ledger, ...rest } = reading;
    expect(file?.facts).toEqual(facts);
    expect(file?.reading).toEqual({ ...rest, types: [...rest.types].sort((a, b) => (a.type < b.type ? -1 : 1)) });
    expect(file?.verdicts).toEqual([VIOLATION, CANNOT_TELL]);
    expect(await nights.record.files.ledgerOf(file?.fileId ?? 0)).toEqual({ rows: Buffer.from(ledger.rows) });
    expect(await nights.record.catalogue.judgedFiles([file?.fileId ?? 0])).toEqual([
      { fileId: file?.fileId, reading: file?.reading, verdicts: file?.verdicts },
    ]);
  });

  it('counts so that met is clean and matched and unread', async () => {
    const { runId } = await night(
      [
        listingOf('', [
          ...fileEntries(sampleFacts('a.txt'), sampleFacts('b.zip'), sampleFacts('c.pdf')),
          { kind: 'link', ...other('out'), target: 'outside' },
          { kind: 'link', ...other('in'), target: 'inside' },
          { kind: 'link', ...other('gone'), target: 'broken' },
          { kind: 'special', ...other('pipe'), what: 'fifo' },
          { kind: 'excluded', ...other('x.iso'), what: 'file' },
          { kind: 'excluded', ...other('node_modules'), what: 'directory' },
        ]),
        listingOf('hr', [
          { kind: 'unreadable', ...other('hr'), what: 'directory', reason: 'denied', detail: 'no permission' },
        ]),
      ],
      {
        'b.zip': [matchedReading(), [VIOLATION, ASSESS]],
        'c.pdf': [cleanReading({ outcome: 'unread', reason: 'damaged' }), [CANNOT_TELL]],
      },
    );
    const summary = await nights.record.runs.runSummary(runId);
    expect(summary).toMatchObject({
      met: 6,
      clean: 1,
      matched: 1,
      unread: 4,
      matchedPartly: 1,
      read: 3,
      directories: 1,
      unreadByReason: { damaged: 1, 'link-out-of-share': 1, 'not-a-regular-file': 1, denied: 1 },
      links: { inside: 1, outside: 1, broken: 1 },
      excluded: { files: 1, directories: 1 },
      filesBySeverity: { critical: 1, high: 0, medium: 0, low: 0, info: 0 },
    });
    expect(summary.shares).toMatchObject([{ share: 'office', met: 6, filesBySeverity: { critical: 1 } }]);
    expect(summary.types).toContainEqual({ type: 'us-ssn', files: 1, count: 3, high: 2, medium: 0, low: 1 });
    expect(summary.rules.map(({ rule, files }) => [rule, files])).toEqual([
      ['sr-05', 1],
      ['sr-20', 1],
      ['sr-31', 1],
    ]);
    expect(await paths({ runId })).toEqual(['a.txt', 'b.zip', 'c.pdf', 'out', 'pipe', 'hr']);
    expect(await paths({ runId, verdict: 'needs-assessment' })).toEqual(['b.zip']);
    expect(await paths({ outcome: 'clean' })).toEqual(['a.txt']);
  });
});

describe('the next night', () => {
  const a = sampleFacts('a.txt');
  const b = sampleFacts('b.txt');

  async function first(): Promise<number> {
    return (await night([listingOf('', fileEntries(a, b))], { 'b.txt': [matchedReading(), [VIOLATION]] })).runId;
  }

  it('leaves unchanged files alone and still counts them', async () => {
    await first();
    const { runId, statuses } = await night([listingOf('', fileEntries(b, a))], {});
    expect(statuses).toEqual({ 'a.txt': 'unchanged', 'b.txt': 'unchanged' });
    expect(await nights.record.runs.runSummary(runId)).toMatchObject({
      met: 2,
      clean: 1,
      matched: 1,
      read: 0,
      vanished: 0,
    });
  });

  it.each<[string, Partial<FileFacts>, Parameters<typeof startOf>[0], string]>([
    ['another size', { sizeBytes: 5 }, {}, 'changed'],
    ['a later time', { modifiedAtMs: 1_700_000_000_000.5 }, {}, 'changed'],
    ['another status time', { changedAtMs: 1 }, {}, 'changed'],
    ['another inode', { inode: '18446744073709551614' }, {}, 'changed'],
    ['another device only', { device: '1' }, {}, 'unchanged'],
    ['another audience', { audience: 'everyone' }, {}, 'regraded'],
    ['another owner', { owner: 'tokafor' }, {}, 'regraded'],
    ['another policy', {}, { policyDigest: 'policy-2' }, 'regraded'],
    ['another engine', {}, { engineDigest: 'engine-2' }, 'outdated'],
  ])('tells %s', async (_, changes, start, status) => {
    await first();
    const { statuses } = await night([listingOf('', fileEntries({ ...a, ...changes }, b))], {}, start);
    expect(statuses['a.txt']).toBe(status);
  });

  it('tries again what may have passed, and not what is so for good', async () => {
    const denied = cleanReading({ outcome: 'unread', reason: 'denied' });
    const encrypted = cleanReading({ outcome: 'unread', reason: 'encrypted' });
    await night([listingOf('', fileEntries(a, b))], { 'a.txt': [denied, []], 'b.txt': [encrypted, []] });
    expect((await night([listingOf('', fileEntries(a, b))], {})).statuses).toEqual({
      'a.txt': 'retry',
      'b.txt': 'unchanged',
    });
  });

  it('lets a file vanish from a directory, and directories from the share', async () => {
    const deep = sampleFacts('old/deep/c.txt');
    const before = await night(
      [listingOf('', fileEntries(a, b)), listingOf('old', []), listingOf('old/deep', fileEntries(deep))],
      {
        'b.txt': [matchedReading(), [VIOLATION]],
      },
    );
    const { runId } = await night([listingOf('', fileEntries(a))], {});
    expect(await paths()).toEqual(['a.txt']);
    expect(await nights.record.runs.runSummary(runId)).toMatchObject({
      met: 1,
      vanished: 2,
      filesBySeverity: { critical: 0 },
    });
    const changes = await nights.record.files.changesSince(before.runId);
    expect(changes.vanished.map(({ path }) => path)).toEqual(['b.txt', 'old/deep/c.txt']);
    expect(changes.cleaned.map(({ path }) => path)).toEqual(['b.txt']);
    expect(changes.added).toEqual([]);
  });

  it('keeps what lies below a directory that can no longer be listed, neither gone nor met', async () => {
    const deep = sampleFacts('hr/deep/c.txt');
    const inHr = sampleFacts('hr/d.txt');
    const all = [
      listingOf('', fileEntries(a)),
      listingOf('hr', fileEntries(inHr)),
      listingOf('hr/deep', fileEntries(deep)),
    ];
    await night(all, {});
    const denied: MetListing['entries'] = [
      { kind: 'unreadable', ...other('hr'), what: 'directory', reason: 'denied', detail: 'no permission' },
    ];
    const second = await night([listingOf('', fileEntries(a)), listingOf('hr', denied)], {});
    expect(await nights.record.runs.runSummary(second.runId)).toMatchObject({
      met: 2,
      clean: 1,
      unread: 1,
      vanished: 0,
    });
    expect(await paths({ runId: second.runId })).toEqual(['a.txt', 'hr']);
    expect(await paths()).toEqual(['a.txt', 'hr', 'hr/d.txt', 'hr/deep/c.txt']);
    const third = await night(all, {});
    expect(third.statuses).toEqual({ 'a.txt': 'unchanged', 'hr/d.txt': 'unchanged', 'hr/deep/c.txt': 'unchanged' });
    expect(await paths()).toEqual(['a.txt', 'hr/d.txt', 'hr/deep/c.txt']);
    expect(await nights.record.runs.runSummary(third.runId)).toMatchObject({ met: 3, clean: 3, unread: 0 });
  });

  it('does not take a share that is suddenly empty for a clean one', async () => {
    await first();
    const { runId } = await night([listingOf('', [])], {});
    expect(await nights.record.runs.runSummary(runId)).toMatchObject({ met: 0, vanished: 0 });
    expect(await paths()).toEqual(['a.txt', 'b.txt']);
    const third = await night([listingOf('', []), listingOf('sub', [])], {});
    expect(await nights.record.runs.runSummary(third.runId)).toMatchObject({ met: 0, vanished: 2, directories: 2 });
    expect(await paths()).toEqual([]);
  });

  it('leaves what it did not reach when a run was stopped', async () => {
    await first();
    const { runId } = await nights.record.runs.startRun(startOf());
    await nights.record.catalogue.meet(runId, listingOf('sub', []));
    const summary = await nights.record.runs.finishRun({ runId, finishedAtMs: 1, complete: false, actor: 'tester' });
    expect(summary).toMatchObject({ met: 0, vanished: 0, run: { state: 'stopped' } });
    expect(await paths()).toEqual(['a.txt', 'b.txt']);
  });

  it('takes the unreached rest of a listing that broke off as unread', async () => {
    await first();
    const broken: MetListing['entries'] = [
      ...fileEntries(a),
      { kind: 'unreadable', ...other(''), what: 'directory', reason: 'input-output-error', detail: 'disk' },
    ];
    const { runId } = await night([listingOf('', broken)], {});
    expect(await nights.record.runs.runSummary(runId)).toMatchObject({
      met: 3,
      clean: 1,
      unread: 2,
      unreadByReason: { 'not-reached': 1, 'input-output-error': 1 },
    });
  });

  it('keeps the summary of an earlier run', async () => {
    const runId = await first();
    const before = await nights.record.runs.runSummary(runId);
    await night([listingOf('', fileEntries(sampleFacts('z.txt')))], {});
    expect(await nights.record.runs.runSummary(runId)).toEqual(before);
    expect(before.matched).toBe(1);
  });
});

describe('slices', () => {
  it('compares a directory that comes in several listings', async () => {
    const files = Array.from({ length: 30 }, (_, i) => sampleFacts(`big/${String(i).padStart(2, '0')}.txt`));
    const slices = (list: FileFacts[]) => [
      listingOf('big', fileEntries(...list.slice(0, 10)), { last: false }),
      listingOf('big', fileEntries(...list.slice(10, 20)), { last: false }),
      listingOf('big', fileEntries(...list.slice(20))),
    ];
    await night(slices(files), {});
    const added = sampleFacts('big/new.txt');
    const { runId, statuses } = await night(slices([added, ...files.slice(1)]), {});
    expect(Object.values(statuses).filter((status) => status === 'unchanged')).toHaveLength(29);
    expect(await nights.record.runs.runSummary(runId)).toMatchObject({ met: 30, vanished: 1, read: 1 });
    expect(await paths()).toHaveLength(30);
  });
});
