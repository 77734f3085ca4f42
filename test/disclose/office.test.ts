import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import XLSX from 'xlsx';
import { createRandom } from '../../fixtures/make/random.ts';
import { sealOffice } from '../../fixtures/make/sealed-xlsx.ts';
import { sealedZip } from '../../fixtures/make/zip.ts';
import { unpackParts } from '../../src/disclose/worker/rewrite/office-package.ts';
import { DEFAULT_LIMITS } from '../../src/extract/index.ts';
import { temporaryFolders } from '../end-to-end/run-cli.ts';
import { packageOf } from '../extract/office-samples.ts';
import { agreementYaml, NAMES, SSNS, workbook } from './exports.ts';
import { checksOf, clearHere, threadHere } from './in-process.ts';

const folderFor = temporaryFolders();
const COLUMNS = '- { name: ssn, form: pseudonym }\n- { name: weeks }';
const CLEAN = [
  ['ssn', 'weeks'],
  ['', 12],
  ['', 14],
] as const;
const PEOPLE = [['ssn', 'weeks', 'name'], ...SSNS.map((ssn, at) => [ssn, 10 + at, NAMES[at] ?? ''])];

function inFolder(files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = folderFor('office');
  writeFileSync(join(folder, 'agreement.yaml'), agreementYaml('office', COLUMNS));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const at = (name: string): string => join(folder, name);
  const clear = (name: string, fixTo?: string, passwords: readonly string[] = []) =>
    clearHere({
      agreement: at('agreement.yaml'),
      exports: [at(name)],
      thread: threadHere(DEFAULT_LIMITS, passwords),
      ...(fixTo === undefined ? {} : { fixTo: at(fixTo) }),
    });
  return { clear };
}

it('a workbook as SheetJS writes it has no macros, whatever its package says of an ending', async () => {
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(PEOPLE), 'People');
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([['key'], [SSNS[0]]]), 'Key');
  book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] };
  const bytes: Uint8Array = XLSX.write(book, { type: 'buffer', bookType: 'xlsx' });
  expect(Buffer.from(unzipSync(bytes)['[Content_Types].xml'] ?? '').toString()).toContain('macroEnabled');
  const { clear } = inFolder({ 'export.xlsx': bytes });
  const made = await clear('export.xlsx', 'copy.xlsx');
  expect([made.verdict, checksOf(made)], JSON.stringify(made.stops)).toEqual(['cleared', []]);
  const copy = XLSX.read(readFileSync(made.copy?.draft ?? ''));
  expect(copy.SheetNames).toEqual(['People']);
  const text = JSON.stringify(copy.Sheets);
  expect(text).toMatch(/p-[a-z2-7]{32}/);
  for (const value of [...SSNS, ...NAMES]) expect(text).not.toContain(value);
});

describe('a locked file', () => {
  const random = createRandom(1_711);
  const PASSWORD = 'tulip 17 harbor';
  const sealed = (bytes: Uint8Array): Uint8Array => sealOffice(bytes, PASSWORD, random, 100);
  const sheets = { clean: [{ name: 'A', rows: CLEAN }], people: [{ name: 'A', rows: PEOPLE }] };
  const { clear } = inFolder({
    'clean.xlsx': sealed(workbook({ sheets: sheets.clean })),
    'people.xlsx': sealed(workbook({ sheets: sheets.people })),
    'pivot.xlsx': sealed(
      workbook({ sheets: sheets.clean, parts: { 'xl/pivotCache/pivotCacheRecords1.xml': '<pivotCacheRecords/>' } }),
    ),
  });

  it('is not cleared where no password of the list opens it', async () => {
    const closed = await clear('clean.xlsx', undefined, ['wrong']);
    expect([closed.verdict, checksOf(closed)]).toEqual(['blocked', ['unread']]);
  });

  it('is checked as any other where one does, and it is said that the recipient needs the password', async () => {
    const passwords = ['wrong', PASSWORD];
    const clean = await clear('clean.xlsx', undefined, passwords);
    expect([clean.verdict, checksOf(clean)], JSON.stringify(clean.stops)).toEqual(['cleared', []]);
    expect(clean.remarks.join()).toContain('opened with a password of the list');
    expect(clean.remarks.join()).not.toContain(PASSWORD);
    const people = await clear('people.xlsx', undefined, passwords);
    expect([people.verdict, checksOf(people)]).toEqual([
      'blocked',
      ['column-not-permitted', 'type-not-permitted', 'wrong-form'],
    ]);
    const pivot = await clear('pivot.xlsx', undefined, passwords);
    expect([pivot.verdict, checksOf(pivot)]).toEqual(['blocked', ['hidden-content']]);
  });

  it('has no fixed copy, and it is said what to do', async () => {
    await expect(clear('people.xlsx', 'copy.xlsx', [PASSWORD])).rejects.toThrow(/encrypted.*without a password/);
  });

  it('inside a zip is checked, and not cleared within it', async () => {
    const zip = await sealedZip(
      [{ name: 'list.csv', content: Buffer.from('ssn,weeks\n,12\n'), method: 'aes-256' }],
      PASSWORD,
      random,
    );
    const { clear } = inFolder({ 'list.zip': zip });
    const opened = await clear('list.zip', undefined, [PASSWORD]);
    expect([opened.verdict, checksOf(opened)], JSON.stringify(opened.stops)).toEqual(['blocked', ['hidden-content']]);
  });
});

it('a package that says it unpacks to more than 256 MB is refused before it is unpacked', () => {
  const bytes = packageOf({ 'xl/workbook.xml': '<workbook/>' });
  const directory = bytes.indexOf('PK\u0001\u0002');
  bytes.writeUInt32LE(300 * 1024 * 1024, directory + 24);
  expect(() => unpackParts(bytes, () => true)).toThrow('unpacks to more than 256 MB');
});
