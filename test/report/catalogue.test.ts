import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listReports, renderExamples } from '../../src/report/index.ts';

const REPORTS = resolve(import.meta.dirname, '../../reports');

describe('every report of the catalogue', () => {
  const outputs = renderExamples(REPORTS);

  it('has an example for each of its outputs', () => {
    const expected = listReports(REPORTS).flatMap(({ id, outputs }) => outputs.map(({ file }) => `${id}/${file}`));
    expect(outputs.map(({ report, file }) => `${report}/${file}`)).toEqual(expected);
  });

  const missing = outputs.map(({ expectedPath }) => expectedPath).filter((path) => !existsSync(path));

  // After a change that is wanted: `npx vitest run test/report --update`, then read what changed.
  it.each(outputs)('$report writes $file as its example says', async ({ text, expectedPath }) => {
    await expect(text).toMatchFileSnapshot(expectedPath);
  });

  it('came with the expected text (a missing one is written now: read it and keep it)', () => {
    expect(missing).toEqual([]);
  });

  it.each(outputs)('$report shows no whole value and nothing that steers the screen in $file', ({ text }) => {
    expect(text).not.toContain('219-44-5871');
    expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
  });
});
