import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { FileReading, Verdict } from '../../src/model/index.ts';
import type { Flag, FlagChanges } from '../../src/record/index.ts';
import { crowd, ledgerOf, type Person } from '../breach/breach-fixture.ts';
import { freshNights } from './nights.ts';
import { fileEntries, listingOf, matchedReading, SHARE, sampleFacts } from './sample-files.ts';

const VIOLATION: Verdict = {
  rule: 'sr-05',
  verdict: 'violation',
  severity: 'high',
  reason: 'open to all',
  missing: [],
};
const DAY_MS = 86_400_000;

const nights = freshNights();
let clockMs = 1_764_000_000_000;

/** A file of a night: its people, and whether the rule speaks against it. */
interface NightFile {
  readonly people?: readonly Person[];
  readonly content?: string;
  readonly verdicts?: readonly Verdict[];
  readonly reading?: Partial<FileReading>;
  readonly facts?: Parameters<typeof sampleFacts>[1];
}

let size = 0;

async function night(files: Readonly<Record<string, NightFile>>): Promise<FlagChanges> {
  size += 1;
  clockMs += DAY_MS;
  const readings = Object.entries(files).map(([path, { people = [], content = path, verdicts, reading }]) => {
    const made = matchedReading({
      contentDigest: content,
      unreadParts: [],
      unreadPartCount: 0,
      findings: [],
      ledger: ledgerOf(people),
      types: [{ type: 'us-ssn', count: 9, high: 9, medium: 0, low: 0, distinct: people.length }],
      ...reading,
    });
    const { reason: _, ...whole } = made;
    return [path, [reading?.reason ? made : whole, verdicts ?? [VIOLATION]]] as const;
  });
  // Another size each night stands for "changed": every file is read again.
  const facts = Object.entries(files).map(([path, { facts: changes }]) =>
    sampleFacts(path, { sizeBytes: size, ...changes }),
  );
  const { runId } = await nights.night(
    [listingOf('', fileEntries(...facts))],
    Object.fromEntries(readings) as Parameters<typeof nights.night>[1],
  );
  return nights.record.flags.follow({ runId, atMs: clockMs });
}

const all = async (): Promise<readonly Flag[]> => (await nights.record.flags.list()).flags;
async function theFlag(): Promise<Flag> {
  const [flag, ...others] = await all();
  expect(others).toEqual([]);
  if (!flag) throw new Error('no flag');
  return flag;
}
const decide = async (decision: Parameters<typeof nights.record.flags.decide>[0]['decision'], flag?: Flag) => {
  const { flagId, version } = flag ?? (await theFlag());
  return nights.record.flags.decide({
    flags: [{ flagId, expectedVersion: version }],
    atMs: clockMs,
    who: 'M. Reyes',
    why: 'looked at it',
    decision,
  });
};
const kinds = async (flagId: number) => (await nights.record.flags.history(flagId)).map(({ kind }) => kind);

