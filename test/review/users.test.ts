import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, openBrowser, openHouse, PASSWORD, type ReviewHouse, signedIn } from './review-fixture.ts';

let house: ReviewHouse;
let ada: Browser;

beforeAll(async () => {
  house = await openHouse();
  ada = await signedIn(house, 'ada');
});
afterAll(() => house.close());

const passwordOn = (body: string) => /class="revealed"[^>]*>([^<]+)</.exec(body)?.[1] ?? '';

async function signIn(name: string, secret: string) {
  const browser = openBrowser(house);
  await browser.get('/sign-in');
  return { browser, answer: await browser.post('/sign-in', { name, secret }) };
}

describe('an administrator', () => {
  it('makes an account, whose first password is shown once and changed at the first sign-in', async () => {
    const form = { name: 'Mreyes', role: 'custodian', area: 'North', 'own-secret': PASSWORD };
    const made = await ada.post('/users', form);
    const first = passwordOn(made.body);
    expect([made.status, first]).toEqual([200, expect.stringMatching(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/)]);
    const rows = JSON.stringify(await house.record.audit.list());
    for (const page of ['/users', '/users/mreyes']) expect((await ada.get(page)).body).not.toContain(first);
    expect([rows.includes(first), house.log.join('').includes(first)]).toEqual([false, false]);
    const { browser, answer } = await signIn('mreyes', first);
    expect([answer.status, answer.to]).toEqual([303, '/account']);
    expect((await browser.get('/queue')).to).toBe('/account');
    const own = 'three quiet lanterns';
    await browser.get('/account');
    await browser.post('/account/password', { old: first, new: own, again: own });
    const queue = await browser.get('/queue?state=all');
    expect(queue.body).toContain('north/applicants.csv');
    expect(queue.body).not.toContain('south/');
  });

  it('gives another role and other areas, and the sessions end', async () => {
    const sam = await signedIn(house, 'sam');
    const changed = await ada.post('/users/sam/role', { role: 'auditor', 'own-secret': PASSWORD });
    expect(changed.status).toBe(303);
    expect((await sam.get('/queue')).to).toBe('/sign-in');
    expect(await house.record.review.accounts.get('sam')).toMatchObject({ role: 'auditor', areas: [] });
    const [row] = (await house.record.audit.list()).filter(({ action }) => action === 'account-changed').slice(-1);
    expect(row).toMatchObject({ actor: 'ada', subject: 'sam', data: { role: 'auditor', areas: [] } });
  });

  it('gives a new first password, closes and opens', async () => {
    const reset = await ada.post('/users/aldo/password', { 'own-secret': PASSWORD });
    const { answer } = await signIn('aldo', passwordOn(reset.body));
    expect(answer.to).toBe('/account');
    expect((await ada.post('/users/aldo/state', { state: 'closed' })).status).toBe(303);
    expect((await signIn('aldo', passwordOn(reset.body))).answer.status).toBe(403);
    expect((await ada.post('/users/aldo/state', { state: 'open' })).status).toBe(422);
    expect((await ada.post('/users/aldo/state', { state: 'open', 'own-secret': PASSWORD })).status).toBe(303);
  });

  it('does nothing of that without the own password, to the own account, or with words that do not fit', async () => {
    const before = await house.record.review.accounts.list();
    const tries: [string, Record<string, string>, number, string][] = [
      ['/users', { name: 'eve', role: 'administrator' }, 422, 'Your own password is wrong'],
      ['/users', { name: 'eve', role: 'administrator', 'own-secret': 'guess' }, 422, 'Your own password is wrong'],
      ['/users', { name: 'E ve', role: 'auditor', 'own-secret': PASSWORD }, 422, 'The name cannot be used'],
      ['/users', { name: 'olga', role: 'auditor', 'own-secret': PASSWORD }, 422, 'The name is taken'],
      ['/users', { name: 'eve', role: 'root', 'own-secret': PASSWORD }, 422, 'No role was chosen'],
      ['/users', { name: 'eve', role: 'custodian', 'own-secret': PASSWORD }, 422, 'sees nothing'],
      ['/users', { name: 'eve', role: 'custodian', area: 'East', 'own-secret': PASSWORD }, 422, 'no area of the'],
      ['/users/ada/role', { role: 'privacy-officer', 'own-secret': PASSWORD }, 409, 'Nobody changes their own role'],
      ['/users/ada/state', { state: 'closed' }, 409, 'Nobody closes their own account'],
      ['/users/nobody/password', { 'own-secret': PASSWORD }, 404, 'no such account'],
    ];
    for (const [path, form, status, words] of tries) {
      const answer = await ada.post(path, form);
      expect([path, form, answer.status]).toEqual([path, form, status]);
      expect(answer.body).toContain(words);
      expect(answer.body).not.toMatch(/--[a-z]+\b|sharewarden user/);
    }
    expect(await house.record.review.accounts.list()).toEqual(before);
  });

  it('is locked after five wrong own passwords like anybody who guesses', async () => {
    for (let at = 0; at < 5; at += 1)
      await ada.post('/users', { name: 'eve', role: 'auditor', 'own-secret': `guess ${at}` });
    expect((await ada.post('/users', { name: 'eve', role: 'auditor', 'own-secret': PASSWORD })).status).toBe(401);
    expect(await house.record.review.accounts.get('eve')).toBeUndefined();
  });
});

describe('sessions', () => {
  it('are ended one by one by the person whose they are, and by nobody else', async () => {
    const [here, there, olga] = [
      await signedIn(house, 'nora'),
      await signedIn(house, 'nora'),
      await signedIn(house, 'olga'),
    ];
    const marks = [...(await here.get('/account')).body.matchAll(/name="session" value="(\w+)"/g)].map(
      ([, mark]) => `${mark}`,
    );
    expect(marks).toHaveLength(1);
    await olga.get('/account');
    await olga.post('/account/end-session', { session: marks[0] ?? '' });
    expect((await there.get('/account')).status).toBe(200);
    await here.post('/account/end-session', { session: marks[0] ?? '' });
    expect((await there.get('/account')).to).toBe('/sign-in');
    expect((await here.get('/account')).status).toBe(200);
  });
});
