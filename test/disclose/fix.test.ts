import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../end-to-end/run-cli.ts';
import { agreementYaml, letter, NAMES, SSNS, workbook } from './exports.ts';
import { clearHere } from './in-process.ts';

const folderFor = temporaryFolders();
const COLUMNS = ['ssn', 'name', 'birth date', 'zip', 'weeks', 'notes'];
const AGREED =
  '- { name: ssn, form: pseudonym }\n- { name: birth date, form: age-band }\n- { name: zip, form: zip3 }\n- { name: weeks }\n- { name: notes }\n- { name: double }';
const ROWS = SSNS.map((ssn, at) => [
  ssn,
  NAMES[at] ?? '',
  `198${at % 4}-03-1${at}`,
  `6310${at}`,
  String(10 + at),
  at === 0 ? `call her, SSN ${SSNS[3]}` : 'went well',
]);
const RECORDS = ROWS.map((row) =>
  Object.fromEntries(COLUMNS.map((name, at) => [name.replace(' ', '_'), at === 4 ? Number(row[at]) : row[at]])),
);
const quoted = (cell: string): string => (cell.includes(',') ? `"${cell}"` : cell);
const HIDDEN = { name: 'Key', hidden: true, rows: [['key'], [SSNS[4]]] };
const cells = (row: readonly string[]): string =>
  `<w:tr>${row.map((cell) => `<w:tc><w:p><w:r><w:t>${cell}</w:t></w:r></w:p></w:tc>`).join('')}</w:tr>`;

const EXPORTS: Readonly<Record<string, string | Uint8Array>> = {
  csv: `\ufeff${[COLUMNS, ...ROWS].map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`,
  tsv: [COLUMNS, ...ROWS].map((row) => row.join('\t')).join('\n'),
  json: JSON.stringify({ people: RECORDS }, undefined, 2),
  jsonl: `${RECORDS.map((record) => JSON.stringify(record)).join('\n')}\n`,
  xml: `<?xml version="1.0"?>\n<!-- ${SSNS[5]} -->\n<people>\n${RECORDS.map(
    (record) =>
      `  <person>${Object.entries(record)
        .map(([key, value]) => `<${key}>${value}</${key}>`)
        .join('')}</person>`,
  ).join('\n')}\n</people>\n`,
  txt: `Report.\nHer SSN is ${SSNS[0]} and she did well.\nEnd.\n`,
  xlsx: workbook({
    sheets: [
      {
        name: 'People',
        rows: [
          [...COLUMNS, 'double'],
          ...ROWS.map((row, at) => [
            ...row.slice(0, 4),
            10 + at,
            row[5] ?? '',
            { formula: `E${at + 2}*2`, result: 20 + 2 * at },
          ]),
        ],
      },
      HIDDEN,
    ],
    comment: `Ask Mrs. ${NAMES[0]}`,
    title: `SSN ${SSNS[6]}`,
    definedName: SSNS[7],
    parts: {
      'customXml/item1.xml': `<kept>${SSNS[1]}</kept>`,
      'xl/pivotCache/pivotCacheRecords1.xml': `<r>${SSNS[2]}</r>`,
    },
  }),
  docx: letter(
    `<w:p><w:r><w:t>Her SSN is ${SSNS[0].slice(0, 4)}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>${SSNS[0].slice(4)} and all is well.</w:t></w:r></w:p><w:tbl>${[COLUMNS, ...ROWS].map(cells).join('')}</w:tbl><w:p><w:r><w:t>End.</w:t></w:r></w:p>`,
    `${NAMES[0]} asked`,
  ),
};
/** What stays as it was, byte for byte. */
const KEPT: Readonly<Record<string, string>> = {
  csv: ',17,went well\r\n',
  tsv: '\t17\twent well',
  json: '"weeks": 17,\n      "notes": "went well"',
  jsonl: '"weeks":17,"notes":"went well"}',
  xml: '<weeks>17</weeks><notes>went well</notes></person>',
  txt: 'Report.\nHer SSN is *** and she did well.\nEnd.\n',
  xlsx: '<c r="E9" s="1"><v>17</v></c>',
  docx: ' and all is well.',
};

/** The bytes as they are and, of a container, every unpacked part. */
function allText(path: string): string {
  const bytes = readFileSync(path);
  const parts = /x$/.test(path) && bytes.subarray(0, 2).toString() === 'PK' ? Object.entries(unzipSync(bytes)) : [];
  return [
    bytes.toString('latin1'),
    ...parts.map(([name, part]) => `${name}\n${Buffer.from(part).toString('utf8')}`),
  ].join('\n');
}

describe('clear --fix', () => {
  const folder = folderFor('fix');
  const at = (name: string): string => join(folder, name);
  writeFileSync(at('agreement.yaml'), agreementYaml('fix', AGREED, 'minimumClassSize: 2'));

  it.each(Object.keys(EXPORTS))('makes a %s without the values, and keeps the rest', async (type) => {
    writeFileSync(at(`export.${type}`), EXPORTS[type] ?? '');
    const clearance = await clearHere({
      agreement: at('agreement.yaml'),
      exports: [at(`export.${type}`)],
      fixTo: at(`copy.${type}`),
    });
    expect(clearance.verdict, JSON.stringify(clearance.stops)).toBe('cleared');
    expect(existsSync(at(`copy.${type}`))).toBe(false);
    const draft = clearance.copy?.draft ?? '';
    copyFileSync(draft, at(`copy.${type}`));
    const text = allText(at(`copy.${type}`));
    for (const ssn of SSNS)
      for (const form of [ssn, ssn.replaceAll('-', '')])
        expect(text.includes(form), `${form.slice(-4)} is left`).toBe(false);
    for (const name of NAMES) expect(text.includes(name), 'a name is left').toBe(false);
    expect(text.includes(KEPT[type] ?? 'nothing'), text.slice(0, 400)).toBe(true);
    if (type !== 'txt') expect(text).toMatch(/p-[a-z2-7]{32}/);
  });

  it.skipIf(spawnSync('soffice', ['--version']).error !== undefined)(
    'makes copies that LibreOffice opens (skipped where it is not installed)',
    () => {
      const out = folderFor('opened');
      const types = ['xlsx', 'docx'];
      for (const type of types) copyFileSync(at(`copy.${type}`), join(out, `${type}.${type}`));
      spawnSync('soffice', [
        `-env:UserInstallation=file://${out}/profile`,
        '--headless',
        '--convert-to',
        'html',
        '--outdir',
        out,
        ...types.map((type) => join(out, `${type}.${type}`)),
      ]);
      const shown = (type: string): string =>
        readFileSync(join(out, `${type}.html`), 'utf8')
          .replace(/<[^>]*>/g, ' ')
          .replace(/\s+/g, ' ');
      expect(shown('xlsx')).toMatch(/17(?:\.00)? went well 34/);
      expect(shown('docx')).toContain('all is well');
    },
    400_000,
  );
});
