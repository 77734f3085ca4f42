import { describe, expect, it } from 'vitest';
import { shownPath, shownPlace, shownText } from '../../src/model/index.ts';
import { entry, finding, HOSTILE_NAMES, NAMED_FILE } from '../report/sample-run.ts';

function shown(path: string, ...masked: string[]): string {
  return shownPath(entry(path, { findings: masked.map((text) => finding('us-ssn', text, { part: 'file-name' })) }));
}

describe('shownPath', () => {
  it('keeps an ordinary path as it is', () => {
    expect(shown('Case Files/2024-03-18 intake (2).csv')).toBe('Case Files/2024-03-18 intake (2).csv');
  });

  it.each([
    [NAMED_FILE, '***-**-5871', 'Claims/Reyes ###-##-5871 appeal ####.pdf'],
    ['219445871.pdf', '***-**-5871', '#####5871.pdf'],
    ['SSN219445871v2.pdf', '***-**-5871', '##############.pdf'],
    ['219.44.5871', '***-**-5871', '###.##.5871'],
    ['card 4539 1488 0343 6467.txt', '**** **** **** 6467', 'card #### #### #### 6467.txt'],
    ['mbi 1EG4-TE5-MK73.docx', '****-***-****', 'mbi ####-###-####.docx'],
    ['２１９-44-5871.pdf', '***-**-5871', '###-##-5871.pdf'],
    ['219\u200b44\u200b5871.pdf', '***-**-5871', '###\\u200b##\\u200b5871.pdf'],
    ['account 99001234.7z', '***', 'account ########.7z'],
  ])('shows of %j no more than its finding %s', (path, masked, expected) => {
    expect(shown(path, masked)).toBe(expected);
  });

  it.each([
    ['Folders/219-44-5871/notes.txt', 'Folders/###-##-5871/notes.txt'],
    ['219445871/notes.txt', '#####5871/notes.txt'],
    ['card 4539148803436467.txt', 'card ############6467.txt'],
  ])('masks the shape of an identifier in %j though nothing was found in the name', (path, expected) => {
    expect(shown(path)).toBe(expected);
  });

  it.each([
    'SCAN_20240318093055.pdf',
    'order 12345678.txt',
    '000445871.txt',
    '573-555-0147 call.txt',
    '2024-10-5871.txt',
  ])('leaves %j, where nothing was found', (path) => {
    expect(shown(path)).toBe(path);
  });

  it('looks only at findings in the name of the file itself', () => {
    const inside = finding('us-ssn', '***-**-5871', { part: 'file-name', members: ['a.txt'] });
    expect(shownPath(entry('year 2024.zip', { findings: [inside] }))).toBe('year 2024.zip');
  });

  it.each(HOSTILE_NAMES)('shows %j on one line, without what steers a screen', (name) => {
    expect(shown(name)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\u00a0]/u);
    expect(shown('two\nlines\u202e\t\u{e0041}')).toBe('two\\nlines\\u202e\\t\\u{e0041}');
  });
});

describe('shownPlace', () => {
  it('masks the name of the member in which something was found, and only that', () => {
    const inName = finding('us-ssn', '***-**-5871', { part: 'file-name', members: ['2024.zip', 'Reyes 5871.txt'] });
    const inText = finding('us-ssn', '***-**-0187', { members: ['2024.zip', 'Reyes 5871.txt'], line: 2 });
    expect(shownPlace(inText.place, [inName, inText])).toBe('2024.zip > Reyes 5871.txt > line 2');
    const other = finding('us-ssn', '***-**-0187', { part: 'file-name', members: ['2024.zip', 'Reyes 5871.txt'] });
    expect(shownPlace(inText.place, [other, inText])).toBe('2024.zip > Reyes ####.txt > line 2');
  });

  it('escapes names of sheets and columns', () => {
    const { place } = finding('us-ssn', '*', { sheet: 'a\u202eb', column: '219-44-5871', row: 1 });
    expect(shownPlace(place, [])).toBe('sheet a\\u202eb, row 1, column ###-##-5871');
  });
});

describe('shownText', () => {
  it('leaves digests and sentences alone', () => {
    expect(shownText('42 people, 1,204 records, run 7')).toBe('42 people, 1,204 records, run 7');
  });
});