describe('a flag', () => {
  it('is one rule against one exposure: copies and re-exports are places of it', async () => {
    await night({
      'a.csv': { people: crowd(1, 50), content: 'x' },
      'copy.csv': { people: crowd(1, 50), content: 'x' },
      'again.csv': { people: crowd(1, 45), content: 'y' },
      'other.csv': { people: crowd(500, 10), content: 'z' },
    });
    const flags = await all();
    expect(flags.map(({ places, people, rule }) => [rule, places, people.likely])).toEqual([
      ['sr-05', 3, 50],
      ['sr-05', 1, 10],
    ]);
    const details = await nights.record.flags.get(flags[0]?.flagId ?? 0);
    expect(details?.standing.map(({ path, state, reason }) => [path, state, reason])).toEqual([
      ['a.csv', 'present', 'open to all'],
      ['again.csv', 'present', 'open to all'],
      ['copy.csv', 'present', 'open to all'],
    ]);
    expect(details?.distinctContents).toBe(2);
  });

  it('says nothing new in a night in which nothing changed', async () => {
    await night({ 'a.csv': { people: crowd(1, 5) } });
    const before = await theFlag();
    expect(Object.values(await night({ 'a.csv': { people: crowd(1, 5) } }))).toEqual(Array(8).fill(0));
    expect(await theFlag()).toEqual(before);
  });

  it('closes by itself, with the evidence, and opens again when the file is back', async () => {
    await night({ 'a.csv': { people: crowd(1, 5) }, 'b.csv': { verdicts: [] } });
    await night({ 'a.csv': { verdicts: [], people: [] }, 'b.csv': { verdicts: [] } });
    const closed = await theFlag();
    expect(closed.state).toBe('remediated');
    const last = (await nights.record.flags.history(closed.flagId)).at(-1);
    expect(last).toMatchObject({ kind: 'remediated', who: 'sharewarden' });
    expect(last?.data).toMatchObject({ evidence: [{ why: 'no-longer-against-the-rule' }] });
    await night({ 'a.csv': { people: crowd(1, 5) }, 'b.csv': { verdicts: [] } });
    expect((await theFlag()).state).toBe('open');
    expect(await kinds(closed.flagId)).toEqual(['opened', 'remediated', 'reopened']);
  });

  it('is not closed by a file that could not be read, nor by a rule that cannot tell', async () => {
    const cannotTell: Verdict = { ...VIOLATION, verdict: 'cannot-tell' };
    await night({ 'a.csv': { people: crowd(1, 5) }, 'b.csv': { people: crowd(100, 5), content: 'b' } });
    await night({
      'a.csv': { verdicts: [], reading: { outcome: 'unread', reason: 'denied' } },
      'b.csv': { verdicts: [cannotTell], people: crowd(100, 5), content: 'b' },
    });
    const flags = await all();
    expect(flags.map(({ state }) => state)).toEqual(['open', 'open']);
    for (const { flagId } of flags) {
      expect((await nights.record.flags.get(flagId))?.standing.map(({ state }) => state)).toEqual(['unverified']);
    }
  });
});

describe('a file that could not be read for a night', () => {
  it('tells nobody as new when it can be read again', async () => {
    const unread: Verdict = { ...VIOLATION, rule: 'sr-20', verdict: 'needs-review' };
    await night({ 'a.csv': { people: crowd(1, 5) } });
    const reading = { outcome: 'unread', reason: 'damaged', types: [] } as const;
    await night({ 'a.csv': { content: 'broken', verdicts: [unread], reading } });
    expect((await all()).map(({ rule, state, people }) => [rule, state, people.likely])).toEqual([
      ['sr-05', 'open', 5],
      ['sr-20', 'open', 5],
    ]);
    const changes = await night({ 'a.csv': { people: crowd(1, 5) } });
    expect(changes).toMatchObject({ opened: 0, worse: 0, reopened: 0, remediated: 1 });
  });
});

