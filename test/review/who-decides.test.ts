import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRecord } from '../../src/record/index.ts';
import { NIGHT, openHouse, type ReviewHouse, recordNight, signedIn, VIOLATION } from './review-fixture.ts';

const NAMES = {
  ...NIGHT,
  'north/locked.zip': { people: 0, reading: { outcome: 'unread', reason: 'encrypted' } },
  // Mostly the same people: the rule of the larger list is against nothing in the north.
  'north/part.csv': { people: 7, first: 6_000, verdicts: [{ ...VIOLATION, rule: 'sr-01' }] },
  'south/part-whole.csv': { people: 8, first: 6_000 },
  'north/both.csv': {
    people: 5,
    first: 4_000,
    content: 'both',
    verdicts: [VIOLATION, { ...VIOLATION, rule: 'sr-01' }],
  },
} as const;
let house: ReviewHouse;

beforeAll(async () => {
  house = await openHouse(NAMES);
});
afterAll(() => house.close());

const flagsOf = async (text: string) => (await house.record.flags.list({ text, limit: 10 })).flags;
const asForm = (flags: Awaited<ReturnType<typeof flagsOf>>) => flags.map((flag) => `${flag.flagId}:${flag.version}`);

describe('decisions', () => {
  it('hold for the flags that lie wholly in the area, on the page and in bulk, and the others are told', async () => {
    const nora = await signedIn(house, 'nora');
    const flags = await flagsOf('both');
    const own = flags.filter(({ rule }) => rule === 'sr-01');
    const page = await nora.get(`/exposures/${own[0]?.exposureId}`);
    expect(page.body.match(/name="flag" value="([^"]+)"/g)).toEqual([`name="flag" value="${asForm(own)[0]}"`]);
    const form = { decision: 'confirmed', why: 'seen', across: 'exposure', back: '/queue' };
    const shared = flags.filter(({ rule }) => rule !== 'sr-01');
    const { to = '' } = await nora.post('/decisions', { ...form, flag: asForm(shared) });
    expect(to).toMatch(/^\/queue\?batch=\d+&elsewhere=1$/);
    expect((await nora.get(to)).body).toContain('left to the privacy officer');
    expect((await flagsOf('both')).map(({ rule, state }) => `${rule} ${state}`).sort()).toEqual([
      'sr-01 acknowledged',
      'sr-05 open',
    ]);
  });

  it('are no false alarm where the file was not read, and never without a note', async () => {
    const nora = await signedIn(house, 'nora');
    const [locked] = await flagsOf('locked');
    const flag = `${locked?.flagId}:${locked?.version}`;
    const page = await nora.get(`/exposures/${locked?.exposureId}`);
    expect([page.body.includes('value="mended"'), page.body.includes('value="false-alarm"')]).toEqual([true, false]);
    const { to } = await nora.post('/decisions', { flag, decision: 'false-alarm', why: 'old zip', back: '/queue' });
    expect(to).toBe('/queue?unread=1');
    for (const decision of ['confirmed', 'permitted', 'false-alarm', 'test-data']) {
      const form = { flag, decision, why: ' ', until: '2099-01-01', approver: 'Olga' };
      expect([decision, (await nora.post('/decisions', form)).status]).toEqual([decision, 422]);
    }
    expect((await flagsOf('locked'))[0]?.state).toBe('open');
  });

  it('say mended in list, filter and history until a scan has looked', async () => {
    const nora = await signedIn(house, 'nora');
    const flags = await flagsOf('applicants');
    await nora.get('/queue');
    await nora.post('/decisions', { flag: asForm(flags.slice(0, 1)), decision: 'mended', why: 'deleted' });
    const listed = async () => JSON.parse((await nora.get('/api/queue?state=mended')).body).rows;
    expect(await listed()).toMatchObject([{ flagId: flags[0]?.flagId, state: 'mended' }]);
    const { body } = await nora.get(`/exposures/${flags[0]?.exposureId}`);
    expect(body.match(/mended, awaits the next scan/g)).toHaveLength(2);
    house.clockMs += 60_000;
    const writer = await openRecord(house.path, { fingerprintKey: new Uint8Array(32).fill(7) });
    await recordNight(writer, NAMES, house.clockMs);
    await writer.close();
    expect(await listed()).toEqual([]);
  });

  it('are given only to accounts of people who may decide, and the notice says so', async () => {
    const olga = await signedIn(house, 'olga');
    const [flag] = await flagsOf('payroll');
    const form = { flag: `${flag?.flagId}:${flag?.version}`, why: '', back: '/queue' };
    await olga.get('/queue');
    for (const assignee of ['nobody-such', 'aldo', 'ada'])
      expect([assignee, (await olga.post('/assignments', { ...form, assignee })).status]).toEqual([assignee, 422]);
    const { to = '' } = await olga.post('/assignments', { ...form, assignee: 'sam' });
    const { body } = await olga.get(to);
    expect(body).toMatch(/<strong>1 flag<\/strong> assigned\./);
    expect(body).toContain('<option value="sam">');
    expect(body).not.toContain('<option value="aldo">');
  });
});

describe('an exposure', () => {
  it('has one name in its page, and list and page count what the viewer sees', async () => {
    const [nora, olga] = [await signedIn(house, 'nora'), await signedIn(house, 'olga')];
    const [flag] = await flagsOf('both');
    const page = `/exposures/${flag?.exposureId}`;
    const lineOf = async (browser: typeof nora) =>
      JSON.parse((await browser.get('/api/queue?state=all')).body).rows.find(
        ({ exposureId }: { exposureId: number }) => exposureId === flag?.exposureId,
      );
    expect(await lineOf(nora)).toMatchObject({ places: 1, hasElsewhere: true, people: '5' });
    expect(await lineOf(olga)).toMatchObject({ places: 2, hasElsewhere: false });
    const [own, whole] = [
      JSON.parse((await nora.get(`/api${page}`)).body),
      JSON.parse((await olga.get(`/api${page}`)).body),
    ];
    expect(own).toMatchObject({ name: { file: 'both.csv', others: 0 }, hiddenPlaces: 1, people: '5', contents: 1 });
    expect(own.places).toHaveLength(1);
    expect(own.together).toBeUndefined();
    expect(whole).toMatchObject({
      name: { file: 'both.csv', others: 1 },
      together: expect.stringContaining('2 files'),
    });
    expect((await nora.get(page)).body).toMatch(/<h1[^>]*>.*both\.csv/);
  });

  it('tells nothing of the people of a rule that is only broken elsewhere', async () => {
    const nora = await signedIn(house, 'nora');
    const [flag] = await flagsOf('part.csv');
    const own = JSON.parse((await nora.get(`/api/exposures/${flag?.exposureId}`)).body);
    expect(own).toMatchObject({ name: { file: 'part.csv' }, hiddenPlaces: 1, people: '7' });
    expect(own.flags).toHaveLength(1);
    const whole = await (await signedIn(house, 'olga')).get(`/api/exposures/${flag?.exposureId}`);
    expect(JSON.parse(whole.body)).toMatchObject({ hiddenPlaces: 0, people: '8', name: { others: 1 } });
  });

  it('leads nobody from the menu into a refusal', async () => {
    const menu = async (name: string) =>
      [...(await (await signedIn(house, name)).get('/')).body.matchAll(/<li><a href="(\/[a-z-]*)"/g)].map(
        ([, path]) => path,
      );
    expect(await menu('nora')).toEqual(['/', '/queue', '/assessments', '/quality']);
  });
});
