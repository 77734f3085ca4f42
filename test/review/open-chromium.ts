import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Debian's Chromium without a window. A machine without it fails here and says what to install. */
export async function openChromium(): Promise<Browser> {
  const executablePath = PLACES.find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error('no Chromium is installed: apt-get install chromium');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
}

/** For a context in which `problemsOn` looks: axe-core is put in from outside, which the page's own policy allows to nobody. */
export const LOOKED_AT = { bypassCSP: true } as const;

const SIGHTS = [
  { name: 'wide', viewport: { width: 1_400, height: 900 }, colorScheme: 'light' },
  { name: 'on a phone, dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const;

/**
 * What axe-core finds against WCAG 2.2 AA and its own good practice, what stands beside the screen, and words that are missing;
 * one line each. The page is loaded once and looked at wide, and on a phone in the dark.
 */
export async function problemsOn(page: Page, address: string): Promise<string[]> {
  await page.setViewportSize(SIGHTS[0].viewport);
  await page.emulateMedia({ colorScheme: SIGHTS[0].colorScheme });
  await page.goto(address);
  await page.addScriptTag({ path: AXE });
  const found: string[] = [];
  const { pathname } = new URL(address);
  if (/undefined|\[object|NaN/.test((await page.locator('main').textContent()) ?? ''))
    found.push(`${pathname} has no word`);
  for (const { name, viewport, colorScheme } of SIGHTS) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    const { violations, wide, room } = await page.evaluate(async () => {
      const { axe, innerWidth, document } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { target: unknown[] }[] }[] }> };
        innerWidth: number;
        document: { documentElement: { scrollWidth: number } };
      };
      // Colours glide for a moment: what is measured in between is nobody's colour.
      await new Promise((done) => setTimeout(done, 200));
      const result = await axe.run();
      return { violations: result.violations, wide: document.documentElement.scrollWidth, room: innerWidth };
    });
    for (const { id, nodes } of violations)
      for (const { target } of nodes) found.push(`${pathname}, ${name}: ${id}: ${target.join(' ')}`);
    if (wide > room) found.push(`${pathname}, ${name}, is ${wide} wide on ${room}`);
  }
  return found;
}
