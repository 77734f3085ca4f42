import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clearanceLines } from '../../src/disclose/index.ts';
import { temporaryFolders } from '../end-to-end/run-cli.ts';
import { packageOf } from '../extract/office-samples.ts';
import { agreementYaml, letter, NAMES, SSNS, workbook } from './exports.ts';
import { clearHere } from './in-process.ts';

const folderFor = temporaryFolders();
const COLUMNS = '- { name: SSN, form: pseudonym }\n- { name: ZIP, form: zip3, quasi: true }\n- { name: Weeks }';
const ROWS = [
  ['Name', 'SSN', 'ZIP', 'Weeks', 'Wage Q2'],
  ...SSNS.map((ssn, at) => [NAMES[at] ?? '', ssn, '63101', String(10 + at), String(4200 + at)]),
];
const csv = `${ROWS.map((row) => row.join(',')).join('\n')}\n`;
const paragraphs = (...lines: readonly string[]): string =>
  lines.map((line) => `<w:p><w:r><w:t>${line}</w:t></w:r></w:p>`).join('');
const LETTER = letter(
  paragraphs(`Her SSN is ${SSNS[0]}.`, `Born: 03/14/1982, name: ${NAMES[0]}`, `Ask Mrs. ${NAMES[1]}.`),
);

async function said(file: string, content: string | Uint8Array, how: { fix?: string; extra?: string } = {}) {
  const folder = folderFor('words');
  writeFileSync(join(folder, 'agreement.yaml'), agreementYaml('words', COLUMNS, how.extra));
  writeFileSync(join(folder, file), content);
  const clearance = await clearHere({
    agreement: join(folder, 'agreement.yaml'),
    exports: [join(folder, file)],
    ...(how.fix ? { fixTo: join(folder, how.fix) } : {}),
  });
  return { clearance, lines: clearanceLines(clearance, []) };
}

describe('what an analyst reads', () => {
  it('counts the stops, says what a fixed copy mends, and joins what is alike', async () => {
    const { lines, clearance } = await said('people.csv', csv);
    expect(lines.slice(0, 2)).toEqual([
      'Blocked: it may not go',
      `${clearance.stops.length} stops; --fix mends ${clearance.stops.length - 1}. Then left: people who stand out (column ZIP).`,
    ]);
    const text = lines.join('\n');
    expect(text).toContain(
      'STOP  people.csv\n  column Name: 8 filled cells in a column that the agreement does not permit.\n  column Wage Q2: 8 filled cells in a column that the agreement does not permit.\n  Leave the column out. --fix mends it.',
    );
    expect(text).toContain(
      'column SSN: None of 8 filled cells is in the form that the agreement asks for (pseudonym).',
    );
    expect(text).toContain('All 8 rows stand in groups of fewer than 10 people alike');
    expect(text).toContain('Name of a person, 8 times, which the agreement does not permit there. All rows.');
  });

  it('names sheets by their name, and rows in order', async () => {
    const small = ROWS.map((row, at) => (at === 0 ? row : row.with(2, at === 3 || at === 7 ? '652' : '631')));
    const { lines } = await said(
      'people.xlsx',
      workbook({
        sheets: [
          { name: 'Q2 People', rows: small },
          { name: 'Key', hidden: true, rows: ROWS.slice(0, 2) },
        ],
      }),
      { extra: 'minimumClassSize: 5' },
    );
    const text = lines.join('\n');
    expect(text).toContain('sheet Q2 People > column SSN: None of 8 filled cells');
    expect(text).toContain('2 of 8 rows stand in groups of fewer than 5 people alike (smallest: 2). Rows 4, 8.');
    expect(text).toContain('STOP  people.xlsx > hidden sheet Key\n  Content that a reader does not see.');
    expect(text).toContain('stops; --fix mends ');
    expect(text).toContain('Then left: people who stand out (sheet Q2 People > column ZIP).');
    expect(text).not.toMatch(/table \d/);
  });

  it('names files inside a zip, and offers no copy of it', async () => {
    const { lines, clearance } = await said(
      'package.zip',
      packageOf({
        'people/list.csv': csv,
        'letter.docx': LETTER,
        [`${NAMES[2]}.txt`]: 'The programs ran for ten weeks.',
      }),
    );
    const text = lines.join('\n');
    expect(clearance.verdict).toBe('blocked');
    expect(text).toContain('people/list.csv > column Name: 8 filled cells');
    expect(text).toContain('letter.docx: Social Security number, once, which');
    expect(text).toContain(
      'package.zip > 3 files inside\n  Only single files are certified, not what lies packed in one: people/list.csv, letter.docx, a file whose name looks like a person’s.\n  Unpack it and clear the folder.',
    );
    expect(text).not.toContain('--fix');
  });

  it.each([
    ['people.csv', csv],
    ['letter.docx', LETTER],
    ['package.zip', packageOf({ 'people/list.csv': csv, 'letter.docx': LETTER })],
  ])('of %s has no value, no ids of types, and one of a thing as one', async (file, content) => {
    const { lines, clearance } = await said(file, content);
    const text = lines.join('\n');
    for (const value of [...SSNS, ...NAMES]) expect(text).not.toContain(value);
    expect(text).not.toMatch(/us-ssn|person-name|date-of-birth| 1 (?:rows|groups|tokens|places|counts|times|stops)\b/);
    expect(JSON.stringify(clearance.stops)).toContain('person-name');
  });

  it('says that a masked letter is to be read before it is sent, and nothing of rows that it has not', async () => {
    const { lines } = await said('letter.docx', LETTER, { fix: 'out.docx' });
    const text = lines.join('\n');
    expect(text).toContain('note  Text was masked (***): read the copy before you send it.');
    expect(text).not.toContain('rows');
    const plain = await said('note.txt', 'The programs ran for ten weeks.\n', { fix: 'out.txt' });
    expect(plain.lines.join('\n')).not.toContain('masked');
  });

  it('names the export, and not the copy that was not made', async () => {
    const { lines, clearance } = await said('people.csv', csv, { fix: 'out.csv' });
    const text = lines.join('\n');
    expect(clearance.copy).toBeUndefined();
    expect(text).toContain('people.csv > column ZIP\n  All 8 rows stand in groups');
    expect(text).toContain('note  No copy was made');
    expect(text).not.toContain('out.csv');
  });
});
