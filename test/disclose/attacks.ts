import { createHash } from 'node:crypto';
import { letter, SSNS, workbook } from './exports.ts';

/** An export that must not be cleared as it is. */
export interface Attack {
  readonly title: string;
  readonly file: string;
  readonly content: string | Uint8Array;
}

/** Four columns that the agreement permits without any identifier. */
export const ATTACKED_COLUMNS = '- { name: outcome }\n- { name: note }\n- { name: code }\n- { name: amount }';

const [FIRST, SECOND, THIRD] = SSNS;
const digits = (ssn: string): string => ssn.replaceAll('-', '');
const sha256 = (ssn: string): string => createHash('sha256').update(digits(ssn)).digest('hex');
const md5 = (ssn: string): string => createHash('md5').update(digits(ssn)).digest('hex');
const csv = (title: string, column: string, cells: readonly string[], outcome = 'employed'): Attack => ({
  title,
  file: 'export.csv',
  content: `outcome,${column}\n${cells.map((cell) => `${outcome},${cell}\n`).join('')}`,
});
const each = (change: (ssn: string) => string): string[] => SSNS.map(change);
const noted = (title: string, cell: string): Attack => csv(title, 'note', [cell, 'went well', 'went well']);
const file = (title: string, name: string, content: string | Uint8Array): Attack => ({ title, file: name, content });
const json = (title: string, value: unknown): Attack => file(title, 'export.json', JSON.stringify(value));
const xml = (title: string, body: string): Attack => file(title, 'export.xml', `<?xml version="1.0"?>${body}`);
const ROWS = [
  ['outcome', 'note'],
  ['employed', 'went well'],
  ['not', 'went well'],
];
const book = (title: string, given: Partial<Parameters<typeof workbook>[0]>): Attack =>
  file(title, 'export.xlsx', workbook({ sheets: [{ name: 'People', rows: ROWS }], ...given }));
const formula = (title: string, text: string, result: string | number): Attack =>
  book(title, { sheets: [{ name: 'People', rows: [...ROWS, ['employed', { formula: text, result }]] }] });
const paragraph = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
const doc = (title: string, body: string): Attack =>
  file(title, 'export.docx', letter(paragraph('All went well.') + body));

