import { describe, expect, it } from 'vitest';
import { freshShare, HOUR_MS, night, ROSTER } from './night-fixture.ts';

const nights = freshShare();
const { write, scan } = nights;

/** A clock that stands still until so many files were begun, and then is past every budget. */
function clockFor(startMs: number, begun: number): () => number {
  let asked = 0;
  // Asked once at the start, then once for each file whose turn it is.
  return () => (asked++ <= begun ? startMs : startMs + 24 * HOUR_MS);
}

async function outcomes(): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { facts, reading } of nights.record.files.iterateFiles())
    found[facts.path] = reading.reason ?? reading.outcome;
  return found;
}

describe('a night with a time budget', () => {
  it('leaves what it does not reach as unread, tells it, and goes on next night', async () => {
    for (const name of ['a', 'b', 'c', 'd']) write(`${name}.csv`, ROSTER.replace('Berg', `Berg${name}`));
    const timeBudgetMs = HOUR_MS;
    const first = await scan({ timeBudgetMs, clockMs: clockFor(night(0)(), 1) });
    expect(first).toMatchObject({
      complete: true,
      summary: { met: 4, matched: 1, unread: 3, read: 1, unreadByReason: { 'not-reached': 3 } },
    });
    expect(first.summary.notReached).toEqual({ new: 3, changed: 0, retry: 0, outdated: 0 });
    const digest = await nights.record.nights.digest(first.runId);
    expect(digest.notReached).toEqual(first.summary.notReached);
    const [coverage] = await nights.record.nights.coverage();
    expect(coverage).toMatchObject({ unread: 3, unreadByReason: [{ reason: 'not-reached', files: 3, nights: 1 }] });
    const second = await scan({ timeBudgetMs, clockMs: clockFor(night(1)(), 2) });
    expect(second.summary).toMatchObject({ matched: 3, unread: 1, read: 2 });
    const third = await scan({ timeBudgetMs, clockMs: night(2) });
    expect(third.summary).toMatchObject({ matched: 4, unread: 0, read: 1 });
    expect(third.summary.notReached).toBeUndefined();
    expect((await nights.record.nights.digest(third.runId)).notReached).toBeUndefined();
  });

  it('reads what is new before what changed, and that before what older patterns read', async () => {
    for (const name of ['a', 'b', 'c']) write(`${name}.csv`, ROSTER.replace('Berg', `Berg${name}`));
    await scan();
    write('b.csv', 'The board met on Tuesday.\n');
    write('z.csv', ROSTER);
    const versions = { sharewarden: 'newer' };
    const timeBudgetMs = HOUR_MS;
    const one = await scan({ versions, timeBudgetMs, clockMs: clockFor(night(1)(), 1) });
    expect(one.summary.notReached).toEqual({ new: 0, changed: 1, retry: 0, outdated: 2 });
    expect(await outcomes()).toEqual({
      'a.csv': 'matched',
      'b.csv': 'not-reached',
      'c.csv': 'matched',
      'z.csv': 'matched',
    });
    expect((await nights.record.nights.coverage())[0]).toMatchObject({ outdated: 2 });
    const two = await scan({ versions, timeBudgetMs, clockMs: clockFor(night(2)(), 1) });
    expect(two.summary.notReached).toEqual({ new: 0, changed: 0, retry: 0, outdated: 2 });
    expect(await outcomes()).toMatchObject({ 'b.csv': 'clean' });
    const three = await scan({ versions, timeBudgetMs, clockMs: night(3) });
    expect(three.summary).toMatchObject({ read: 2, unread: 0 });
  });

  it('never closes a flag of a file that changed and was not reached', async () => {
    write('a.csv', ROSTER);
    const first = await scan();
    expect(first.flags.opened).toBeGreaterThan(0);
    write('a.csv', 'The board met on Tuesday.\n');
    const second = await scan({ timeBudgetMs: HOUR_MS, clockMs: clockFor(night(1)(), 0) });
    expect(second.summary).toMatchObject({ unread: 1, clean: 0, matched: 0 });
    expect(second.flags.remediated).toBe(0);
    const third = await scan({ timeBudgetMs: HOUR_MS, clockMs: night(2) });
    expect(third.flags.remediated).toBe(first.flags.opened);
  });

  it('judges by a new policy what it does not reach', async () => {
    write('a.csv', ROSTER, night(0)() - 1_500 * 24 * HOUR_MS);
    await scan();
    expect(await nights.verdict('a.csv', 'sr-36')).toBe('cannot-tell');
    const retention = [{ share: nights.share.name, path: '', retainUntilMs: night(-3)() }];
    await scan({
      registers: { retention, legalHolds: [] },
      versions: { sharewarden: 'newer' },
      timeBudgetMs: HOUR_MS,
      clockMs: clockFor(night(1)(), 0),
    });
    expect(await nights.verdict('a.csv', 'sr-36')).toBe('violation');
  });
});
