import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { PROJECT, runCli, temporaryFolders } from '../end-to-end/run-cli.ts';
import { agreementYaml, letter, NAMES, SSNS, workbook } from './exports.ts';

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
  const state = folderFor('fix-state');
  const folder = folderFor('fix');
  const at = (name: string): string => join(folder, name);
  const run = (...args: string[]) =>
    runCli(['--state', state, ...args], { env: { SHAREWARDEN_PASSPHRASE: 'correct horse' } });

  beforeAll(async () => {
    writeFileSync(at('agreement.yaml'), agreementYaml('fix', AGREED, 'minimumClassSize: 2'));
    expect((await run('agreements', 'add', at('agreement.yaml'))).code).toBe(0);
    expect((await run('keys', 'make', '--signer', 'Data steward')).code).toBe(0);
    writeFileSync(at('signer.pem'), (await run('keys', 'public')).stdout);
  });

  it.each(Object.keys(EXPORTS))('makes a %s without the values, and keeps the rest', async (type) => {
    writeFileSync(at(`export.${type}`), EXPORTS[type] ?? '');
    const result = await run(
      'clear',
      at(`export.${type}`),
      '--agreement',
      at('agreement.yaml'),
      '--fix',
      at(`copy.${type}`),
      '--certificate',
      at(`${type}.certificate.json`),
    );
    expect(result.code, result.stdout + result.stderr).toBe(0);
    const text = allText(at(`copy.${type}`));
    for (const ssn of SSNS)
      for (const form of [ssn, ssn.replaceAll('-', '')])
        expect(text.includes(form), `${form.slice(-4)} is left`).toBe(false);
    for (const name of NAMES) expect(text.includes(name), 'a name is left').toBe(false);
    expect(text.includes(KEPT[type] ?? 'nothing'), text.slice(0, 400)).toBe(true);
    if (type !== 'txt') expect(text).toMatch(/p-[a-z2-7]{32}/);
    expect(readdirSync(folder).filter((name) => name.endsWith('.draft'))).toEqual([]);
  });

  it.skipIf(spawnSync('soffice', ['--version']).error !== undefined)(
    'makes copies that LibreOffice opens (skipped where it is not installed)',
    () => {
      for (const [type, target] of [
        ['xlsx', 'csv'],
        ['docx', 'txt'],
      ] as const) {
        const out = folderFor('opened');
        copyFileSync(at(`copy.${type}`), join(out, `opened.${type}`));
        spawnSync('soffice', [
          `-env:UserInstallation=file://${out}/profile`,
          '--headless',
          '--convert-to',
          target,
          '--outdir',
          out,
          join(out, `opened.${type}`),
        ]);
        expect(existsSync(join(out, `opened.${target}`)), `${type} was not opened`).toBe(true);
        const shown = readFileSync(join(out, `opened.${target}`), 'utf8');
        expect(shown).toMatch(type === 'xlsx' ? /17(?:\.00)?,went well,34/ : /all is well/);
      }
    },
  );

  it('certifies the copy: the verifier that stands alone accepts it, and refuses each kind of tampering', () => {
    const verifier = join(folder, 'verify-certificate.mjs');
    copyFileSync(join(PROJECT, 'dist/disclose/verify-certificate.js'), verifier);
    const verify = (certificate: string, key: string, ...files: string[]) => {
      const { status, stdout } = spawnSync(process.execPath, [verifier, certificate, '--key', key, ...files], {
        encoding: 'utf8',
      });
      return { status, problems: stdout.split('\n').flatMap((line) => /^([a-z-]+): /.exec(line)?.[1] ?? []) };
    };
    const [certificate, key] = [at('csv.certificate.json'), at('signer.pem')];
    expect(verify(certificate, key, at('copy.csv'))).toEqual({ status: 0, problems: [] });
    const other = folderFor('tampered');
    writeFileSync(
      join(other, 'copy.csv'),
      `${readFileSync(at('copy.csv'), 'latin1').replace('17,went', '18,went')}`,
      'latin1',
    );
    expect(verify(certificate, key, join(other, 'copy.csv')).problems).toEqual(['file-changed']);
    expect(verify(certificate, key, at('copy.tsv')).problems).toEqual(['file-missing', 'file-extra']);
    expect(verify(certificate, key, at('copy.csv'), at('copy.tsv')).problems).toEqual(['file-extra']);
    const altered = join(other, 'altered.json');
    writeFileSync(altered, readFileSync(certificate, 'utf8').replace('Institute of Labor Studies', 'Somebody Else'));
    expect(verify(altered, key, at('copy.csv')).problems).toEqual(['certificate-altered']);
    writeFileSync(
      altered,
      readFileSync(certificate, 'utf8').replace('"expires": "2099-12-31"', '"expires": "2021-12-31"'),
    );
    expect(verify(altered, key, at('copy.csv')).problems).toEqual(['certificate-altered', 'agreement-expired']);
  });

  it('refuses what was signed with a revoked key, and one that nobody trusts', async () => {
    const wrong = folderFor('other-state');
    await runCli(['--state', wrong, 'keys', 'make', '--signer', 'Stranger', '--no-passphrase']);
    writeFileSync(at('stranger.pem'), (await runCli(['--state', wrong, 'keys', 'public'])).stdout);
    expect(
      (await run('verify', at('csv.certificate.json'), at('copy.csv'), '--key', at('stranger.pem'))).stdout,
    ).toContain('unknown-key');
    const keyId = JSON.parse((await run('keys', 'list', '--json')).stdout)[0].keyId as string;
    expect((await run('verify', at('csv.certificate.json'), at('copy.csv'))).code).toBe(0);
    await run('keys', 'rotate', '--signer', 'Data steward');
    expect((await run('verify', at('csv.certificate.json'), at('copy.csv'))).code).toBe(0);
    await run('keys', 'revoke', keyId, '--because', 'lost');
    expect((await run('verify', at('csv.certificate.json'), at('copy.csv'))).stdout).toContain('revoked-key');
  });

  it('finds where a leaked file and a leaked part of it came from', async () => {
    const whole = await run('disclosures', 'trace', at('copy.csv'), '--json');
    expect(JSON.parse(whole.stdout)[0]).toMatchObject({
      kind: 'same-file',
      file: 'copy.csv',
      disclosure: { recipient: 'Institute of Labor Studies', agreement: 'fix' },
    });
    const [head = '', , second = '', third = ''] = readFileSync(at('copy.csv'), 'utf8').split('\r\n');
    writeFileSync(at('leak.csv'), [head, third, second].join('\n'));
    const part = await run('disclosures', 'trace', at('leak.csv'), '--json');
    expect(JSON.parse(part.stdout)[0]).toMatchObject({ kind: 'same-rows', sharedRows: 2 });
    expect((await run('disclosures', 'list', 'labor', 'copy.xlsx')).stdout).toContain('copy.xlsx');
  });

  it.each([
    ['a copy of another type', ['export.csv', '--fix', 'other.tsv'], 'is not of the type'],
    ['a copy that is there already', ['export.csv', '--fix', 'copy.csv'], 'is there already'],
    ['a folder', ['.', '--fix', 'other.csv'], 'one file at a time'],
  ] as const)('refuses %s with exit 2 and leaves nothing', async (_title, [source, flag, target], words) => {
    const before = readdirSync(folder).sort();
    const result = await run('clear', at(source), '--agreement', at('agreement.yaml'), flag, at(target));
    expect({ code: result.code, says: result.stderr.includes(words) }, result.stderr).toEqual({ code: 2, says: true });
    expect(readdirSync(folder).sort()).toEqual(before);
  });
});