export const ATTACKS: readonly Attack[] = [
  csv('bare nine digits', 'code', each(digits)),
  csv('nine digits as amounts', 'amount', each(digits)),
  csv(
    'nine digits with thousands',
    'amount',
    each((ssn) => `"${Number(digits(ssn)).toLocaleString('en-US')}"`),
  ),
  csv(
    'nine digits with an exponent',
    'amount',
    each((ssn) => Number(digits(ssn)).toExponential(8).replace('e', 'E')),
  ),
  csv(
    'nine digits with decimals',
    'amount',
    each((ssn) => `${digits(ssn)}.00`),
  ),
  csv(
    'nine digits as a formula of text',
    'code',
    each((ssn) => `"=""${digits(ssn)}"""`),
  ),
  csv(
    'nine digits behind a letter',
    'code',
    each((ssn) => `X${digits(ssn)}`),
  ),
  csv(
    'backwards',
    'code',
    each((ssn) => [...ssn].reverse().join('')),
  ),
  csv(
    'in three columns',
    'note,code,amount',
    each((ssn) => ssn.replaceAll('-', ',')),
  ),
  csv(
    'in two columns',
    'note,code',
    each((ssn) => `${digits(ssn).slice(0, 5)},${digits(ssn).slice(5)}`),
  ),
  noted('escapes of URLs', `SSN%20${FIRST.replaceAll('-', '%2D')}`),
  noted('references of markup', `SSN ${FIRST.replaceAll('-', '&#45;')}`),
  noted('UTF-7', `SSN +ADQAOAA2-${FIRST.slice(3)}`),
  noted('quoted-printable', `SSN =34=38=36${FIRST.slice(3)}`),
  noted('base64', Buffer.from(`SSN ${FIRST}`).toString('base64')),
  noted('hexadecimal', Buffer.from(FIRST).toString('hex')),
  noted('a selector behind each digit', `SSN ${FIRST.replace(/\d/g, '$&\ufe0f')}`),
  noted('a backspace', `SSN 4x\b${FIRST.slice(1)}`),
  noted('a quote in the middle', `"SSN ${FIRST.slice(0, 4)}""${FIRST.slice(4)}"`),
  noted('a line end in the middle', `"SSN ${FIRST.slice(0, 4)}\n${FIRST.slice(4)}"`),
  file('a zero byte in the middle', 'export.csv', `outcome,note\nemployed,SSN 4\u0000${FIRST.slice(1)}\n`),
  file('no column has its name', 'export.csv', `result\n${FIRST}\n`),
  csv(
    'SHA-256 as whole numbers',
    'code',
    each((ssn) => BigInt(`0x${sha256(ssn)}`).toString()),
  ),
  csv(
    'MD5 as whole numbers',
    'code',
    each((ssn) => BigInt(`0x${md5(ssn)}`).toString()),
  ),
  csv(
    'cut SHA-256 as whole numbers',
    'code',
    each((ssn) => BigInt(`0x${sha256(ssn).slice(0, 14)}`).toString()),
  ),
  csv(
    'MD5 that looks like a UUID',
    'code',
    each((ssn) => md5(ssn).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')),
  ),
  csv(
    'digests inside of notes',
    'note',
    each((ssn) => `record ${sha256(ssn)} was employed`),
  ),
  file(
    'digests in running text',
    'export.txt',
    `Results.\n${each((ssn) => `Record ${sha256(ssn)} did well.`).join('\n')}\n`,
  ),
  csv('names in a note', 'note', ['Rosa Ortega', 'Thomas Whitfield']),
  csv('names in small letters', 'note', ['rosa ortega', 'thomas whitfield']),
  csv('names with the surname first', 'note', ['"ORTEGA, ROSA"', 'WHITFIELD THOMAS']),
  csv('names in sentences', 'note', ['spoke with Rosa Ortega on Monday', 'placed Thomas Whitfield at a bakery']),
  csv('names in two columns', 'note,code', ['Rosa,Ortega', 'Thomas,Whitfield', 'Denise,Kowalski']),
  file('names in running text', 'export.txt', 'We spoke with Rosa Ortega on Monday about her claim.\n'),
  file('a name as file name', 'Rosa_Ortega.csv', 'outcome,note\nemployed,went well\n'),
  csv('a diagnosis', 'note', ['went well', 'HIV positive, needs time']),
  file('a value before the dot of a header', 'export.csv', `Rosa Ortega ${FIRST}.outcome,note\nemployed,ok\n`),
  file('a name before the dot of a header', 'export.csv', 'Rosa_Ortega.outcome,note\nemployed,ok\n'),
  csv('a small count that nothing calls a count', 'amount', ['3'], 'employed in Boone\nnot employed,45\nabsent'),
  json('a name as a key', [{ outcome: 'employed', note: { 'Rosa Ortega': { note: 'went well' } } }]),
  json('an SSN as a key', [{ outcome: 'employed', note: { [FIRST]: { note: 'went well' } } }]),
  json(
    'numbers of nine digits',
    SSNS.map((ssn) => ({ outcome: 'employed', code: Number(digits(ssn)) })),
  ),
  xml('an element named after somebody', `<r><Rosa_Ortega><outcome>employed</outcome></Rosa_Ortega></r>`),
  xml('a namespace', `<r xmlns:a="urn:ssn:${FIRST}"><p><outcome>employed</outcome></p></r>`),
  xml(
    'an SSN over inline elements',
    `<r><p><outcome>employed</outcome><note>SSN ${FIRST.slice(0, 4)}<b>${FIRST.slice(4)}</b></note></p></r>`,
  ),
  formula('a formula that puts it together', `"${FIRST.slice(0, 3)}"&"${FIRST.slice(3)}"`, 'went well'),
  formula('a formula that spells it by codes', 'CHAR(52)&CHAR(56)&CHAR(54)&"-31-"&4127', 'went well'),
  formula('a formula that adds it up', '486000000+314127', 1),
  formula('a formula from another number system', 'HEX2DEC("1CFBE8EF")', 1),
  book('a sheet named after somebody', { sheets: [{ name: 'Rosa Ortega', rows: ROWS }] }),
  book('a sheet named by a number', { sheets: [{ name: FIRST, rows: ROWS }] }),
  book('a number format that shows it', {
    sheets: [{ name: 'People', rows: [...ROWS, ['employed', 7]] }],
    formatCode: `"SSN ${FIRST}"`,
  }),
  book('a number format that hides it', {
    sheets: [{ name: 'People', rows: [['outcome', 'code'], ...SSNS.map((ssn) => ['employed', Number(digits(ssn))])] }],
    formatCode: ';;;',
  }),
  book('a part that nothing refers to', { parts: { 'xl/kept.csv': `ssn\n${SECOND}\n` } }),
  book('an archive as a picture', { parts: { 'xl/media/image1.png': letter(paragraph(`SSN ${THIRD}`)) } }),
  book('custom XML', { parts: { 'customXml/item1.xml': `<kept>${FIRST}</kept>` } }),
  book('a string that no cell shows', { unusedString: `SSN ${FIRST}` }),
  book('company of the properties', {
    parts: { 'docProps/app.xml': `<Properties><Manager>SSN ${FIRST}</Manager></Properties>` },
  }),
  doc(
    'a deletion that is tracked',
    `<w:p><w:del w:author="staff"><w:r><w:delText>SSN ${FIRST}</w:delText></w:r></w:del></w:p>`,
  ),
  doc('text that is hidden', `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>SSN ${FIRST}</w:t></w:r></w:p>`),
  doc('names in a paragraph', paragraph('We placed Rosa Ortega at a bakery.')),
  doc('bare nine digits in a paragraph', paragraph(`Her number, ${digits(FIRST)}, was checked.`)),
];

/** Exports that a careful person lets go: suspicions must not be a flood. */
export const HONEST: readonly Attack[] = [
  csv('weeks and dates', 'note,code,amount', [
    'went well,2024-01-31,12',
    'moved; call back,2024-02-29,1204.50',
    'found work as a welder,2023-11-06,"12,450.00"',
  ]),
  csv('places and firms', 'note', [
    'Jefferson City',
    'Cape Girardeau County',
    'St. Louis',
    'Ozark Welding LLC',
    'Boone County',
  ]),
  csv('times, phones of offices and codes', 'code', ['10:30-11:45', 'A-17', '51-4121', '48-0508', '2024Q3']),
  csv('people, one row each', 'amount', ['3', '5', '45', '12', '9']),
  file(
    'a report',
    'export.txt',
    'In the third quarter 412 people found work in Boone County.\nThe median wage was $18.40 an hour.\n',
  ),
  json('nested records', {
    people: [{ person: { outcome: 'employed', amount: 12.5 } }, { person: { outcome: 'not', amount: 40 } }],
  }),
  book('a workbook with sums', {
    sheets: [
      {
        name: 'Outcomes',
        rows: [
          ['outcome', 'amount'],
          ['employed', 1250],
          ['employed', 980],
          ['employed', { formula: 'SUM(B2:B3)', result: 2230 }],
        ],
      },
    ],
  }),
];
