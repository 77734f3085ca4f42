import { createHash, createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../end-to-end/run-cli.ts';
import { agreementYaml, letter, NAMES, SSNS, workbook } from './exports.ts';
import { checksOf, clearHere } from './in-process.ts';

const folderFor = temporaryFolders();
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const digits = (ssn: string): string => ssn.replaceAll('-', '');
const csv = (...rows: readonly (readonly string[])[]): string => `${rows.map((row) => row.join(',')).join('\n')}\n`;

const OUTCOMES = '- { name: program }\n- { name: weeks }';
const PEOPLE = '- { name: ssn, types: [us-ssn] }\n- { name: name, types: [person-name] }\n- { name: weeks }';
const IDS = '- { name: id }\n- { name: weeks }';
const COUNTS = '- { name: county }\n- { name: exits, kind: count }\n- { name: enrolled, kind: total }';
const QUASI = '- { name: zip, quasi: true }\n- { name: sex, quasi: true }\n- { name: outcome, sensitive: true }';

const plainRows = NAMES.map((_, at) => [['welding', 'nursing'][at % 2] ?? '', String(10 + at)]);
const outcomes = csv(['program', 'weeks'], ...plainRows);
const people = csv(['ssn', 'name', 'weeks'], ...SSNS.map((ssn, at) => [ssn, NAMES[at] ?? '', String(10 + at)]));
const hashed = (hash: (ssn: string) => string): string =>
  csv(['id', 'weeks'], ...SSNS.map((ssn, at) => [hash(ssn), String(10 + at)]));
const groups = (sizes: readonly number[], outcome: (row: number) => string): string => {
  const rows = sizes.flatMap((size, group) =>
    Array.from({ length: size }, (_, row) => [`631${String(group).padStart(2, '0')}`, 'F', outcome(row)]),
  );
  return csv(['zip', 'sex', 'outcome'], ...rows);
};
const sheet = {
  name: 'Outcomes',
  rows: [['program', 'weeks'], ...plainRows.map(([program = '', weeks]) => [program, Number(weeks)])],
};
const hiddenSheet = { name: 'Lookup', hidden: true, rows: [['ssn'], ...SSNS.map((ssn) => [ssn])] };

interface Case {
  readonly title: string;
  readonly file: string;
  readonly content: string | Uint8Array;
  readonly columns: string;
  readonly agreement?: string;
  readonly verdict: 'cleared' | 'blocked' | 'needs-exception';
  readonly checks: readonly string[];
}

const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const SIGNED = ['Dear colleagues', 'The programs ran for ten weeks.', 'Sincerely,', 'Research Unit']
  .map((line) => `<w:p><w:r><w:t>${line}</w:t></w:r></w:p>`)
  .join('');

const CASES: readonly Case[] = [
  {
    title: 'outcomes without people',
    file: 'outcomes.csv',
    content: outcomes,
    columns: OUTCOMES,
    verdict: 'cleared',
    checks: [],
  },
  {
    title: 'people who may be named',
    file: 'people.csv',
    content: people,
    columns: PEOPLE,
    verdict: 'cleared',
    checks: [],
  },
  {
    title: 'a workbook without anything hidden',
    file: 'outcomes.xlsx',
    content: workbook({ sheets: [sheet] }),
    columns: OUTCOMES,
    verdict: 'cleared',
    checks: [],
  },
  {
    title: 'records in JSON',
    file: 'outcomes.json',
    content: JSON.stringify(plainRows.map(([program, weeks]) => ({ program, weeks: Number(weeks) }))),
    columns: OUTCOMES,
    verdict: 'cleared',
    checks: [],
  },
  {
    title: 'groups that are big and mixed',
    file: 'groups.csv',
    content: groups([12, 15], (row) => (row % 3 === 0 ? 'employed' : 'not')),
    columns: QUASI,
    verdict: 'cleared',
    checks: [],
  },
  {
    title: 'counts above the least size',
    file: 'counts.csv',
    content: csv(['county', 'exits', 'enrolled'], ['Boone', '40', '90'], ['Cole', '22', '61']),
    columns: COUNTS,
    verdict: 'cleared',
    checks: [],
  },
  {
    title: 'two suppressed cells that hide each other',
    file: 'counts.csv',
    content: csv(
      ['county', 'exits', 'enrolled'],
      ['Boone', '40', '90'],
      ['Cole', '*', '61'],
      ['Callaway', '*', '70'],
      ['Total', '62', '221'],
    ),
    columns: COUNTS,
    verdict: 'cleared',
    checks: [],
  },
  {
    title: 'a letter without people',
    file: 'letter.docx',
    content: letter('<w:p><w:r><w:t>The programs ran for ten weeks.</w:t></w:r></w:p>'),
    columns: OUTCOMES,
    verdict: 'cleared',
    checks: [],
  },
  {
    title: 'a letter signed by a unit, whose comments and properties hold nothing',
    file: 'letter.docx',
    content: letter(SIGNED, undefined, {
      'word/comments.xml': `<?xml version="1.0"?><w:comments xmlns:w="${WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14 w15"/>`,
      'docProps/custom.xml':
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"></Properties>',
    }),
    columns: OUTCOMES,
    verdict: 'cleared',
    checks: [],
  },
  ...[
    `<w:comments xmlns:w="${WORD}"><!-- 486-31-4127 --></w:comments>`,
    `<w:comments xmlns:w="${WORD}" w:note="486-31-4127"/>`,
    '<w:comments xmlns:w="http://www.w3.org/486314127"/>',
    '<w:comments xmlns:w="urn:486314127"/>',
    `<w:comments xmlns:w="${WORD}"><w:s486-31-4127/></w:comments>`,
    `<w:comments xmlns:w="${WORD}">486-31-4127</w:comments>`,
  ].map(
    (part, at): Case => ({
      title: `a letter whose comments only look empty (${at + 1})`,
      file: 'letter.docx',
      content: letter(SIGNED, undefined, { 'word/comments.xml': part }),
      columns: OUTCOMES,
      verdict: 'blocked',
      checks: ['hidden-content'],
    }),
  ),
  {
    title: 'a text without people',
    file: 'note.txt',
    content: 'The programs ran for ten weeks in two counties.\n',
    columns: OUTCOMES,
    verdict: 'cleared',
    checks: [],
  },
  {
    title: 'last four where they are agreed',
    file: 'last.csv',
    content: csv(['ssn last 4', 'weeks'], ...SSNS.map((ssn) => [ssn.slice(-4), '12'])),
    columns: '- { name: ssn last 4, form: last-four }\n- { name: weeks }',
    verdict: 'cleared',
    checks: [],
  },
  {
    title: 'an SSN in a hidden sheet',
    file: 'outcomes.xlsx',
    content: workbook({ sheets: [sheet, hiddenSheet] }),
    columns: OUTCOMES,
    verdict: 'blocked',
    checks: ['hidden-content', 'type-not-permitted'],
  },
  {
    title: 'a name in a comment',
    file: 'outcomes.xlsx',
    content: workbook({ sheets: [sheet], comment: 'Ask Mrs. Rosa Ortega about this one' }),
    columns: OUTCOMES,
    verdict: 'blocked',
    checks: ['hidden-content', 'type-not-permitted'],
  },
  {
    title: 'the MD5 of the SSN as id',
    file: 'ids.csv',
    content: hashed((ssn) => md5(digits(ssn))),
    columns: IDS,
    verdict: 'blocked',
    checks: ['guessable-pseudonym'],
  },
  {
    title: 'a cut SHA-256 of the SSN with dashes as id',
    file: 'ids.csv',
    content: csv(
      ['id', 'ssn', 'weeks'],
      ...SSNS.map((ssn) => [createHash('sha256').update(ssn).digest('hex').slice(0, 12), ssn, '9']),
    ),
    columns: '- { name: id }\n- { name: ssn, types: [us-ssn] }\n- { name: weeks }',
    verdict: 'blocked',
    checks: ['guessable-pseudonym'],
  },
  {
    title: 'an HMAC under a key of nobody here',
    file: 'ids.csv',
    content: hashed((ssn) => createHmac('sha256', 'elsewhere').update(ssn).digest('base64url').slice(0, 20)),
    columns: IDS,
    verdict: 'needs-exception',
    checks: ['unknown-pseudonym'],
  },
  {
    title: 'a small cell',
    file: 'counts.csv',
    content: csv(['county', 'exits', 'enrolled'], ['Boone', '40', '90'], ['Cole', '4', '61']),
    columns: COUNTS,
    verdict: 'blocked',
    checks: ['small-cell'],
  },
  {
    title: 'a suppressed cell that the total gives away, and a group where all have the outcome',
    file: 'counts.csv',
    content: csv(['county', 'exits', 'enrolled'], ['Boone', '40', '40'], ['Cole', '*', '61'], ['Total', '62', '101']),
    columns: COUNTS,
    verdict: 'blocked',
    checks: ['recoverable-cell', 'whole-group'],
  },
  {
    title: 'last four where none are agreed',
    file: 'last.csv',
    content: csv(['ssn last 4', 'weeks'], ...SSNS.map((ssn) => [ssn.slice(-4), '12'])),
    columns: '- { name: ssn last 4 }\n- { name: weeks }',
    verdict: 'blocked',
    checks: ['type-not-permitted'],
  },
  {
    title: 'somebody who stands out',
    file: 'groups.csv',
    content: groups([12, 1], (row) => (row % 3 === 0 ? 'employed' : 'not')),
    columns: QUASI,
    verdict: 'needs-exception',
    checks: ['small-class'],
  },
  {
    title: 'a group whose members all share the outcome',
    file: 'groups.csv',
    content: groups([12], () => 'employed'),
    columns: QUASI,
    verdict: 'needs-exception',
    checks: ['one-outcome-class'],
  },
  {
    title: 'an SSN in the file name',
    file: 'export 486-31-4127.csv',
    content: outcomes,
    columns: OUTCOMES,
    verdict: 'blocked',
    checks: ['file-name'],
  },
  {
    title: 'a column that nobody agreed to',
    file: 'outcomes.csv',
    content: csv(['program', 'weeks', 'shoe size'], ...plainRows.map((row) => [...row, '42'])),
    columns: OUTCOMES,
    verdict: 'blocked',
    checks: ['column-not-permitted'],
  },
  {
    title: 'names and SSNs together where the agreement forbids it',
    file: 'people.csv',
    content: people,
    columns: PEOPLE,
    agreement: 'forbiddenTogether: [[us-ssn, person-name]]',
    verdict: 'blocked',
    checks: ['forbidden-combination'],
  },
  {
    title: 'an SSN in the properties',
    file: 'outcomes.xlsx',
    content: workbook({ sheets: [sheet], title: 'SSN 486-31-4127' }),
    columns: OUTCOMES,
    verdict: 'blocked',
    checks: ['type-not-permitted'],
  },
  {
    title: 'an SSN in a defined name',
    file: 'outcomes.xlsx',
    content: workbook({ sheets: [sheet], definedName: '486-31-4127' }),
    columns: OUTCOMES,
    verdict: 'blocked',
    checks: ['type-not-permitted'],
  },
  {
    title: 'a pivot cache',
    file: 'outcomes.xlsx',
    content: workbook({ sheets: [sheet], parts: { 'xl/pivotCache/pivotCacheRecords1.xml': '<pivotCacheRecords/>' } }),
    columns: OUTCOMES,
    verdict: 'blocked',
    checks: ['hidden-content'],
  },
  {
    title: 'something that cannot be read',
    file: 'outcomes.xlsx',
    content: 'PK\u0003\u0004 broken',
    columns: OUTCOMES,
    verdict: 'blocked',
    checks: ['unread'],
  },
  {
    title: 'an agreement that expired',
    file: 'outcomes.csv',
    content: outcomes,
    columns: OUTCOMES,
    agreement: 'expires: 2021-01-01',
    verdict: 'blocked',
    checks: ['agreement'],
  },
  {
    title: 'an agreement that one side signed',
    file: 'outcomes.csv',
    content: outcomes,
    columns: OUTCOMES,
    agreement: 'signatures: [{ name: A. Director, for: agency, on: 2020-01-01 }]',
    verdict: 'blocked',
    checks: ['agreement'],
  },
];

describe('clear', () => {
  it.each(CASES.map((one) => [one.title, one] as const))('%s', async (_title, given) => {
    const folder = folderFor('clear');
    const agreement = join(folder, 'agreement.yaml');
    writeFileSync(agreement, agreementYaml('case', given.columns, given.agreement));
    writeFileSync(join(folder, given.file), given.content);
    const clearance = await clearHere({ agreement, exports: [join(folder, given.file)] });
    const told = JSON.stringify({ stops: clearance.stops, mended: clearance.mended });
    expect({ verdict: clearance.verdict, checks: checksOf(clearance) }, told).toEqual({
      verdict: given.verdict,
      checks: [...given.checks].sort(),
    });
    for (const ssn of SSNS) expect(told).not.toContain(ssn);
  });
});
