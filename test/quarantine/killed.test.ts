import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type * as FsPromises from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { moveToQuarantine, restoreFromQuarantine, resumeQuarantine } from '../../src/quarantine/index.ts';
import { temporaryFolders } from '../end-to-end/run-cli.ts';
import { CONTENT, type LaidOut, layOut, namesIn } from './laid-out.ts';

/** Calls until everything stands still, as if the process had been killed. */
const stop = vi.hoisted(() => ({ after: Number.POSITIVE_INFINITY, reached: () => {} }));

vi.mock('node:fs/promises', async (original) => {
  const own = await original<typeof FsPromises>();
  const changing = ['open', 'link', 'unlink', 'rename', 'writeFile', 'chmod', 'utimes'] as const;
  const stopped =
    (name: (typeof changing)[number]) =>
    (...given: never[]) => {
      stop.after -= 1;
      if (stop.after > 0) return (own[name] as (...given: never[]) => Promise<unknown>)(...given);
      stop.reached();
      return new Promise(() => {});
    };
  return { ...own, ...Object.fromEntries(changing.map((name) => [name, stopped(name)])) };
});

const temporary = temporaryFolders();
const make = (): Promise<LaidOut> => layOut(temporary('quarantine'));
const MOVE = { who: 'dkim', why: 'A list of numbers in an open folder' };

/** Runs a step until the n-th call that changes a file; true when it came so far. */
async function runUntil(calls: number, step: () => Promise<unknown>): Promise<boolean> {
  const reached = new Promise<boolean>((settle) => {
    stop.reached = () => settle(true);
  });
  stop.after = calls;
  const killed = await Promise.race([reached, step().then(() => false)]);
  stop.after = Number.POSITIVE_INFINITY;
  return killed;
}

/** Everything is in its one place, whatever the record says that is. */
function expectWhole(laid: LaidOut, isHeld: boolean): void {
  expect(namesIn(join(laid.share, 'HR'))).toEqual([isHeld ? 'pay.txt.moved.txt' : 'pay.txt']);
  expect(namesIn(laid.folder)).toEqual(isHeld ? ['000001.held'] : []);
  expect(readFileSync(isHeld ? join(laid.folder, '000001.held') : laid.path, 'utf8')).toBe(CONTENT);
}

async function resumed(laid: LaidOut): Promise<string | undefined> {
  const { record, setting } = await laid.open();
  const found = await resumeQuarantine(setting);
  expect(found.map(({ missing }) => missing)).not.toContain(true);
  const state = (await record.quarantines.get(1))?.state;
  expect(await record.audit.verifyAudit()).toMatchObject({ intact: true });
  await record.close();
  return state;
}

describe('stopped at any call that changes a file', () => {
  it('a move leaves the original or the whole copy, and the next start says which', async () => {
    const states: (string | undefined)[] = [];
    for (let calls = 1, killed = true; killed; calls += 1) {
      const laid = await make();
      const { record, setting } = await laid.open();
      killed = await runUntil(calls, () => moveToQuarantine(setting, { ...MOVE, fileId: laid.fileId }));
      await record.close();
      const state = await resumed(laid);
      expectWhole(laid, state === 'held');
      states.push(state);
    }
    expect(new Set(states)).toEqual(new Set(['not-moved', 'held']));
    expect(states.length).toBeGreaterThan(8);
  });

  it('a restore leaves the whole copy or the file in its place', async () => {
    const states: (string | undefined)[] = [];
    for (let calls = 1, killed = true; killed; calls += 1) {
      const laid = await make();
      const { record, setting } = await laid.open();
      await moveToQuarantine(setting, { ...MOVE, fileId: laid.fileId });
      killed = await runUntil(calls, () => restoreFromQuarantine(setting, { quarantineId: 1, who: 'dkim' }));
      await record.close();
      const state = await resumed(laid);
      expectWhole(laid, state === 'held');
      states.push(state);
    }
    expect(new Set(states)).toEqual(new Set(['held', 'restored']));
    expect(states.length).toBeGreaterThan(8);
  });
});

describe('a process that is really killed', () => {
  it('in the middle of a move leaves what the next start puts in order', async () => {
    const laid = await make();
    const child = spawnSync(
      process.execPath,
      [join(import.meta.dirname, 'killed-move.mjs'), laid.database, laid.folder, String(laid.fileId)],
      { encoding: 'utf8' },
    );
    expect(child.signal, child.stderr).toBe('SIGKILL');
    expect(namesIn(join(laid.share, 'HR'))).toEqual(['.sharewarden-000001', 'pay.txt']);
    expect(await resumed(laid)).toBe('not-moved');
    expectWhole(laid, false);
  });
});
