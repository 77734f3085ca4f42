import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { contentKeyOf } from '../../src/extract/index.ts';
import { KEY } from '../preview/preview-setting.ts';
import { type FileHouse, openFileHouse } from './file-house.ts';
import { LOOKED_AT, openChromium, problemsOn } from './open-chromium.ts';
import { beginSession } from './review-fixture.ts';

// A browser on a busy machine is slow.
vi.setConfig({ testTimeout: 300_000 });

const NAMES = ['Ana Ruiz', 'Tom Whitfield', 'Denise Kowalski', 'Marcus Delgado'];
const FILES = {
  'north/memo.txt': 'Notes\n\nMaria Lopez, SSN: 486-31-4127, called at noon.\nPlease file.\n',
  'north/pay.csv': ['Name,SSN,Program', ...NAMES.map((name, at) => `${name},490-18-77${at}5,WIOA Adult`)].join('\n'),
  'north/hours.txt': 'The center is open from nine to five.\n',
};
let house: FileHouse;
let chromium: Browser;
let address: string;
let memo: string;
let pay: string;

beforeAll(async () => {
  house = await openFileHouse(FILES, (base, record) => ({
    reveal: { people: ['nora', 'olga'], needsSecondPerson: false, validMs: 600_000 },
    quarantine: {
      custodians: ['nora'],
      setting: {
        record,
        folder: join(base, 'held'),
        contentKey: contentKeyOf(KEY),
        contact: 'Olga, 555-0100',
        nowMs: () => 1_764_000_300_000,
      },
    },
  }));
  address = await house.app.listen({ host: '127.0.0.1', port: 0 });
  chromium = await openChromium();
  memo = `/exposures/${await house.exposureOf('north/memo.txt')}/files/${await house.fileId('north/memo.txt')}`;
  pay = `/exposures/${await house.exposureOf('north/pay.csv')}`;
});
afterAll(async () => {
  await chromium.close();
  await house.close();
  rmSync(house.base, { recursive: true, force: true });
});

async function pageOf(name: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await chromium.newContext(options)).newPage();
  page.on('pageerror', (error) => expect.unreachable(error.message));
  await page.context().addCookies([{ name: 'sharewarden', value: await beginSession(house, name), url: address }]);
  return page;
}

describe('a custodian', () => {
  it('looks into a file, has one value revealed, and finds it nowhere afterwards', async () => {
    const page = await pageOf('nora');
    await page.goto(`${address}${memo.replace(/\/files.*/, '')}`);
    await page.getByText('Look into the file (masked)').click();
    await page.locator('.passage').first().waitFor();
    expect(await page.locator('.passage').first().textContent()).toContain('***-**-4127');
    await page.goto(`${address}${memo}`);
    await page.getByText('Reveal one value').first().click();
    await page.getByLabel('Which match').selectOption({ label: 'Social Security number ***-**-4127' });
    await page.getByLabel('Why you need the value').fill('to read it back to her');
    await page.getByRole('button', { name: 'Ask for the value' }).click();
    await page.locator('.revealed').waitFor();
    expect(await page.locator('.revealed').textContent()).toBe('486-31-4127');
    await page.goto(`${address}/reveals`);
    expect(await page.locator('main').textContent()).toContain('was shown');
    expect(await page.content()).not.toContain('486-31');
    await page.context().close();
  });

  it('moves a file to quarantine and lays it back, without JavaScript', async () => {
    const page = await pageOf('nora', { javaScriptEnabled: false });
    await page.goto(`${address}${memo}`);
    await page.fill('#move-why', 'It lay open to everyone');
    await page.getByRole('button', { name: 'Move the file' }).click();
    await page.waitForURL('**/quarantine');
    expect(await page.locator('tbody').textContent()).toContain('held');
    await page.getByRole('button', { name: /Lay it back/ }).click();
    expect(await page.locator('tbody').textContent()).toContain('laid back');
    await page.context().close();
  });
});

describe('the privacy officer', () => {
  it('goes from a flag to a signed decision', async () => {
    const page = await pageOf('olga');
    await page.goto(`${address}${pay}`);
    await page.fill('#assessment-why', 'The list lay open to everyone');
    await page.getByRole('button', { name: 'Open an assessment' }).click();
    await page.waitForURL('**/assessments/BA-*');
    const number = new URL(page.url()).pathname.split('/').at(-1);
    await page.getByText('8. Role').click();
    await page.selectOption('#q-role', 'owner');
    await page.getByText('3. What happened').click();
    await page.fill('#q-circumstances', 'An export was left in the folder of the team');
    await page.fill('#answers-why', 'I asked the team');
    await page.getByRole('button', { name: 'Save the answers' }).click();
    await page.getByRole('status').waitFor();
    expect(await page.getByRole('status').textContent()).toContain('2');
    await page.selectOption('#decision-signed', 'notify-consumers');
    await page.fill('#signer', 'Olga Petrov');
    await page.fill('#signer-role', 'Privacy officer');
    await page.fill('#signer-why', 'Names with numbers, open to everyone');
    await page.fill('#confirmation', `I, Olga Petrov, decide ${number}: notify-consumers`);
    await page.getByRole('button', { name: 'Sign the decision' }).click();
    await page.waitForURL('**#sign');
    expect(await page.locator('section[aria-labelledby="sign"]').textContent()).toContain(
      'Olga Petrov, Privacy officer',
    );
    await page.goto(`${address}/assessments`);
    expect(await page.locator('.queue').textContent()).toContain(String(number));
    await page.context().close();
  });
});

describe('every page over files and assessments', () => {
  it('has nothing that axe-core finds, and nothing beside the screen, wide and on a phone', async () => {
    const page = await pageOf('olga', LOOKED_AT);
    const [{ number } = { number: '' }] = await house.record.assessments.list();
    const found: string[] = [];
    for (const path of [
      memo,
      pay,
      '/reveals',
      '/quarantine',
      '/quality',
      '/assessments',
      '/new-assessment',
      `/assessments/${number}`,
    ])
      found.push(...(await problemsOn(page, `${address}${path}`)));
    expect(found).toEqual([]);
    await page.context().close();
  });
});
