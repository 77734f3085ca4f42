import { readFileSync, renameSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import glob from 'fast-glob';
import { describe, expect, it } from 'vitest';
import { previewFile, revealValue } from '../../src/preview/preview-file.ts';
import { PROJECT, temporaryFolders } from '../end-to-end/run-cli.ts';
import { recordedOf, seen, setting, targetsOf } from './preview-setting.ts';

const folder = temporaryFolders();
const SHARE = join(PROJECT, 'fixtures/share');
const planted = JSON.parse(readFileSync(join(PROJECT, 'fixtures/planted-values.json'), 'utf8')) as Record<
  string,
  string[]
>;
/** Birth dates and words shorter than this stand in files by chance, as any date does. */
const values = Object.values(planted)
  .flat()
  .filter((value) => value.length >= 6);

describe('a preview of every file of the pretend share', () => {
  it('shows no planted value, and most matches in their place', async () => {
    const leaks: string[] = [];
    const counts = { targets: 0, inPlace: 0, lost: 0 };
    for (const path of glob.sync('**/*', { cwd: SHARE, dot: true }).sort()) {
      const { file, reading } = await recordedOf(SHARE, path);
      const targets = targetsOf(reading, 6);
      if (targets.length === 0) continue;
      const outcome = await previewFile({ file, targets }, setting);
      if (outcome.kind === 'not-shown') throw new Error(`${path}: ${outcome.reason}`);
      const text = outcome.passages.flatMap(({ blocks }) => blocks.map(seen)).join('\n');
      const digits = text.replace(/[^0-9\n|]/g, '');
      for (const value of values) {
        const own = value.replace(/\D/g, '');
        if (text.includes(value) || (own.length >= 8 && digits.includes(own)))
          leaks.push(`${path}: ${value.slice(-3)}`);
      }
      counts.targets += targets.length;
      counts.lost += outcome.notFound.length;
      counts.inPlace += new Set(
        outcome.passages.filter(({ blocks }) => blocks.length > 0).flatMap(({ matches }) => matches),
      ).size;
    }
    expect(leaks).toEqual([]);
    expect(counts.targets).toBeGreaterThan(200);
    expect(counts.lost).toBe(0);
    expect(counts.inPlace / counts.targets).toBeGreaterThan(0.95);
  }, 480_000);
});

describe('a preview', () => {
  const share = folder('preview');
  const memo =
    'Notes of the intake\n\nMaria Lopez called at noon.\nHer SSN is 486-31-4127 and she lives at 12 Elm Street.\nPlease file.\n';

  it('shows the lines around a match, masked, with their numbers', async () => {
    writeFileSync(join(share, 'memo.txt'), memo);
    const { file, reading } = await recordedOf(share, 'memo.txt');
    const outcome = await previewFile({ file, targets: targetsOf(reading) }, setting);
    if (outcome.kind === 'not-shown') throw new Error(outcome.reason);
    const block = outcome.passages[0]?.blocks[0];
    if (block?.kind !== 'lines') throw new Error('no lines');
    expect(block.lines.map(({ line }) => line)).toContain(4);
    expect(seen(block)).toContain('Her SSN is ***-**-4127 and');
    expect(seen(block)).toContain('Notes of the intake');
    expect(seen(block)).not.toMatch(/486|Lopez|Elm Street/);
    expect(outcome.passages.flatMap(({ matches }) => matches)).toContain(0);
  });

  it('shows the row of a table with its header, and masks the names of other rows too', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, at) => `Ana${'bcdefghij'[at % 9]},Ruiz,486-31-${4100 + at},${1000 + at}.50`,
    );
    writeFileSync(join(share, 'pay.csv'), ['First name,Last name,SSN,Wages', ...rows].join('\n'));
    const { file, reading } = await recordedOf(share, 'pay.csv');
    const ssn = reading.findings.filter(({ type, place }) => type === 'us-ssn' && place.row === 20);
    const outcome = await previewFile({ file, targets: targetsOf({ ...reading, findings: ssn }) }, setting);
    if (outcome.kind === 'not-shown') throw new Error(outcome.reason);
    const block = outcome.passages[0]?.blocks[0];
    if (block?.kind !== 'table') throw new Error('no table');
    expect(block.rows.map(({ row }) => row)).toEqual([18, 19, 20, 21, 22]);
    expect(seen(block)).toContain('First name | Last name | SSN | Wages');
    expect(seen(block)).toContain('***-**-4118');
    expect(seen(block)).not.toMatch(/486-31|Ruiz|Ana[a-j]/);
  });

  it('says that the file is gone, has changed, or lies behind a link', async () => {
    writeFileSync(join(share, 'a.txt'), memo);
    const { file, reading } = await recordedOf(share, 'a.txt');
    const look = () => previewFile({ file, targets: targetsOf(reading) }, setting);
    writeFileSync(join(share, 'a.txt'), memo.replace('486-31-4127', '486-31-4128'));
    expect(await look()).toEqual({ kind: 'not-shown', reason: 'changed' });
    renameSync(join(share, 'a.txt'), join(share, 'b.txt'));
    expect(await look()).toEqual({ kind: 'not-shown', reason: 'gone' });
    symlinkSync('b.txt', join(share, 'a.txt'));
    expect(await look()).toEqual({ kind: 'not-shown', reason: 'link' });
    unlinkSync(join(share, 'a.txt'));
    writeFileSync(join(share, 'a.txt'), memo);
    expect(await look()).toMatchObject({ kind: 'shown' });
  });

  it('stays small for one long line, and cuts no other value in two', async () => {
    const line = Array.from({ length: 4_000 }, (_, at) => `id=${at} ssn: 486-31-${String(1000 + (at % 8000))};`).join(
      ' ',
    );
    writeFileSync(join(share, 'long.txt'), line);
    const { file, reading } = await recordedOf(share, 'long.txt');
    const targets = targetsOf(reading, 1);
    const outcome = await previewFile({ file, targets }, setting);
    if (outcome.kind === 'not-shown') throw new Error(outcome.reason);
    const text = outcome.passages.flatMap(({ blocks }) => blocks.map(seen)).join('\n');
    expect(text.length).toBeLessThan(2_000);
    expect(text).not.toMatch(/486|\d{3}-\d\d-/);
  });
});

describe('a reveal', () => {
  it('reads the one value again, and none from a file that changed', async () => {
    const share = folder('reveal');
    writeFileSync(join(share, 'memo.txt'), 'SSN: 486-31-4127\nSSN: 487-52-9043\n');
    const { file, reading } = await recordedOf(share, 'memo.txt');
    const [first, second] = targetsOf({
      ...reading,
      findings: reading.findings.filter(({ type }) => type === 'us-ssn'),
    });
    if (!first || !second) throw new Error('two findings were expected');
    expect(await revealValue({ file, target: first }, setting)).toEqual({ kind: 'revealed', value: '486-31-4127' });
    expect(await revealValue({ file, target: second }, setting)).toEqual({ kind: 'revealed', value: '487-52-9043' });
    const other = { ...first, fingerprint: '0'.repeat(32) };
    expect(await revealValue({ file, target: other }, setting)).toEqual({ kind: 'not-shown', reason: 'not-found' });
    writeFileSync(join(share, 'memo.txt'), 'SSN: 486-31-4127\nSSN: 487-52-9044\n');
    expect(await revealValue({ file, target: first }, setting)).toEqual({ kind: 'not-shown', reason: 'changed' });
  });
});
