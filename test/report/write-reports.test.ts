import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OperatorError } from '../../src/model/index.ts';
import type { ScanRecord } from '../../src/record/index.ts';
import { fileLines, listReports, type WriteReports, writeReports } from '../../src/report/index.ts';
import { outputError } from '../../src/report/whole-files.ts';
import {
  ASSESSMENTS,
  ENTRIES,
  entry,
  fillRun,
  HOSTILE_NAMES,
  NAMED_VALUE,
  POLICY,
  STARTED_MS,
  sampleRecord,
  UNSET_KEYS,
} from './sample-run.ts';

const REPORTS = resolve(import.meta.dirname, '../../reports');

let record: ScanRecord;
let runId: number;
let folder: string;
let out: string;

beforeAll(async () => {
  ({ record, runId, folder } = await sampleRecord());
  out = join(folder, 'out');
  await writeReports(input({}));
});
afterAll(async () => {
  await record.close();
  rmSync(folder, { recursive: true });
});

function input(changes: Partial<WriteReports>): WriteReports {
  return {
    record,
    runId,
    reportsFolder: REPORTS,
    outFolder: out,
    policy: POLICY,
    assessments: ASSESSMENTS,
    unsetPlanKeys: UNSET_KEYS,
    versions: { sharewarden: '0.1.0' },
    nowMs: STARTED_MS,
    ...changes,
  };
}

const text = (name: string): string => readFileSync(join(out, name), 'utf8');

