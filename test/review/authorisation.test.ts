import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiPath } from '../../src/review/open-api.ts';
import { routesOf } from '../../src/review/route-table.ts';
import { type Browser, openBrowser, openHouse, PEOPLE, type ReviewHouse, signedIn } from './review-fixture.ts';

const routes = routesOf({ files: new Map(), version: '0' });
let house: ReviewHouse;
const browsers = new Map<string, Browser>();

beforeAll(async () => {
  house = await openHouse();
  for (const name of Object.keys(PEOPLE)) browsers.set(name, await signedIn(house, name));
});
afterAll(() => house.close());

/** A real id where there is one, so that a refusal is one of the role and not of the number. */
const address = (path: string) => path.replace(/:(\w+)/g, '1');

describe('the table of routes', () => {
  it('is everything that the server answers to', () => {
    const told = house.app.printRoutes({ commonPrefix: false, includeHooks: false });
    const count = (told.match(/\b(GET|POST)\b/g) ?? []).length;
    const withApi = routes.filter((route) => route.allow !== 'everyone' && route.api).length;
    expect(count).toBe(routes.length + withApi);
    for (const { path } of routes)
      expect(
        house.app.hasRoute({ method: 'GET', url: path }) || house.app.hasRoute({ method: 'POST', url: path }),
      ).toBe(true);
  });

  it('lets nobody who has not signed in further than the sign-in page', async () => {
    for (const route of routes) {
      if (route.allow === 'everyone') continue;
      const browser = openBrowser(house);
      await browser.get('/sign-in');
      const answer =
        route.method === 'GET' ? await browser.get(address(route.path)) : await browser.post(address(route.path), {});
      expect([route.path, answer.status, answer.to]).toEqual([
        route.path,
        route.method === 'GET' ? 303 : 401,
        route.method === 'GET' ? '/sign-in' : undefined,
      ]);
      if (route.api) expect((await browser.get(apiPath(address(route.path)))).status).toBe(401);
    }
  });

  it.each(Object.entries(PEOPLE))('holds for %s', async (name, { role }) => {
    const browser = browsers.get(name);
    if (!browser) throw new Error(`${name} is not signed in`);
    for (const route of routes) {
      if (route.allow === 'everyone' || ['/sign-out', '/account/end-sessions'].includes(route.path)) continue;
      const path = address(route.path);
      const answer = route.method === 'GET' ? await browser.get(path) : await browser.post(path, {});
      const isRefused = answer.status === 403 && answer.body.includes('Your role does not allow this');
      expect([route.method, path, isRefused]).toEqual([route.method, path, !route.allow.includes(role)]);
      expect(answer.status).toBeLessThan(500);
      if (!route.api) continue;
      const api = await browser.get(apiPath(path));
      expect([path, api.status === 403]).toEqual([path, !route.allow.includes(role)]);
    }
  });

  it('gives an auditor nothing to change but their own account', () => {
    const posts = routes.filter(
      ({ method, allow }) => method === 'POST' && allow !== 'everyone' && allow.includes('auditor'),
    );
    expect(posts.map(({ path }) => path).sort()).toEqual([
      '/account/end-session',
      '/account/end-sessions',
      '/account/password',
      '/sign-out',
    ]);
  });

  it('gives an administrator no page with findings', () => {
    const paths = routes
      .filter(({ allow }) => allow !== 'everyone' && allow.includes('administrator'))
      .map(({ path }) => path);
    for (const path of paths)
      expect(path).not.toMatch(/queue|exposure|decision|preview|reveal|assessment|report|disclosure/);
  });
});

describe('a form', () => {
  it('without the token of the session changes nothing, and the attempt is in the audit chain', async () => {
    const nora = browsers.get('nora') ?? openBrowser(house);
    for (const route of routes) {
      if (route.method !== 'POST' || route.path === '/sign-out') continue;
      const answer = await nora.post(address(route.path), { flag: '1:1', decision: 'confirmed' }, 'forged');
      expect([route.path, answer.status]).toEqual([route.path, 403]);
    }
    expect((await house.record.flags.history(1)).map(({ kind }) => kind)).toEqual(['opened']);
    const rows = await house.record.audit.list();
    expect(rows.some(({ action, subject }) => action === 'refused' && subject === 'POST /decisions')).toBe(true);
    expect(await house.record.audit.verifyAudit()).toMatchObject({ intact: true });
  });
});
