import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshShare, HOUR_MS, night, ROSTER } from './night-fixture.ts';

const ENCRYPTED = join(import.meta.dirname, '../../fixtures/documents/zip/unread.zip');
const nights = freshShare();
const { write, scan, verdict } = nights;

describe('unchanged files are judged again, without being read', () => {
  it('when their age passes a number of a rule', async () => {
    const settings = { scratch_hours: '30' };
    const walk = { locations: [{ path: '**', class: 'scan-drop' as const }] };
    write('drop/roster.csv', ROSTER, night(0)() - HOUR_MS);
    await scan({ settings, walk });
    expect(await verdict('drop/roster.csv', 'sr-37')).toBeUndefined();
    const second = await scan({ settings, walk, clockMs: night(1) });
    expect(await verdict('drop/roster.csv', 'sr-37')).toBeUndefined();
    const third = await scan({ settings, walk, clockMs: night(2) });
    expect(await verdict('drop/roster.csv', 'sr-37')).toBe('violation');
    expect([second.summary.read, third.summary.read]).toEqual([0, 0]);
    expect(third.flags.opened).toBe(1);
  });

  it('when a date of a register comes', async () => {
    write('old/roster.csv', ROSTER, night(0)() - 1_500 * 24 * HOUR_MS);
    const place = { share: nights.share.name, path: 'old' };
    const registers = {
      retention: [{ ...place, retainUntilMs: night(-3)() }],
      legalHolds: [{ ...place, releasedAtMs: night(1)() - HOUR_MS }],
    };
    await scan({ registers });
    expect(await verdict('old/roster.csv', 'sr-36')).toBe('allowed');
    const { summary } = await scan({ registers, clockMs: night(1) });
    expect(await verdict('old/roster.csv', 'sr-36')).toBe('violation');
    expect(summary.read).toBe(0);
  });

  it('when a register changes', async () => {
    write('old/roster.csv', ROSTER, night(0)() - 1_500 * 24 * HOUR_MS);
    await scan();
    expect(await verdict('old/roster.csv', 'sr-36')).toBe('cannot-tell');
    const retention = [{ share: nights.share.name, path: '', retainUntilMs: night(-3)() }];
    const { summary } = await scan({ registers: { retention, legalHolds: [] }, clockMs: night(1) });
    expect(await verdict('old/roster.csv', 'sr-36')).toBe('violation');
    expect(summary.read).toBe(0);
  });

  it('when a password is laid beside an encrypted file, and when it is taken away', async () => {
    write('Exports/readme.txt', 'Quarterly exports.\n');
    copyFileSync(ENCRYPTED, join(nights.share.root, 'Exports/roster.zip'));
    await scan();
    const alone = await verdict('Exports/roster.zip', 'sr-38');
    expect(alone).not.toBe('violation');
    write('Exports/password.txt', 'See the safe.\n');
    const { summary } = await scan({ clockMs: night(1) });
    expect(await verdict('Exports/roster.zip', 'sr-38')).toBe('violation');
    expect(summary.read).toBe(1);
    rmSync(join(nights.share.root, 'Exports/password.txt'));
    await scan({ clockMs: night(2) });
    expect(await verdict('Exports/roster.zip', 'sr-38')).toBe(alone);
  });
});