describe('a decision', () => {
  const permitted = () => ({ kind: 'permitted', approver: 'T. Okafor', untilMs: clockMs + 3.5 * DAY_MS }) as const;

  it('stands while nothing is new, and ends on its day', async () => {
    await night({ 'a.csv': { people: crowd(1, 5) } });
    await decide(permitted());
    for (const state of ['permitted', 'permitted', 'permitted', 'open']) {
      await night({ 'a.csv': { people: crowd(1, 5) } });
      expect((await theFlag()).state).toBe(state);
    }
    expect(await kinds((await theFlag()).flagId)).toEqual(['opened', 'permitted', 'expired']);
  });

  it.each<[string, Record<string, NightFile>, string]>([
    ['a new person', { 'a.csv': { people: crowd(1, 6) } }, '1 new people; more of us-ssn'],
    ['another person instead', { 'a.csv': { people: [...crowd(1, 4), ...crowd(90, 1)] } }, '1 new people'],
    [
      'a copy elsewhere',
      { 'a.csv': { people: crowd(1, 5) }, 'b.csv': { people: crowd(1, 5), content: 'a.csv' } },
      '1 new places',
    ],
    [
      'more readers',
      { 'a.csv': { people: crowd(1, 5), facts: { audience: 'public' } } },
      '1 new places with more readers',
    ],
    [
      'a more serious verdict',
      { 'a.csv': { people: crowd(1, 5), verdicts: [{ ...VIOLATION, severity: 'critical' }] } },
      'against the rule again, now critical',
    ],
  ])('never hides %s', async (_, files, why) => {
    await night({ 'a.csv': { people: crowd(1, 5) } });
    await decide({ kind: 'false-alarm' });
    await night(files);
    const flag = await theFlag();
    expect(flag.state).toBe('open');
    expect((await nights.record.flags.history(flag.flagId)).at(-1)).toMatchObject({ kind: 'reopened', why });
  });

  it('does not reopen for fewer people, or people in another order', async () => {
    await night({ 'a.csv': { people: crowd(1, 10) } });
    await decide({ kind: 'acknowledged' });
    await night({ 'a.csv': { people: crowd(1, 9).reverse() } });
    expect((await theFlag()).state).toBe('acknowledged');
    expect((await theFlag()).people.likely).toBe(9);
  });

  it('knows a person who was gone in between', async () => {
    await night({ 'a.csv': { people: crowd(1, 10) } });
    await decide({ kind: 'false-alarm' });
    await night({ 'a.csv': { people: crowd(1, 9) } });
    await night({ 'a.csv': { people: crowd(1, 10) } });
    expect((await theFlag()).state).toBe('false-alarm');
  });

  it('follows a file that is renamed, and covers a folder where its scope says so', async () => {
    await night({ 'a.csv': { people: crowd(1, 5), content: 'x' } });
    await decide({ kind: 'false-alarm' });
    await night({ 'renamed.csv': { people: crowd(1, 5), content: 'x' } });
    expect((await theFlag()).state).toBe('false-alarm');
    await decide({ kind: 'false-alarm', scope: { kind: 'folder', share: SHARE, path: '' } });
    await night({
      'renamed.csv': { people: crowd(1, 5), content: 'x' },
      'copy.csv': { people: crowd(1, 5), content: 'x' },
    });
    expect((await theFlag()).state).toBe('false-alarm');
    expect(await kinds((await theFlag()).flagId)).toEqual(['opened', 'false-alarm', 'moved', 'false-alarm']);
  });

  it('is refused to somebody who saw an older state, and can be taken back', async () => {
    await night({ 'a.csv': { people: crowd(1, 5) } });
    const seen = await theFlag();
    expect((await decide({ kind: 'acknowledged' }, seen)).written).toEqual([{ flagId: seen.flagId, version: 2 }]);
    expect(await decide(permitted(), seen)).toEqual({
      written: [],
      refused: [{ flagId: seen.flagId, reason: 'changed-meanwhile', version: 2 }],
    });
    const undo = { atMs: clockMs, who: 'M. Reyes', why: 'slipped' };
    const { flagId, state } = await theFlag();
    expect(state).toBe('acknowledged');
    await nights.record.flags.undo({ ...undo, flags: [{ flagId, expectedVersion: 2 }] });
    expect((await theFlag()).state).toBe('open');
    expect((await nights.record.flags.undo({ ...undo, flags: [{ flagId, expectedVersion: 3 }] })).refused).toEqual([
      { flagId, reason: 'nothing-to-undo', version: 3 },
    ]);
    expect(await kinds(flagId)).toEqual(['opened', 'acknowledged', 'undone']);
  });

  it('taken back brings back what the one before it rested on, and how far it reached', async () => {
    await night({ 'a.csv': { people: crowd(1, 5), content: 'same' } });
    await decide({ kind: 'false-alarm', scope: { kind: 'share', share: SHARE } });
    await decide({ kind: 'reopened-by-hand' });
    const undo = async () => {
      const { flagId, version } = await theFlag();
      const flags = [{ flagId, expectedVersion: version }];
      await nights.record.flags.undo({ atMs: clockMs, who: 'M. Reyes', why: 'slipped', flags });
    };
    await undo();
    expect((await theFlag()).state).toBe('false-alarm');
    await night({
      'a.csv': { people: crowd(1, 5), content: 'same' },
      'b.csv': { people: crowd(1, 5), content: 'same' },
    });
    expect((await theFlag()).state).toBe('false-alarm');
    await decide({ kind: 'false-alarm', scope: { kind: 'places' } });
    await decide({ kind: 'false-alarm', scope: { kind: 'share', share: SHARE } });
    await undo();
    const copies = Object.fromEntries(
      ['a.csv', 'b.csv', 'c.csv'].map((path) => [path, { people: crowd(1, 5), content: 'same' }]),
    );
    await night(copies);
    expect((await theFlag()).state).toBe('open');
  });

  it('needs an approver and a last day to permit', async () => {
    await night({ 'a.csv': { people: crowd(1, 5) } });
    await expect(decide({ kind: 'permitted', approver: ' ', untilMs: clockMs + 1 })).rejects.toThrow(
      /nobody has approved/,
    );
    await expect(decide({ kind: 'permitted', approver: 'T.', untilMs: clockMs })).rejects.toThrow(/last day/);
  });

  it('is no false alarm where the file was not read, and confirms nothing without a word', async () => {
    await night({ 'locked.zip': { people: [], reading: { outcome: 'unread', reason: 'encrypted' } } });
    const flag = await theFlag();
    for (const because of [{}, { because: 'test-data' }] as const) {
      const { written, refused } = await decide({ kind: 'false-alarm', ...because }, flag);
      expect([written, refused]).toEqual([[], [{ flagId: flag.flagId, reason: 'unread', version: flag.version }]]);
    }
    const request = { flags: [{ flagId: flag.flagId, expectedVersion: flag.version }], atMs: clockMs, who: 'M. Reyes' };
    const confirmed = { kind: 'acknowledged', because: 'confirmed' } as const;
    await expect(nights.record.flags.decide({ ...request, why: ' ', decision: confirmed })).rejects.toThrow(
      'no reason',
    );
    expect(await kinds(flag.flagId)).toEqual(['opened']);
    expect((await decide({ kind: 'acknowledged', because: 'mended' }, flag)).written).toHaveLength(1);
  });

  it('is sealed by the audit chain, which names the first altered entry', async () => {
    await night({ 'a.csv': { people: crowd(1, 5) } });
    await decide({ kind: 'false-alarm' });
    expect(await nights.record.audit.verifyAudit()).toMatchObject({ intact: true });
    const database = new Database(nights.path());
    database.exec('DROP TRIGGER flag_events_refuse_update');
    database.exec("UPDATE flag_events SET why = 'another reason' WHERE version = 2");
    database.close();
    expect(await nights.record.audit.verifyAudit()).toMatchObject({
      intact: false,
      problem: 'flag 1, entry 2 was altered',
    });
  });
});