describe('writeReports', () => {
  it('writes every report, for the owner only, and leaves nothing beside them', () => {
    const expected = listReports(REPORTS).flatMap(({ outputs }) => outputs.map(({ file }) => file));
    expect(readdirSync(out)).toEqual(expected.sort());
    for (const name of readdirSync(out)) expect(statSync(join(out, name)).mode & 0o777).toBe(0o600);
  });

  it('shows the value in a file name in none of them, in no form', () => {
    const digits = NAMED_VALUE.replaceAll('-', '');
    for (const name of readdirSync(out)) {
      for (const form of [NAMED_VALUE, digits, Buffer.from(NAMED_VALUE).toString('base64').slice(0, -2)]) {
        expect(text(name), name).not.toContain(form);
      }
    }
  });

  it('writes one line per entry met, sorted by share and path, and the same as fileLines', async () => {
    const lines: string[] = [];
    for await (const line of fileLines(record, runId)) lines.push(line);
    expect(text('files.jsonl')).toBe(`${lines.join('\n')}\n`);
    const summary = await record.runs.runSummary(runId);
    expect(lines).toHaveLength(summary.met);
    const files = lines.map(
      (line) => JSON.parse(line) as { share: string; path: string; outcome: string; reason?: string },
    );
    expect(
      files
        .filter(({ outcome }) => outcome === 'unread')
        .map(({ reason }) => reason)
        .sort(),
    ).toEqual(['denied', 'encrypted', 'link-out-of-share', 'not-a-regular-file', 'unsupported-format']);
    expect([...files].map(({ share }) => share)).toEqual([...files].map(({ share }) => share).sort());
  });

  it('writes a JSON document whose files are the lines and whose people are distinct', () => {
    const run = JSON.parse(text('run.json')) as { files: unknown[]; people: unknown; counts: { met: number } };
    expect(run.files.map((file) => JSON.stringify(file)).join('\n')).toBe(text('files.jsonl').trimEnd());
    expect(run.files).toHaveLength(run.counts.met);
    expect(run.people).toEqual({ lower: 42, likely: 42, upper: 42 });
  });

  it('names a file by its hostile name only inside text', () => {
    const html = text('summary.html');
    expect(html).not.toMatch(/<(?:script|img|link|iframe|object|embed|base|form)\b|href="(?!#)|url\((?!#)|@import/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;.csv');
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/ style="/);
  });

  it('adds up in the HTML and names what a reader asks for', () => {
    const html = text('summary.html');
    const sum = [...html.matchAll(/<dd>([\d,]+)<\/dd><\/div>/g)].slice(0, 4).map((match) => Number(match[1]));
    expect(sum).toEqual([21, 1, 15, 5]);
    for (const words of [
      'read in the statute',
      'secondary source',
      'our inference',
      'BA-2026-0001',
      'not configured: Plan text needed',
      'No earlier run has finished',
      'Give the scanning account read permission',
      '2 CFR 200.303(e)',
      'a'.repeat(64),
      '13 critical, 1 high',
      '<title id="chart-title">',
      'pay.xlsx &gt; sheet Pay, row 118, column SSN',
    ]) {
      expect(html).toContain(words);
    }
  });

  it('keeps a spreadsheet from running a name at the root of a share', async () => {
    const other = await sampleRecord();
    const run = await fillRun(
      other.record,
      HOSTILE_NAMES.map((name) => entry(name, {})),
      [],
      STARTED_MS + 1e6,
    );
    await writeReports(input({ record: other.record, runId: run, names: ['files'], outFolder: join(folder, 'root') }));
    const rows = readFileSync(join(folder, 'root', 'files.csv'), 'utf8').split('\r\n');
    expect(rows).toHaveLength(HOSTILE_NAMES.length + 2);
    expect(rows.filter((row) => /^Intake,"?[=+@]/.test(row))).toEqual([]);
    expect(rows.some((row) => row.startsWith("Intake,'+1-555 call.txt,"))).toBe(true);
    await other.record.close();
    rmSync(other.folder, { recursive: true });
  });

  it('tells what changed since the run before', async () => {
    const other = await sampleRecord();
    const [first] = ENTRIES;
    if (!first) throw new Error('the sample is empty');
    const mended = {
      ...first,
      facts: { ...first.facts, sizeBytes: 10 },
      reading: entry('x', {}).reading,
      verdicts: [],
    };
    const run = await fillRun(other.record, [mended, entry('brand new.txt', {})], [], STARTED_MS + 86_400_000);
    await writeReports(
      input({ record: other.record, runId: run, names: ['summary'], outFolder: join(folder, 'second') }),
    );
    const html = readFileSync(join(folder, 'second', 'summary.html'), 'utf8');
    expect(html).toContain('are now clean or gone: <strong>14</strong>');
    expect(html).toContain('Intake: Claims/export 2024.zip');
    expect(html).toContain('Intake: brand new.txt');
    expect(html).not.toContain(NAMED_VALUE);
    await other.record.close();
    rmSync(other.folder, { recursive: true });
  });

  it('writes only the reports asked for, over what stood there', async () => {
    const again = join(folder, 'again');
    mkdirSync(again);
    writeFileSync(join(again, 'files.csv'), 'old');
    expect(await writeReports(input({ names: ['files'], outFolder: again }))).toEqual([join(again, 'files.csv')]);
    expect(readFileSync(join(again, 'files.csv'), 'utf8')).toContain('share,path,outcome');
  });

  it('leaves what stood there as it was when a report cannot be made', async () => {
    const reportsFolder = mkdtempSync(join(tmpdir(), 'report-folder-'));
    mkdirSync(join(reportsFolder, 'broken'));
    writeFileSync(
      join(reportsFolder, 'broken', 'report.yaml'),
      'id: broken\ntitle: t\nanswers: a\noutputs:\n  - { file: broken.html, kind: html, template: t.eta, style: s.css }\n',
    );
    writeFileSync(join(reportsFolder, 'broken', 's.css'), '');
    writeFileSync(join(reportsFolder, 'broken', 't.eta'), '<% it.nothing.there %>');
    const half = join(folder, 'half');
    mkdirSync(half);
    writeFileSync(join(half, 'broken.html'), 'old');
    await expect(writeReports(input({ reportsFolder, outFolder: half }))).rejects.toThrow();
    expect(readdirSync(half)).toEqual(['broken.html']);
    expect(readFileSync(join(half, 'broken.html'), 'utf8')).toBe('old');
  });

  it('names the reports there are for one that is not', async () => {
    await expect(writeReports(input({ names: ['sumary'] }))).rejects.toThrow(
      /report "sumary": .*Reports: .*files, files-jsonl/,
    );
  });

  it('says what to do where the folder cannot be written', async () => {
    writeFileSync(join(folder, 'plain'), '');
    await expect(writeReports(input({ outFolder: join(folder, 'plain') }))).rejects.toThrow(OperatorError);
    await expect(writeReports(input({ outFolder: join(folder, 'plain', 'deeper') }))).rejects.toThrow(
      /not a folder.*--reports/,
    );
  });

  it.each(['ENOSPC', 'EACCES', 'EROFS', 'EDQUOT'])('says what to do about %s', (code) => {
    const error = outputError(Object.assign(new Error(code), { code }), '/reports');
    expect(error).toBeInstanceOf(OperatorError);
    expect(error).toMatchObject({ thing: '/reports', remedy: expect.stringContaining('--reports DIR') });
  });
});
