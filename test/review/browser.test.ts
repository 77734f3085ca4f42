import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { LOOKED_AT, openChromium, problemsOn } from './open-chromium.ts';
import { beginSession, NIGHT, openHouse, PASSWORD, type ReviewHouse } from './review-fixture.ts';

// A browser on a busy machine is slow.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

let house: ReviewHouse;
let chromium: Browser;
let address: string;

beforeAll(async () => {
  house = await openHouse({
    ...NIGHT,
    'north/scan.pdf': {
      people: 0,
      verdicts: [],
      reading: { outcome: 'unread', reason: 'image-without-text', types: [], findings: [] },
    },
  });
  address = await house.app.listen({ host: '127.0.0.1', port: 0 });
  chromium = await openChromium();
});
afterAll(async () => {
  await chromium.close();
  await house.close();
});

async function pageOf(name: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await chromium.newContext(options);
  await context.addCookies([{ name: 'sharewarden', value: await beginSession(house, name), url: address }]);
  const page = await context.newPage();
  page.on('pageerror', (error) => expect.unreachable(error.message));
  await page.goto(`${address}/`);
  return page;
}

describe('a custodian at the browser', () => {
  it('works through the night by the keyboard alone, decides on several, and takes it back', async () => {
    const page = await (await chromium.newContext()).newPage();
    await page.goto(`${address}/`);
    await page.fill('#name', 'nora');
    await page.fill('#secret', PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /To do in all/ }).press('Enter');
    await page.waitForURL('**/queue');
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'Without a mouse' }).waitFor();
    await page.keyboard.press('?');
    // The three exposures of the area: the first one and the third are selected.
    for (const key of ['j', 'x', 'j', 'j', 'x', 'f']) await page.keyboard.press(key);
    await page.keyboard.type('a list of street names');
    await page.keyboard.press('Enter');
    await page.getByRole('status').waitFor();
    expect(await page.getByRole('status').textContent()).toContain('3 flags');
    expect(await page.locator('[data-row]').count()).toBe(1);
    await page.keyboard.press('u');
    await page.getByText('taken back').waitFor();
    expect(await page.locator('[data-row]').count()).toBe(3);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/exposures/*');
    expect(await page.locator('h1').textContent()).toContain('applicants.csv');
    expect(await page.locator('.masked').first().textContent()).toBe('***-**-0187');
    await page.context().close();
  });

  it('gets no script from the name of a file, and no page of another area', async () => {
    const page = await pageOf('sam');
    page.on('dialog', () => expect.unreachable('a script of a file name ran'));
    await page.goto(`${address}/queue?state=all`);
    const text = (await page.locator('main').textContent()) ?? '';
    expect(text).toContain('south/payroll.xlsx');
    expect(text).not.toContain('north/');
    const answer = await page.goto(`${address}/exposures/1`);
    expect(answer?.status()).toBe(404);
    const api = await page.goto(`${address}/api/exposures/1`);
    expect(api?.status()).toBe(404);
    await page.context().close();
    const officer = await pageOf('olga');
    officer.on('dialog', () => expect.unreachable('a script of a file name ran'));
    await officer.goto(`${address}/queue`);
    await officer.getByText('<img src=x onerror=alert(1)>').waitFor();
    await officer.context().close();
  });

  it('can read without JavaScript', async () => {
    const page = await pageOf('nora', { javaScriptEnabled: false });
    await page.goto(`${address}/queue?severity=critical`);
    await page.click('[data-open]');
    expect(await page.locator('h2').first().textContent()).toBe('What the rules say');
    await page.context().close();
  });
});

describe('an auditor at the browser', () => {
  it('finds nothing to press that would change anything', async () => {
    const page = await pageOf('aldo');
    for (const path of ['/', '/queue', '/exposures/1', '/reports', '/disclosures']) {
      await page.goto(`${address}${path}`);
      const buttons = await page.locator('button:visible').allTextContents();
      expect([path, buttons.filter((text) => !/Sign out|Show|Keys|Select this page/.test(text))]).toEqual([path, []]);
    }
    await page.context().close();
  });
});

describe('every page', () => {
  it('has nothing that axe-core finds, and nothing beside the screen, wide and on a phone', async () => {
    const found: string[] = [];
    const stranger = await (await chromium.newContext(LOOKED_AT)).newPage();
    found.push(...(await problemsOn(stranger, `${address}/sign-in`)));
    await stranger.context().close();
    const pages = {
      olga: [
        '/',
        '/queue?severity=high',
        '/exposures/1',
        '/account',
        '/reports',
        '/disclosures',
        '/operation',
        '/nowhere',
      ],
      ada: ['/users', '/users/nora'],
    };
    for (const [name, paths] of Object.entries(pages)) {
      const page = await pageOf(name, LOOKED_AT);
      for (const path of paths) found.push(...(await problemsOn(page, `${address}${path}`)));
      await page.context().close();
    }
    expect(found).toEqual([]);
  });
});
