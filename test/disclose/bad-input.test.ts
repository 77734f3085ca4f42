import { readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkAgreement } from '../../src/disclose/check-agreement.ts';
import { activeSigningKey, findExports, readAgreement, readExceptions } from '../../src/disclose/index.ts';
import { LEGAL_BASES, LEGAL_BASIS_NAMES } from '../../src/disclose/legal-bases.ts';
import { DEFAULT_LIMITS } from '../../src/extract/index.ts';
import { temporaryFolders } from '../end-to-end/run-cli.ts';
import { packageOf } from '../extract/office-samples.ts';
import { agreementYaml, letter, SSNS, workbook } from './exports.ts';
import { checksOf, clearHere, TODAY, TYPES, threadHere } from './in-process.ts';

const folderFor = temporaryFolders();
const COLUMNS = '- { name: program }\n- { name: weeks }';
const EXPORT = 'program,weeks\nwelding,10\nnursing,12\n';
const written = (files: Readonly<Record<string, string | Uint8Array>>): string => {
  const folder = folderFor('bad-input');
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
};

describe('an agreement that cannot be used', () => {
  it.each([
    [
      'of wrong syntax',
      agreementYaml('case', COLUMNS).replace('purpose: ', 'purpose: "'),
      /agreement\.yaml:\d+: is not valid YAML. Mend that line/,
    ],
    ['that is empty', '', /agreement\.yaml:1: \S.*Mend it/],
    [
      'with an unknown key of a column',
      agreementYaml('case', '- { name: program }\n- { name: weeks, frm: full }'),
      /agreement\.yaml:12: columns > 2: .*"frm"/,
    ],
    [
      'with an unknown form',
      agreementYaml('case', '- { name: program, form: last-five }'),
      /agreement\.yaml:11: columns > 1 > form: .*last-four/,
    ],
    [
      'with an unknown type',
      agreementYaml('case', '- { name: program, types: [us-snn] }'),
      /"us-snn" is no identifier type.*did you mean "us-ssn"/,
    ],
    [
      'that forbids a combination with an unknown type',
      agreementYaml('case', COLUMNS, 'forbiddenTogether: [[us-ssn, person-nam]]'),
      /"person-nam" is no identifier type.*person-name/,
    ],
    [
      'that forbids a combination of one',
      agreementYaml('case', COLUMNS, 'forbiddenTogether: [[us-ssn]]'),
      /forbiddenTogether > 1: /,
    ],
    [
      'that names a column twice',
      agreementYaml('case', '- { name: weeks }\n- { name: WEEKS }'),
      /"WEEKS" stands there twice/,
    ],
    [
      'that expires before it begins',
      agreementYaml('case', COLUMNS, 'expires: 2019-01-01'),
      /it expires before it begins/,
    ],
    [
      'with a day that is none',
      agreementYaml('case', COLUMNS, 'expires: soon'),
      /agreement\.yaml:\d+: expires: a day is written/,
    ],
    ['under a basis that nobody knows', agreementYaml('case', COLUMNS, 'basis: good-will'), /basis: .*34-cfr-99\.35/],
    [
      'under a law that is no basis by itself',
      agreementYaml('case', COLUMNS, 'basis: FERPA'),
      /basis: "FERPA" is none of .*FERPA is 34-cfr-99\.35 .*34-cfr-99\.30/,
    ],
    ['under a basis misspelt', agreementYaml('case', COLUMNS, 'basis: 34-cfr-99-35'), /did you mean "34-cfr-99\.35"/],
    ['without a purpose', agreementYaml('case', COLUMNS).replace(/purpose.*\n/, ''), /purpose: is missing/],
    [
      'with columns that are only names',
      agreementYaml('case', '- program\n- weeks'),
      /columns > 1: keys with values are expected here/,
    ],
    [
      'with a key misspelt',
      agreementYaml('case', '- { name: program, forms: zip3 }'),
      /"forms" is no key; did you mean "form"/,
    ],
    [
      'of a recipient of an unknown kind',
      agreementYaml('case', COLUMNS, 'recipientType: friend'),
      /recipientType: .*public-official/,
    ],
  ])('%s: one line with the place and what to do', (_title, yaml, message) => {
    const folder = written({ 'agreement.yaml': yaml });
    expect(() => readAgreement(join(folder, 'agreement.yaml'), TYPES)).toThrow(message);
  });

  it('that is not there', () => {
    expect(() => readAgreement('/nowhere/agreement.yaml', TYPES)).toThrow(
      /cannot be read \(ENOENT\).*Check --agreement/,
    );
  });

  it.each([
    ['not on the register', '', { registered: false }, 'is not on the register'],
    ['expired', 'expires: 2021-01-01', {}, 'expired on 2021-01-01'],
    ['not begun', 'begins: 2027-01-01', {}, 'begins only on 2027-01-01'],
    [
      'signed by one side',
      'signatures: [{ name: A. Director, for: agency, on: 2020-01-01 }]',
      {},
      'is not signed for the',
    ],
    [
      'signed later than today',
      'signatures: [{ name: A, for: agency, on: 2020-01-01 }, { name: B, for: recipient, on: 2098-01-01 }]',
      {},
      'is not signed for the',
    ],
    ['past its day of destruction', 'destroyBy: 2024-01-01', {}, 'is past its destruction date'],
  ] as const)('%s: blocks, whatever is in the file', async (_title, extra, how, words) => {
    const folder = written({ 'agreement.yaml': agreementYaml('case', COLUMNS, extra), 'export.csv': EXPORT });
    const given = { agreement: join(folder, 'agreement.yaml'), exports: [join(folder, 'export.csv')], ...how };
    for (const fixTo of [undefined, join(folder, 'copy.csv')]) {
      const clearance = await clearHere({ ...given, ...(fixTo ? { fixTo } : {}) });
      expect([clearance.verdict, checksOf(clearance)]).toEqual(['blocked', ['agreement']]);
      expect(clearance.stops[0]?.sentence).toContain(words);
    }
    expect(readdirSync(folder).sort()).toEqual(['agreement.yaml', 'export.csv']);
  });

  it('for another recipient than the registered one: its text is another', () => {
    const folder = written({
      'signed.yaml': agreementYaml('case', COLUMNS),
      'changed.yaml': agreementYaml('case', COLUMNS, 'recipient: Somebody Else'),
    });
    const [signed, changed] = ['signed.yaml', 'changed.yaml'].map((name) => readAgreement(join(folder, name), TYPES));
    if (!signed || !changed) throw new Error('not read');
    const stops = (sha256: string, withdrawn: boolean) =>
      checkAgreement(changed, { sha256, withdrawn }, TODAY).map(({ sentence }) => sentence);
    expect(stops(signed.sha256, false)).toEqual(['The agreement case was changed since it was registered']);
    expect(stops(changed.sha256, true)).toEqual(['The agreement case was withdrawn']);
    expect(stops(changed.sha256, false)).toEqual([]);
  });
});

