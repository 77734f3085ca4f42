import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { moveToQuarantine, restoreFromQuarantine } from '../../src/quarantine/index.ts';
import { temporaryFolders } from '../end-to-end/run-cli.ts';
import { CONTENT, type LaidOut, layOut, namesIn } from './laid-out.ts';

const temporary = temporaryFolders();
const make = (name?: string): Promise<LaidOut> => layOut(temporary('quarantine'), name);
const REQUEST = { who: 'dkim', why: 'A list of numbers in an open folder' };

describe('a file moved to quarantine', () => {
  it('is held whole, leaves a marker for its owner, and comes back as it was', async () => {
    const laid = await make();
    const before = lstatSync(laid.path);
    const { record, setting } = await laid.open();
    const outcome = await moveToQuarantine(setting, { ...REQUEST, fileId: laid.fileId });
    expect(outcome).toEqual({ kind: 'held', quarantineId: 1, marker: true });
    expect(namesIn(join(laid.share, 'HR'))).toEqual(['pay.txt.moved.txt']);
    expect(namesIn(laid.folder)).toEqual(['000001.held']);
    expect(readFileSync(join(laid.folder, '000001.held'), 'utf8')).toBe(CONTENT);
    expect(lstatSync(join(laid.folder, '000001.held')).mode & 0o777).toBe(0o600);
    const marker = readFileSync(join(laid.share, 'HR/pay.txt.moved.txt'), 'utf8');
    for (const words of [
      'Quarantine number 1',
      'pay.txt',
      'dkim',
      REQUEST.why,
      'the privacy officer, 555-0100',
      'not deleted',
    ])
      expect(marker).toContain(words);
    expect(marker).not.toContain('486');

    expect(await restoreFromQuarantine(setting, { quarantineId: 1, who: 'arivera' })).toEqual({
      kind: 'restored',
      quarantineId: 1,
    });
    expect(namesIn(join(laid.share, 'HR'))).toEqual(['pay.txt']);
    expect(namesIn(laid.folder)).toEqual([]);
    const after = lstatSync(laid.path);
    expect(readFileSync(laid.path, 'utf8')).toBe(CONTENT);
    expect(after.mode).toBe(before.mode);
    expect(Math.abs(after.mtimeMs - before.mtimeMs)).toBeLessThan(1);
    expect((await record.audit.list()).map(({ action }) => action).slice(-4)).toEqual([
      'quarantine-moving',
      'quarantine-held',
      'quarantine-restoring',
      'quarantine-restored',
    ]);
    expect(await record.audit.verifyAudit()).toMatchObject({ intact: true });
    expect(await record.quarantines.get(1)).toMatchObject({
      state: 'restored',
      movedBy: 'dkim',
      restoredBy: 'arivera',
    });
    await record.close();
  });

  it.skipIf(process.getuid?.() !== 0)('belongs to whom it belonged when it is laid back (needs root)', async () => {
    const laid = await layOut(temporary('quarantine'), 'pay.txt', { uid: 4711, gid: 4712 });
    const { record, setting } = await laid.open();
    await moveToQuarantine(setting, { ...REQUEST, fileId: laid.fileId });
    await restoreFromQuarantine(setting, { quarantineId: 1, who: 'arivera' });
    expect(lstatSync(laid.path)).toMatchObject({ uid: 4711, gid: 4712, mode: 0o100640 });
    expect((await record.audit.list()).at(-1)?.data).toEqual({ detail: 'digest verified' });
    await record.close();
  });

  it('whose name carries a number leaves it out of the marker and its name', async () => {
    const laid = await make('486-31-4127.txt');
    const { record, setting } = await laid.open();
    await moveToQuarantine(setting, { ...REQUEST, why: 'Holds 486-31-4127', fileId: laid.fileId });
    const [name = ''] = namesIn(join(laid.share, 'HR'));
    expect(name).toBe('###-##-4127.txt.moved.txt');
    expect(readFileSync(join(laid.share, 'HR', name), 'utf8')).not.toContain('486-31');
    await record.close();
    expect(readFileSync(laid.database).includes('486-31-4127')).toBe(false);
  });
});