describe('many flags', () => {
  it('are paged, filtered, counted, decided and undone together', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, index): [string, NightFile] => [
        `f${index}.csv`,
        {
          people: crowd(1 + index * 10, 1 + (index % 7)),
          verdicts: [{ ...VIOLATION, severity: index % 3 === 0 ? 'critical' : 'high' }],
        },
      ]),
    );
    await night(files);
    const seen: Flag[] = [];
    for (let after: string | undefined, first = true; first || after !== undefined; first = false) {
      const page = await nights.record.flags.list({ active: true, limit: 64, ...(after !== undefined && { after }) });
      seen.push(...page.flags);
      after = page.next;
    }
    expect(new Set(seen.map(({ flagId }) => flagId)).size).toBe(300);
    const order = seen.map(({ severity, people }) => (severity === 'critical' ? 0 : 1_000) - people.likely);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    const request = { atMs: clockMs, who: 'M. Reyes', why: 'same template' };
    const flags = seen.map(({ flagId, version }) => ({ flagId, expectedVersion: version }));
    const { written } = await nights.record.flags.decide({ ...request, flags, decision: { kind: 'acknowledged' } });
    expect(written).toHaveLength(300);
    const assigned = await nights.record.flags.assign({
      ...request,
      flags: written.map(({ flagId, version }) => ({ flagId, expectedVersion: version })),
      assignee: 'tokafor',
      dueAtMs: clockMs - 1,
    });
    const { flags: all } = await nights.record.flags.counts();
    const size = await nights.record.flags.size({});
    expect([size.flags, size.exposures <= all && size.exposures > 0]).toEqual([all, true]);
    expect(await nights.record.flags.counts({ nowMs: clockMs })).toMatchObject({
      flags: 300,
      active: 300,
      overdue: 300,
      byState: { acknowledged: 300 },
      bySeverity: { critical: 100, high: 200 },
      byRule: [{ rule: 'sr-05', severity: 'critical', active: 300 }],
    });
    expect((await nights.record.flags.list({ assignee: 'tokafor', severities: ['critical'] })).flags).toHaveLength(50);
    expect((await nights.record.flags.list({ shares: [{ name: 'other', root: '/' }] })).flags).toEqual([]);
    await nights.record.flags.undo({
      ...request,
      flags: assigned.written.map(({ flagId, version }) => ({ flagId, expectedVersion: version })),
    });
    expect((await nights.record.flags.list({ assignee: null, limit: 500 })).flags).toHaveLength(300);
  });
});
