import { copyFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RecordedReading } from '../../src/record/index.ts';
import { freshShare, HOUR_MS, night, ROSTER } from './night-fixture.ts';

const nights = freshShare();
const { write, scan } = nights;
const at = (path: string) => join(nights.share.root, path);

async function reading(path: string): Promise<RecordedReading> {
  const file = await nights.record.files.findFile(nights.share, path);
  if (!file) throw new Error(`${path} is not recorded`);
  return file.reading;
}

async function people(path: string): Promise<number> {
  const file = await nights.record.files.findFile(nights.share, path);
  return (await nights.record.files.ledgerOf(file?.fileId ?? 0))?.rows.byteLength ?? 0;
}

describe('bytes that were read before are not read again', () => {
  it('under another time: one pass over them, and the verdict of the new time', async () => {
    write('drop/roster.csv', ROSTER, night(0)() - 48 * HOUR_MS);
    const settings = { scratch_hours: '30' };
    const walk = { locations: [{ path: '**', class: 'scan-drop' as const }] };
    await scan({ settings, walk });
    const before = await reading('drop/roster.csv');
    expect(await nights.verdict('drop/roster.csv', 'sr-37')).toBe('violation');
    utimesSync(at('drop/roster.csv'), night(1)() / 1000, night(1)() / 1000);
    const second = await scan({ settings, walk, clockMs: night(1) });
    expect(second.recognised).toBe(1);
    expect(second.summary.read).toBe(0);
    expect(await reading('drop/roster.csv')).toEqual(before);
    expect(await nights.verdict('drop/roster.csv', 'sr-37')).toBeUndefined();
    expect((await scan({ settings, walk, clockMs: night(1) })).recognised).toBe(0);
    expect(await nights.record.journal.leftovers()).toEqual([]);
  });

  it('under another name: the reading and its people go along, and the flags too', async () => {
    write('hr/roster.csv', ROSTER, night(-9)());
    await scan();
    const [before, rows] = [await reading('hr/roster.csv'), await people('hr/roster.csv')];
    expect(rows).toBeGreaterThan(0);
    renameSync(at('hr/roster.csv'), at('hr/staff list.csv'));
    const moved = await scan({ clockMs: night(1) });
    expect(moved.recognised).toBe(1);
    expect(moved.flags).toMatchObject({ opened: 0, remediated: 0 });
    expect(moved.flags.moved).toBeGreaterThan(0);
    const after = await reading('hr/staff list.csv');
    expect(after).toEqual(before);
    expect(await people('hr/staff list.csv')).toBe(rows);
  });

  it('but they are read when a name says something of its own', async () => {
    write('hr/roster.csv', ROSTER, night(-9)());
    await scan();
    renameSync(at('hr/roster.csv'), at('hr/SSN 318-35-4549.csv'));
    const named = await scan({ clockMs: night(1) });
    expect(named.recognised).toBe(0);
    expect((await reading('hr/SSN 318-35-4549.csv')).findings).toContainEqual(
      expect.objectContaining({ place: { members: [], part: 'file-name' } }),
    );
    renameSync(at('hr/SSN 318-35-4549.csv'), at('hr/roster.csv'));
    rmSync(at('hr/roster.csv'));
    write('hr/list.csv', ROSTER, night(-9)());
    expect((await scan({ clockMs: night(2) })).recognised).toBe(1);
  });

  it('but they are read under another extension, which may say that the name lies', async () => {
    write('hr/roster.csv', ROSTER, night(-9)());
    await scan();
    copyFileSync(at('hr/roster.csv'), at('hr/roster.pdf'));
    utimesSync(at('hr/roster.pdf'), night(-9)() / 1000, night(-9)() / 1000);
    expect((await scan({ clockMs: night(1) })).recognised).toBe(0);
    expect((await reading('hr/roster.pdf')).notes).toContainEqual(expect.objectContaining({ note: 'wrong-extension' }));
  });

  it('but other bytes of the same size and time are read', async () => {
    write('hr/roster.csv', ROSTER, night(-9)());
    await scan();
    writeFileSync(at('hr/roster.csv'), ROSTER.replace('219-44-5871', '219-44-5872'));
    utimesSync(at('hr/roster.csv'), night(-9)() / 1000, night(-9)() / 1000);
    const { summary, recognised } = await scan({ clockMs: night(1) });
    expect({ read: summary.read, recognised }).toEqual({ read: 1, recognised: 0 });
  });
});
