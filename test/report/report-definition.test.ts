import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OperatorError } from '../../src/model/index.ts';
import { listReports } from '../../src/report/index.ts';

function folderWith(reports: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'report-definitions-'));
  for (const [name, yaml] of Object.entries(reports)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'report.yaml'), yaml);
  }
  return folder;
}

const GOOD =
  'id: a\ntitle: t\nanswers: w\noutputs:\n  - { file: a.csv, kind: csv, rows: files, columns: [share, path] }\n';

describe('listReports', () => {
  it('reads what a folder says', () => {
    const [report] = listReports(folderWith({ a: GOOD }));
    expect(report).toMatchObject({ id: 'a', outputs: [{ file: 'a.csv', kind: 'csv', rows: 'files', only: {} }] });
  });

  it.each([
    [
      'a column that is none',
      GOOD.replace('path', 'ssn'),
      /a\/report\.yaml: .*columns\.1: "ssn" is no column; known: .*share/,
    ],
    ['a column of another kind of row', GOOD.replace('path', 'masked'), /"masked" is no column/],
    ['a key that is none', `${GOOD}colour: red\n`, /colour/],
    ['an id unlike the folder', GOOD.replace('id: a', 'id: b'), /id is "b". Call it like its folder: a/],
    ['a file name with a path', GOOD.replace('a.csv', '../a.csv'), /not a file name like/],
    ['broken YAML', 'id: [a\n', /report\.yaml:\d+: not valid YAML/],
  ])('refuses %s', (_, yaml, message) => {
    const folder = folderWith({ a: yaml });
    expect(() => listReports(folder)).toThrow(OperatorError);
    expect(() => listReports(folder)).toThrow(message);
  });

  it('refuses two reports that write one file', () => {
    expect(() => listReports(folderWith({ a: GOOD, b: GOOD.replace('id: a', 'id: b') }))).toThrow(
      /a and b both write a\.csv/,
    );
  });

  it('names a folder that is not there, or empty', () => {
    expect(() => listReports('/nowhere/at/all')).toThrow(/ENOENT/);
    expect(() => listReports(folderWith({}))).toThrow(/no reports are there/);
  });
});