describe('legal bases', () => {
  const judged = async (extra: string, lines = COLUMNS) => {
    const folder = written({ 'agreement.yaml': agreementYaml('case', lines, extra), 'export.csv': EXPORT });
    const clearance = await clearHere({
      agreement: join(folder, 'agreement.yaml'),
      exports: [join(folder, 'export.csv')],
    });
    return {
      verdict: clearance.verdict,
      said: clearance.stops.map(({ sentence }) => sentence).join('\n'),
      unstated: clearance.unstated.map(({ clause }) => clause),
    };
  };
  const CONSENT =
    'consent: { signedOn: 2026-01-01, records: training, purpose: study, recipients: [Institute of Labor Studies] }';

  it.each([
    ['UC data to a private party', 'recipientType: private-party', /public official.*603\.10/],
    [
      'UC data without a safeguard that 603.9 asks for',
      'safeguards: [purpose-limited, secure-storage, disposal]',
      /audited.*603\.9\(b\)\(1\)\(vii\)/,
    ],
    [
      'a contractor for whom nobody answers',
      'recipientType: contractor-of-public-official\nterms: [need-to-know]',
      /responsible.*603\.10\(a\)\(2\)/,
    ],
    ['an audit without a day of destruction', 'basis: 34-cfr-99.35', /destroyed.*99\.35/],
    [
      'education records that may be handed on',
      'basis: 34-cfr-99.33\nredisclosure: allowed',
      /99\.33.*secondary or older text/,
    ],
    ['no consent', 'basis: 34-cfr-99.30', /consent.*99\.30/],
    [
      'a consent for somebody else',
      `basis: 34-cfr-99.30\n${CONSENT.replace('Institute of Labor Studies', 'Somebody Else')}`,
      /consent.*99\.30/,
    ],
    [
      'a consent signed later',
      `basis: 34-cfr-99.30\n${CONSENT.replace('2026-01-01', '2027-01-01')}`,
      /consent.*99\.30/,
    ],
    ['VR records without safeguards', 'basis: 34-cfr-361.38\nsafeguards: []', /safeguarded.*361\.38/],
    ['VR records for another use', 'basis: 34-cfr-361.38\nuse: other', /administration of the program.*361\.38/],
    ['closed records to one that is no executive agency', 'basis: rsmo-610.032', /executive agency.*610\.032/],
    [
      'closed records after the year',
      'basis: rsmo-610.032\nrecipientType: executive-agency\nbegins: 2025-11-01',
      /one year.*610\.032\.3/,
    ],
  ])('%s: blocked with the clause', async (_title, extra, words) => {
    const { verdict, said } = await judged(extra);
    expect(verdict).toBe('blocked');
    expect(said).toMatch(words);
  });

  it.each([
    ['20-cfr-603.10', ''],
    ['34-cfr-99.30', CONSENT],
    ['34-cfr-99.33', 'redisclosure: forbidden'],
    ['34-cfr-99.35', 'destroyBy: 2099-01-01'],
    ['34-cfr-361.38', 'use: evaluation'],
    ['rsmo-610.032', 'recipientType: executive-agency\nbegins: 2026-01-01'],
    ['consent', CONSENT],
  ])('%s: cleared when the agreement says what it asks for', async (basis, extra) => {
    expect(await judged(`basis: ${basis}\n${extra}`)).toMatchObject({ verdict: 'cleared', said: '' });
  });

  it('tell what the agreement does not say and nobody checked', async () => {
    expect((await judged('basis: 34-cfr-99.33')).unstated).toEqual(['34 CFR 99.33(a), (d)']);
    expect((await judged('basis: 34-cfr-99.33\nredisclosure: with-consent')).unstated).toEqual([]);
  });

  it('each cite clause, address and how well they are known, and block in silence only on what was read', () => {
    for (const basis of LEGAL_BASIS_NAMES)
      for (const { asks, clause, url, status, whenSilent } of LEGAL_BASES[basis]) {
        expect(
          [asks, clause].every((words) => words.length > 5),
          basis,
        ).toBe(true);
        expect(url).toMatch(/^https:\/\/(?:www\.ecfr\.gov|revisor\.mo\.gov)\//);
        if (whenSilent === 'block') expect(status).toBe('R');
      }
  });
});

describe('an export that cannot be fixed', () => {
  const attempt = async (name: string, content: string | Uint8Array, target: string, columns = COLUMNS) => {
    const folder = written({ 'agreement.yaml': agreementYaml('case', columns), [name]: content, 'there.csv': 'kept' });
    const before = readdirSync(folder).sort();
    const outcome = await clearHere({
      agreement: join(folder, 'agreement.yaml'),
      exports: [join(folder, name)],
      fixTo: join(folder, target),
    }).then(
      (clearance) => `${clearance.verdict}: ${checksOf(clearance).join(' ')}`,
      (error: Error) => error.message,
    );
    expect(readdirSync(folder).sort()).toEqual(before);
    return outcome;
  };
  const xml = (inside: string): string => `<?xml version="1.0"?>\n${inside}`;

  it.each([
    ['a copy of another type', 'export.csv', EXPORT, 'copy.tsv', /is not of the type of the export/],
    ['a copy that is there already', 'export.csv', EXPORT, 'there.csv', /is there already/],
    [
      'a copy into a folder that is not there',
      'export.csv',
      EXPORT,
      'nowhere/copy.csv',
      /cannot be written \(ENOENT\)/,
    ],
    ['a copy onto the export', 'export.csv', EXPORT, 'export.csv', /is there already/],
    [
      'a type of which no copy is made',
      'export.html',
      '<p>The programs ran for ten weeks.</p>',
      'copy.html',
      /made of csv, tsv/,
    ],
    [
      'a container of other files',
      'export.zip',
      packageOf({ 'a.csv': EXPORT }),
      'copy.zip',
      /holds other files.*Unpack it.*clear the folder/,
    ],
    ['a csv without a header', 'export.csv', '1,2\n3,4\n5,6\n', 'copy.csv', /no row names a column/],
    ['a csv in UTF-16', 'export.csv', Buffer.from(`\ufeff${EXPORT}`, 'utf16le'), 'copy.csv', /is not UTF-8/],
    [
      'a txt that is not UTF-8',
      'export.txt',
      Buffer.from('Se\u00f1or L\u00f3pez ran ten weeks.\n', 'latin1'),
      'copy.txt',
      /is not UTF-8/,
    ],
    [
      'JSON that breaks off',
      'export.json',
      '{"rows": [{"program": "welding", "weeks": 10}, {"pro',
      'copy.json',
      /not valid JSON|unread/,
    ],
    [
      'XML with entities of its own',
      'export.xml',
      xml('<!DOCTYPE a [<!ENTITY b "c">]><a><program>x</program><weeks>1</weeks></a>'),
      'copy.xml',
      /entities of its own/,
    ],
    [
      'XML that is not well-formed',
      'export.xml',
      xml('<a><program>x</program><weeks>1</b></a>'),
      'copy.xml',
      /not well-formed/,
    ],
    ['a container that is damaged', 'export.xlsx', 'PK\u0003\u0004 broken', 'copy.xlsx', /^blocked: unread/],
    [
      'a container with a member that cannot be read',
      'export.docx',
      packageOf({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w:document' }),
      'copy.docx',
      /unread|unusual|part/,
    ],
    [
      'a workbook whose only sheet is hidden',
      'export.xlsx',
      workbook({ sheets: [{ name: 'H', hidden: true, rows: [['program'], ['x']] }] }),
      'copy.xlsx',
      /no visible sheet/,
    ],
    ['a letter with entities of its own', 'export.docx', letter('<w:p/>').subarray(0, 40), 'copy.docx', /unread/],
  ])('%s: refused, and nothing is left', async (_title, name, content, target, words) => {
    expect(await attempt(name, content, target)).toMatch(words);
  });

  it('is told before anything is read: no such file, and what no copy can be made of', () => {
    const folder = written({ 'export.zip': packageOf({ 'a.csv': EXPORT }), 'export.csv': EXPORT });
    expect(() => findExports([join(folder, 'nosuch.csv')])).toThrow(/there is no such file or folder/);
    expect(() => findExports([join(folder, 'export.zip')], join(folder, 'copy.zip'))).toThrow(/holds other files/);
    expect(findExports([folder]).map(({ shown }) => shown)).toEqual(['export.csv', 'export.zip']);
  });

  it('a folder: one file at a time', async () => {
    const folder = written({ 'agreement.yaml': agreementYaml('case', COLUMNS), 'export.csv': EXPORT });
    await expect(
      clearHere({ agreement: join(folder, 'agreement.yaml'), exports: [folder], fixTo: join(folder, 'copy.csv') }),
    ).rejects.toThrow('one file at a time');
  });

  it('a huge file that is none of its type: not read, and so not cleared', async () => {
    const folder = written({ 'agreement.yaml': agreementYaml('case', COLUMNS), 'export.xlsx': 'PK\u0003\u0004' });
    truncateSync(join(folder, 'export.xlsx'), 200 << 20);
    const given = { agreement: join(folder, 'agreement.yaml'), exports: [join(folder, 'export.xlsx')] };
    await expect(clearHere({ ...given, fixTo: join(folder, 'copy.xlsx') })).rejects.toThrow(
      /too big for a fixed copy of its type \(64 MB packed\).*Export it as csv/,
    );
    const clearance = await clearHere(given);
    expect([clearance.verdict, checksOf(clearance)]).toEqual(['blocked', ['unread']]);
    expect(readdirSync(folder).sort()).toEqual(['agreement.yaml', 'export.xlsx']);
  });

  it('a file that unpacks to more than the limit is not read, and so not cleared', async () => {
    const rows = [['program', 'weeks'], ...Array.from({ length: 200 }, (_, at) => ['welding', String(at)])];
    const folder = written({
      'agreement.yaml': agreementYaml('case', COLUMNS),
      'export.xlsx': workbook({ sheets: [{ name: 'A', rows }] }),
    });
    const clearance = await clearHere({
      agreement: join(folder, 'agreement.yaml'),
      exports: [join(folder, 'export.xlsx')],
      thread: threadHere({ ...DEFAULT_LIMITS, bytesOut: 4000 }),
    });
    expect([clearance.verdict, checksOf(clearance)]).toEqual(['blocked', ['unread']]);
    expect(JSON.stringify(clearance.stops)).toContain('too-big');
  });
});

describe('what else cannot be used', () => {
  it('no signing key: told how to make one', () => {
    expect(() => activeSigningKey(folderFor('no-keys'))).toThrow('sharewarden keys make');
  });

  it.each([
    [
      'a check that nobody can pass',
      '[{ check: small-cell, reason: the board agreed, by: A, expires: 2099-01-01 }]',
      'no exception can be made for small-cell',
    ],
    [
      'an exception that ended',
      '[{ check: small-class, reason: the board agreed, by: A, expires: 2021-01-01 }]',
      'expired on 2021-01-01',
    ],
    [
      'an exception without a reason',
      '[{ check: small-class, reason: ok, by: A, expires: 2099-01-01 }]',
      'a reason is a sentence',
    ],
  ])('%s', (_title, yaml, words) => {
    const folder = written({ 'exceptions.yaml': yaml });
    expect(() => readExceptions(join(folder, 'exceptions.yaml'), TODAY)).toThrow(words);
  });

  it('no message quotes a value', async () => {
    const folder = written({
      'agreement.yaml': agreementYaml('case', COLUMNS),
      'export.json': `{"ssn": "${SSNS[0]}", `,
    });
    const message = await clearHere({
      agreement: join(folder, 'agreement.yaml'),
      exports: [join(folder, 'export.json')],
      fixTo: join(folder, 'copy.json'),
    }).then(JSON.stringify, (error: Error) => error.message);
    expect(message).not.toContain(SSNS[0]);
  });
});
