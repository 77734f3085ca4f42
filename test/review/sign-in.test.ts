import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser, openHouse, PASSWORD, type ReviewHouse, signedIn } from './review-fixture.ts';

let house: ReviewHouse;
beforeEach(async () => {
  house = await openHouse({});
});
afterEach(() => house.close());

async function tries(name: string, secret: string) {
  const browser = openBrowser(house);
  await browser.get('/sign-in');
  return (await browser.post('/sign-in', { name, secret })).status;
}

describe('signing in', () => {
  it('says the same of a wrong password and of nobody, and closes an account for a while', async () => {
    const browser = openBrowser(house);
    await browser.get('/sign-in');
    const wrong = await browser.post('/sign-in', { name: 'nora', secret: 'not it at all' });
    const nobody = await browser.post('/sign-in', { name: 'nemo', secret: 'not it at all' });
    expect(wrong.status).toBe(403);
    expect(nobody.body.replaceAll(/value="[^"]*"/g, '')).toBe(wrong.body.replaceAll(/value="[^"]*"/g, ''));
    for (let index = 0; index < 4; index += 1) await tries('nora', 'not it at all');
    expect(await tries('nora', PASSWORD)).toBe(403);
    house.clockMs += 16 * 60_000;
    expect(await tries('nora', PASSWORD)).toBe(303);
    const actions = (await house.record.audit.list()).map(({ action }) => action);
    expect(actions.filter((action) => action === 'sign-in-refused')).toHaveLength(6);
    expect(actions).toContain('account-locked');
    expect(actions).toContain('signed-in');
  });

  it('gives a new secret each time, whose hash alone is in the record', async () => {
    const secrets: string[] = [];
    for (let index = 0; index < 2; index += 1) {
      const browser = openBrowser(house);
      await browser.get('/sign-in');
      await browser.post('/sign-in', { name: 'nora', secret: PASSWORD });
      secrets.push(browser.cookies.get('sharewarden') ?? '');
    }
    expect(new Set(secrets).size).toBe(2);
    const stored = JSON.stringify(await house.record.review.sessions.of('nora'));
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(40);
      expect(stored).not.toContain(secret);
    }
  });

  it('sends nobody to another site', async () => {
    for (const to of ['//evil.example', 'https://evil.example', '/\\evil.example', '/queue?x=javascript:alert(1)//']) {
      const browser = openBrowser(house);
      await browser.get(`/sign-in?to=${encodeURIComponent(to)}`);
      const answer = await browser.post('/sign-in', { name: 'nora', secret: PASSWORD, to });
      expect(answer.to?.startsWith('/') && !/^\/[/\\]/.test(answer.to)).toBe(true);
    }
  });
});

describe('a session', () => {
  it('ends after half an hour without a question, and after twelve hours in any case', async () => {
    const idle = await signedIn(house, 'nora');
    house.clockMs += 31 * 60_000;
    expect((await idle.get('/')).to).toBe('/sign-in');
    const busy = await signedIn(house, 'nora');
    for (let hour = 0; hour < 12 * 3; hour += 1) {
      house.clockMs += 20 * 60_000;
      expect((await busy.get('/')).status).toBe(200);
    }
    house.clockMs += 60_000;
    expect((await busy.get('/')).to).toBe('/sign-in');
  });

  it('is over at once when its person signs out everywhere, is closed, or gets another role', async () => {
    const [one, other] = [await signedIn(house, 'nora'), await signedIn(house, 'nora')];
    await one.get('/account');
    await one.post('/account/end-sessions', {});
    expect((await other.get('/')).to).toBe('/sign-in');
    const again = await signedIn(house, 'nora');
    const ada = await signedIn(house, 'ada');
    await ada.get('/users');
    expect((await ada.post('/users/nora/state', { state: 'closed' })).status).toBe(303);
    expect((await again.get('/')).to).toBe('/sign-in');
    expect(await tries('nora', PASSWORD)).toBe(403);
    expect((await ada.post('/users/ada/state', { state: 'closed' })).status).toBe(409);
    const aldo = await signedIn(house, 'aldo');
    await house.record.review.accounts.change({
      name: 'aldo',
      role: 'custodian',
      areas: ['North'],
      atMs: house.clockMs,
      who: 'tester',
    });
    expect((await aldo.get('/')).to).toBe('/sign-in');
  });

  it('is not taken from a cookie that somebody made up', async () => {
    const browser = openBrowser(house);
    for (const forged of ['x', 'A'.repeat(43), `${'A'.repeat(5_000)}`, "' OR 1=1 --"]) {
      browser.cookies.set('sharewarden', encodeURIComponent(forged));
      expect((await browser.get('/queue')).to).toBe('/sign-in');
    }
  });
});

describe('a password', () => {
  it('has to be changed first where an administrator gave it, and is refused where it is weak', async () => {
    await house.record.review.accounts.change({
      name: 'sam',
      password: { hash: (await house.record.review.accounts.get('nora'))?.passwordHash ?? '', mustChange: true },
      atMs: house.clockMs,
      who: 'tester',
    });
    const sam = openBrowser(house);
    await sam.get('/sign-in');
    expect((await sam.post('/sign-in', { name: 'sam', secret: PASSWORD })).to).toBe('/account');
    expect((await sam.get('/queue')).to).toBe('/account');
    expect((await sam.get('/api/queue')).status).toBe(403);
    await sam.get('/account');
    for (const weak of ['short', 'password password', 'samsamsamsamsam', 'aaaaaaaaaaaaaaaa', PASSWORD])
      expect((await sam.post('/account/password', { old: PASSWORD, new: weak, again: weak })).status).toBe(200);
    const better = 'nine orange umbrellas';
    expect((await sam.post('/account/password', { old: PASSWORD, new: better, again: better })).to).toBe('/');
    expect((await sam.get('/queue')).status).toBe(200);
    expect(await tries('sam', better)).toBe(303);
    expect(await tries('sam', PASSWORD)).toBe(403);
  });
});