describe('a move is refused, and nothing is changed, where', () => {
  const cases: Record<string, (laid: LaidOut) => void> = {
    changed: ({ path }) => writeFileSync(path, CONTENT.replace('4127', '4128')),
    gone: ({ path }) => rmSync(path),
    link: ({ path, base }) => {
      renameSync(path, join(base, 'elsewhere.txt'));
      symlinkSync(join(base, 'elsewhere.txt'), path);
    },
    'hard-links': ({ path, base }) => linkSync(path, join(base, 'other-name.txt')),
    'not-a-regular-file': ({ path }) => {
      rmSync(path);
      mkdirSync(path);
    },
  };
  for (const [reason, spoil] of Object.entries(cases)) {
    it(`it is ${reason}`, async () => {
      const laid = await make();
      spoil(laid);
      const before = namesIn(join(laid.share, 'HR'));
      const { record, setting } = await laid.open();
      expect(await moveToQuarantine(setting, { ...REQUEST, fileId: laid.fileId })).toEqual({ kind: 'refused', reason });
      expect(namesIn(join(laid.share, 'HR'))).toEqual(before);
      expect(namesIn(laid.folder)).toEqual([]);
      await record.close();
    });
  }

  it('a folder of its path became a link', async () => {
    const laid = await make();
    renameSync(join(laid.share, 'HR'), join(laid.base, 'HR'));
    symlinkSync(join(laid.base, 'HR'), join(laid.share, 'HR'));
    const { record, setting } = await laid.open();
    expect(await moveToQuarantine(setting, { ...REQUEST, fileId: laid.fileId })).toEqual({
      kind: 'refused',
      reason: 'link',
    });
    expect(readFileSync(join(laid.base, 'HR/pay.txt'), 'utf8')).toBe(CONTENT);
    await record.close();
  });

  it('the folder lies in the share, is open to others, or no reason is given', async () => {
    const laid = await make();
    const { record, setting } = await laid.open();
    const move = (folder: string, why = REQUEST.why) =>
      moveToQuarantine({ ...setting, folder }, { who: 'dkim', why, fileId: laid.fileId });
    await expect(move(join(laid.share, 'held'))).rejects.toThrow('lies in a share');
    mkdirSync(join(laid.base, 'open'));
    chmodSync(join(laid.base, 'open'), 0o755);
    await expect(move(join(laid.base, 'open'))).rejects.toThrow('entered by others');
    await expect(move(laid.folder, ' ')).rejects.toThrow('no reason');
    expect(readFileSync(laid.path, 'utf8')).toBe(CONTENT);
    await record.close();
  });
});

describe('a restore is refused, and the copy stays held, where', () => {
  const held = async () => {
    const laid = await make();
    const opened = await laid.open();
    await moveToQuarantine(opened.setting, { ...REQUEST, fileId: laid.fileId });
    return { laid, ...opened, restore: () => restoreFromQuarantine(opened.setting, { quarantineId: 1, who: 'dkim' }) };
  };

  it('another file lies in its place', async () => {
    const { laid, record, restore } = await held();
    writeFileSync(laid.path, 'a new file');
    expect(await restore()).toEqual({ kind: 'refused', reason: 'occupied' });
    expect(readFileSync(laid.path, 'utf8')).toBe('a new file');
    expect((await record.quarantines.get(1))?.state).toBe('held');
    await record.close();
  });

  it('the held copy was changed', async () => {
    const { laid, record, restore } = await held();
    writeFileSync(join(laid.folder, '000001.held'), CONTENT.replace('4127', '4128'));
    expect(await restore()).toEqual({ kind: 'refused', reason: 'copy-differs' });
    expect(namesIn(join(laid.share, 'HR'))).toEqual(['pay.txt.moved.txt']);
    await record.close();
  });

  it('its folder is gone', async () => {
    const { laid, record, restore } = await held();
    rmSync(join(laid.share, 'HR'), { recursive: true });
    expect(await restore()).toEqual({ kind: 'refused', reason: 'gone' });
    expect(readFileSync(join(laid.folder, '000001.held'), 'utf8')).toBe(CONTENT);
    expect((await record.quarantines.get(1))?.state).toBe('held');
    await record.close();
  });
});
