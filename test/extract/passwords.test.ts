import { encrypt } from 'officecrypto-tool';
import { describe, expect, it } from 'vitest';
import { wordOf } from '../../fixtures/make/compound.ts';
import { docx, p } from '../../fixtures/make/docx.ts';
import { workbook } from '../../fixtures/make/odd-formats.ts';
import { pdf } from '../../fixtures/make/pdf.ts';
import { createRandom } from '../../fixtures/make/random.ts';
import { sealWord, sealWorkbook } from '../../fixtures/make/sealed-binary.ts';
import { sealOffice } from '../../fixtures/make/sealed-xlsx.ts';
import { xlsx } from '../../fixtures/make/xlsx.ts';
import { sealedZip } from '../../fixtures/make/zip.ts';
import { createPasswords } from '../../src/extract/passwords.ts';
import { everythingOf, readSample } from './read-sample.ts';

const SSN = '489-27-3146';
const LINE = `SSN: ${SSN}`;
const RIGHT = 'Quokka 4417 Länterñ';
const WRONG = ['no', 'neither'];
/** Office writes 100,000: too dear for a test. */
const SPINS = 1000;
const random = createRandom(11);
const content = new Uint8Array(Buffer.from(`Name,SSN\nOpal Quarles,${SSN}\n`));
const table = [
  ['Name', 'SSN'],
  ['Opal Quarles', SSN],
];
const sheet = xlsx([{ name: 'Sheet1', rows: table }]);

const LOCKED: readonly (readonly [name: string, method: string, bytes: () => Promise<Uint8Array>])[] = [
  ['aes.zip', 'AES-256', async () => sealedZip([{ name: 'list.csv', content, method: 'aes-256' }], RIGHT, random)],
  ['old.zip', 'ZipCrypto', async () => sealedZip([{ name: 'list.csv', content, method: 'zip-crypto' }], RIGHT, random)],
  ['agile.docx', 'AES-256', async () => sealOffice(docx({ body: [p(LINE)] }), RIGHT, random, SPINS)],
  ['agile.xlsx', 'AES-256', async () => sealOffice(sheet, RIGHT, random, SPINS)],
  ['standard.xlsx', 'AES-128', async () => encrypt(Buffer.from(sheet), { password: RIGHT, type: 'standard' })],
  ['old.xls', 'RC4-40', async () => sealWorkbook(workbook('biff8', 'Sheet1', table), RIGHT, random)],
  ['old.doc', 'RC4-40', async () => sealWord(wordOf([LINE]), RIGHT, random)],
  ['form.pdf', 'RC4-128', () => pdf([{ lines: [LINE] }], { password: RIGHT })],
];

describe.each(LOCKED)('%s', (name, method, make) => {
  it('is read by a password of the list, and says so', async () => {
    const sample = await readSample(name, await make(), { passwords: [...WRONG, RIGHT] });
    expect(sample.unread).toEqual([]);
    expect(everythingOf(sample)).toContain(SSN);
    expect(sample.notes).toContainEqual(expect.objectContaining({ note: 'opened-by-password', detail: method }));
  });

  it('stays locked, and names its method, where no password fits', async () => {
    const sample = await readSample(name, await make(), { passwords: WRONG });
    expect(everythingOf(sample)).not.toContain(SSN);
    expect(sample.unread).toMatchObject([
      { reason: 'encrypted', encryption: method, detail: 'no password of the list opens it' },
    ]);
  });
});

it('reads a workbook that is only protected against changes without any list', async () => {
  for (const [name, bytes] of [
    ['a.xlsx', sealOffice(sheet, 'VelvetSweatshop', random, SPINS)],
    ['a.xls', sealWorkbook(workbook('biff8', 'Sheet1', table), 'VelvetSweatshop', random)],
  ] as const) {
    const sample = await readSample(name, bytes);
    expect(sample.unread).toEqual([]);
    expect(everythingOf(sample)).toContain(SSN);
    expect(sample.notes).toContainEqual(expect.objectContaining({ note: 'document-protection-only' }));
  }
});

it('does not follow a file that asks for endless rounds of hashing', async () => {
  const bytes = Buffer.from(sealOffice(sheet, RIGHT, random));
  const at = bytes.indexOf('spinCount="100000"');
  bytes.write('spinCount="999999"', at);
  const startedMs = performance.now();
  const sample = await readSample('a.xlsx', bytes, { passwords: [RIGHT] });
  expect(sample.unread).toMatchObject([{ reason: 'encrypted' }]);
  expect(performance.now() - startedMs).toBeLessThan(2000);
});

describe('the list of passwords', () => {
  it('is given up when it takes too much of the time of a file', async () => {
    const tried: string[] = [];
    const slow = async (password: string): Promise<undefined> => {
      tried.push(password);
      for (const startMs = process.cpuUsage().user; process.cpuUsage().user - startMs < 40_000; );
      return undefined;
    };
    const passwords = createPasswords(['a', 'b', 'c', 'd', 'e', 'f'], 160);
    expect(await passwords.open(slow)).toEqual({
      kind: 'locked',
      detail: 'not every password of the list was tried in time',
    });
    expect(tried.length).toBeLessThan(6);
  });

  it('begins with the password that fitted last', async () => {
    const tried: string[] = [];
    const passwords = createPasswords(['a', 'b', 'c'], 60_000);
    const fits = (password: string): true | undefined => {
      tried.push(password);
      return password === 'c' || undefined;
    };
    await passwords.open(fits);
    await passwords.open(fits);
    expect(tried).toEqual(['a', 'b', 'c', 'c']);
  });
});
