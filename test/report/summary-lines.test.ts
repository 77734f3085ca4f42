import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunSummary, ScanRecord } from '../../src/record/index.ts';
import { summaryLines } from '../../src/report/index.ts';
import { ASSESSMENTS, POLICY, sampleRecord } from './sample-run.ts';

let record: ScanRecord;
let folder: string;
let summary: RunSummary;

beforeAll(async () => {
  const sample = await sampleRecord();
  ({ record, folder } = sample);
  summary = await record.runs.runSummary(sample.runId);
});
afterAll(async () => {
  await record.close();
  rmSync(folder, { recursive: true });
});

function lines(changes: Partial<Parameters<typeof summaryLines>[0]> = {}): string {
  return summaryLines({
    summary,
    policy: POLICY,
    assessments: ASSESSMENTS,
    written: ['/r/summary.html'],
    complete: true,
    ...changes,
  }).join('\n');
}

describe('summaryLines', () => {
  it('says what was met and what became of it', () => {
    expect(lines()).toMatch(/met 21 files/);
    expect(lines()).toMatch(/^ +1 {2}clean/m);
    expect(lines()).toMatch(/^ +15 {2}with personal data \(1 of them only in part\)/m);
    expect(lines()).toMatch(/^ +5 {2}not read/m);
  });

  it('lists rules by severity, reasons in words, assessments, reports and the next steps', () => {
    const text = lines();
    expect(text.indexOf('sr-05')).toBeLessThan(text.indexOf('sr-09'));
    expect(text.indexOf('sr-09')).toBeLessThan(text.indexOf('sr-10'));
    expect(text).toContain('it is encrypted or has a password');
    expect(text).toContain('sharewarden breach show BA-2026-0001');
    expect(text).toContain('/r/summary.html');
  });

  it('keeps to 100 columns and one screen line each', () => {
    const long = { ...POLICY, rules: POLICY.rules.map((rule) => ({ ...rule, title: 'very long words '.repeat(20) })) };
    const all = summaryLines({ summary, policy: long, assessments: ASSESSMENTS, written: [], complete: false });
    for (const line of all) expect(line.length, line).toBeLessThanOrEqual(100);
    expect(all.join('\n')).not.toMatch(/[\u0000-\u0009\u001b]/);
  });

  it('says so when nothing was met, when nothing is wrong and when the scan was cut short', () => {
    expect(lines({ summary: { ...summary, met: 0 } })).toMatch(/No files were met in \/srv\/intake/);
    expect(lines({ summary: { ...summary, rules: [] }, assessments: [] })).toContain(
      'Nothing that was read breaks a rule.',
    );
    expect(lines({ complete: false })).toContain('did not see every folder');
  });
});
