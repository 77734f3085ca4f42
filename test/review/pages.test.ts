import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, openHouse, type ReviewHouse, signedIn } from './review-fixture.ts';

let house: ReviewHouse;
let nora: Browser;
let sam: Browser;
let olga: Browser;
let aldo: Browser;

beforeAll(async () => {
  house = await openHouse();
  [nora, sam, olga, aldo] = await Promise.all([
    signedIn(house, 'nora'),
    signedIn(house, 'sam'),
    signedIn(house, 'olga'),
    signedIn(house, 'aldo'),
  ]);
});
afterAll(() => house.close());

interface Row {
  readonly exposureId: number;
  readonly flagId: number;
  readonly version: number;
  readonly path: string;
  readonly otherRules: number;
}
async function rowsOf(browser: Browser, query = ''): Promise<readonly Row[]> {
  return (JSON.parse((await browser.get(`/api/queue${query}`)).body) as { rows: Row[] }).rows;
}
async function rowWith(browser: Browser, name: string): Promise<Row> {
  const row = (await rowsOf(browser, '?state=all')).find(({ path }) => path.includes(name));
  if (!row) throw new Error(`no row with ${name}`);
  return row;
}
const kindsOf = async (flagId: number) => (await house.record.flags.history(flagId)).map(({ kind }) => kind);

describe('a custodian', () => {
  it('sees the exposures of their areas, by their own places, and no other', async () => {
    expect((await rowsOf(nora)).map(({ path, otherRules }) => [path, otherRules])).toEqual([
      ['north/applicants.csv', 1],
      ['north/both.csv', 0],
      ['north/<img src=x onerror=alert(1)>.csv', 0],
    ]);
    expect((await rowsOf(sam)).map(({ path }) => path)).toEqual(['south/payroll.xlsx', 'south/both-copy.csv']);
    expect(await rowsOf(olga)).toHaveLength(4);
  });

  it('is told nothing of another area by page, API or number, and the attempt is in the audit chain', async () => {
    const { exposureId, flagId } = await rowWith(nora, 'applicants');
    for (const path of [`/exposures/${exposureId}`, `/api/exposures/${exposureId}`]) {
      const answer = await sam.get(path);
      expect(answer.status).toBe(404);
      expect(answer.body).not.toMatch(/applicants/);
      const none = await sam.get(path.replace(String(exposureId), '98765'));
      const plain = (body: string) => body.replaceAll(/value="[^"]*"/g, '').replaceAll(/\d+/g, '');
      expect(plain(none.body)).toBe(plain(answer.body));
    }
    for (const query of [
      '?share=office',
      '?share=office&folder=north',
      '?q=applicants',
      '?rule=sr-01',
      '?owner=mreyes',
    ])
      for (const { path } of await rowsOf(sam, query)) expect(path).toMatch(/^south\//);
    await sam.get('/queue');
    const answer = await sam.post('/decisions', {
      flag: `${flagId}:1`,
      decision: 'false-alarm',
      why: 'mine now',
      back: '/queue',
    });
    expect(answer.to).toBe('/queue?elsewhere=1');
    expect(await kindsOf(flagId)).toEqual(['opened']);
    const looks = (await house.record.audit.list()).filter(
      ({ actor, action }) => actor === 'sam' && action === 'looked-at',
    );
    expect(
      looks.some(
        ({ subject, data }) => subject === `exposure ${exposureId}` && JSON.stringify(data).includes('refused'),
      ),
    ).toBe(true);
  });

  it('sees of an exposure in two areas only what is theirs, and leaves its decision to the privacy officer', async () => {
    const { exposureId, flagId } = await rowWith(nora, 'both');
    const page = await nora.get(`/exposures/${exposureId}`);
    expect(page.body).toContain('north/both.csv');
    expect(page.body).not.toContain('south/');
    expect(page.body).toContain('the privacy officer decides');
    await nora.get('/queue');
    expect(
      (await nora.post('/decisions', { flag: `${flagId}:1`, decision: 'confirmed', why: 'seen', back: '/queue' })).to,
    ).toBe('/queue?elsewhere=1');
    const whole = await olga.get(`/exposures/${exposureId}`);
    expect(whole.body).toContain('south/both-copy.csv');
  });
});

describe('a page', () => {
  it('shows hostile names as text', async () => {
    const { exposureId } = await rowWith(olga, '<img');
    for (const path of ['/queue', `/exposures/${exposureId}`]) {
      const { body } = await olga.get(path);
      expect(body).not.toContain('<img');
      expect(body).toContain('&lt;img src=x onerror=alert(1)');
    }
    const hostile = await olga.get(`/queue?q=${encodeURIComponent('"><script>alert(1)</script>')}&owner=%22%3E%3Cb%3E`);
    expect(hostile.body).not.toMatch(/<script>|"><b>/);
  });

  it('carries no script or style of its own, forbids foreign ones and is not kept', async () => {
    for (const path of [
      '/',
      '/queue',
      '/exposures/1',
      '/account',
      '/reports',
      '/disclosures',
      '/queue?state=all&q=nothing-here',
    ]) {
      const { headers, body } = await house.app.inject({ url: path, headers: { cookie: cookieOf(olga) } });
      const bare = body.replaceAll(/"[^"]*"/g, '""');
      expect(bare).not.toMatch(/<script(?![^>]*\ssrc=)|<style|<[^>]*\s(?:style|on\w+)=/);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });

  it('is told to nobody under a foreign name of the host, or by a path that is none', async () => {
    for (const path of [
      '/assets/x/..%2f..%2fpackage.json',
      '/assets/x/%2e%2e%2freview.css',
      '/exposures/1%20OR%201=1',
      '/exposures/-1',
      '/exposures/0',
      '/reports/1/..%2f..',
      '/reports/1/nothing',
      '/nowhere',
    ]) {
      const answer = await olga.get(path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.body).not.toMatch(/\/work|\/tmp|node_modules/);
    }
    for (const path of ['/queue?after=AAAA', '/queue?after=%5B%5D']) expect((await olga.get(path)).status).toBe(409);
  });

  it('never takes a number of a person into an address or a note', async () => {
    const { flagId, version } = await rowWith(olga, 'payroll');
    const search = await olga.get('/queue?q=219-09-9999');
    expect(search.body).toContain('Search for names of files and folders only');
    expect(search.body).not.toContain('219-09-9999');
    const note = await olga.post('/decisions', {
      flag: `${flagId}:${version}`,
      decision: 'false-alarm',
      why: 'it is 219-09-9999',
    });
    expect(note.status).toBe(422);
    expect(await kindsOf(flagId)).toEqual(['opened']);
  });
});

describe('decisions', () => {
  it('are made for every rule of the data, told, and taken back', async () => {
    const row = await rowWith(nora, 'applicants');
    await nora.get('/queue');
    const form = {
      flag: `${row.flagId}:${row.version}`,
      across: 'exposure',
      decision: 'test-data',
      why: 'made for training',
      back: '/queue?sort=people',
    };
    const answer = await nora.post('/decisions', form);
    expect(answer.to).toMatch(/^\/queue\?sort=people&batch=\d+$/);
    const told = await nora.get(answer.to ?? '');
    expect(told.body).toContain('<strong>2 flags</strong>');
    const flags = (await house.record.flags.list({ exposureIds: [row.exposureId] })).flags;
    expect(flags.map(({ state }) => state)).toEqual(['false-alarm', 'false-alarm']);
    const batch = /name="batch" value="(\d+)"/.exec(told.body)?.[1] ?? '';
    expect((await olga.post('/undo', { batch, back: '/queue' })).status).toBe(403);
    await nora.get('/queue');
    expect((await nora.post('/undo', { batch, back: '/queue' })).to).toBe('/queue?undone=2');
    for (const { flagId } of flags) expect(await kindsOf(flagId)).toEqual(['opened', 'false-alarm', 'undone']);
    expect((await nora.post('/undo', { batch, back: '/queue' })).status).toBe(409);
  });

  it('on everything that a filter shows stop where the list changed, and hold for the rest', async () => {
    await olga.get('/queue');
    const form = {
      all: '99',
      query: 'severity=high',
      decision: 'confirmed',
      why: 'the night of the move',
      back: '/queue',
    };
    expect((await olga.post('/decisions', form)).status).toBe(409);
    const count = (await house.record.flags.counts({ active: true, severities: ['high'] })).flags;
    const answer = await olga.post('/decisions', { ...form, all: String(count) });
    const batchId = Number(new URL(answer.to ?? '', 'http://x').searchParams.get('batch'));
    expect((await house.record.flags.batch(batchId))?.flags).toHaveLength(count);
    expect((await olga.post('/undo', { batch: String(batchId), back: '/queue' })).to).toBe(`/queue?undone=${count}`);
  });

  it('are refused to somebody who saw an older state, and where something is missing', async () => {
    const { flagId, version } = await rowWith(sam, 'payroll');
    const before = await kindsOf(flagId);
    await sam.get('/queue');
    const form = { flag: `${flagId}:${version}`, why: 'looked at it', back: '/queue' };
    for (const [wrong, status] of [
      [{ ...form, decision: 'permitted', until: '2027-01-01' }, 422],
      [{ ...form, decision: 'permitted', approver: 'T. Okafor' }, 422],
      [{ ...form, decision: 'permitted', approver: 'T. Okafor', until: '2026-02-31' }, 422],
      [{ ...form, decision: 'deleted' }, 422],
      [{ ...form, decision: 'false-alarm', why: ' ' }, 422],
      [{ decision: 'confirmed', why: 'nothing' }, 422],
    ] as const)
      expect([wrong.decision, (await sam.post('/decisions', wrong)).status]).toEqual([wrong.decision, status]);
    expect(await kindsOf(flagId)).toEqual(before);
    const permitted = { ...form, decision: 'permitted', approver: 'T. Okafor', until: '2027-01-01' };
    expect((await sam.post('/decisions', permitted)).to).toMatch(/batch=\d+$/);
    expect((await sam.post('/decisions', { ...form, decision: 'confirmed' })).to).toBe('/queue?refused=1');
    expect(
      (
        await sam.post('/assignments', {
          flag: `${flagId}:${version + 1}`,
          assignee: 'sam',
          due: '2026-12-01',
          back: '/queue',
        })
      ).to,
    ).toMatch(/batch=\d+&assigned=1$/);
    expect((await house.record.flags.get(flagId))?.assignee).toBe('sam');
  });

  it('are none of an auditor', async () => {
    const { exposureId, flagId, version } = await rowWith(aldo, 'applicants');
    const page = await aldo.get(`/exposures/${exposureId}`);
    expect(page.body).not.toContain('name="decision"');
    const before = await kindsOf(flagId);
    expect(
      (await aldo.post('/decisions', { flag: `${flagId}:${version}`, decision: 'confirmed', why: 'x' })).status,
    ).toBe(403);
    expect(await kindsOf(flagId)).toEqual(before);
  });
});

describe('a record that a scan is writing', () => {
  it('is told, and nothing is lost or half done', async () => {
    const { default: Database } = await import('better-sqlite3');
    const other = new Database(house.path);
    const { flagId, version } = await rowWith(olga, 'payroll');
    await olga.get('/queue');
    other.exec('BEGIN IMMEDIATE');
    const answer = await olga.post('/decisions', {
      flag: `${flagId}:${version}`,
      decision: 'reopened',
      why: 'again',
      back: '/queue',
    });
    expect(answer.status).toBe(503);
    expect(answer.body).toContain('being written by a scan');
    other.exec('ROLLBACK');
    other.close();
    expect(
      (
        await olga.post('/decisions', {
          flag: `${flagId}:${version}`,
          decision: 'reopened',
          why: 'again',
          back: '/queue',
        })
      ).status,
    ).toBe(303);
  });
});

describe('the rest of the house', () => {
  it('saves views, gives reports, describes its interface and answers monitoring only with the secret', async () => {
    await nora.get('/queue');
    expect((await nora.post('/views', { name: 'Worst first', query: 'severity=critical&sort=people&evil=1' })).to).toBe(
      '/queue?sort=people&severity=critical',
    );
    expect((await nora.get('/queue')).body).toContain('Worst first');
    await nora.post('/views/remove', { name: 'Worst first' });
    expect((await nora.get('/queue')).body).not.toContain('Worst first');
    const report = await olga.get('/reports/1/summary');
    expect(report.status).toBe(200);
    expect(report.body).toContain('<!doctype html>');
    const described = JSON.parse((await olga.get('/openapi.json')).body) as {
      openapi: string;
      paths: Record<string, unknown>;
    };
    expect(described.openapi).toBe('3.1.0');
    expect(Object.keys(described.paths)).toContain('/api/exposures/{exposureId}');
    expect((await olga.get('/metrics')).status).toBe(404);
    expect((await olga.get('/health')).body).toBe('{"status":"ok"}');
  });

  it('writes no name, number or query into its log', () => {
    const log = house.log.join('\n');
    expect(log).toContain('"route":"/exposures/:exposureId"');
    expect(log).not.toMatch(/applicants|nora|219-09|severity=|payroll/);
  });

  it('leaves an audit chain that holds', async () => {
    expect(await house.record.audit.verifyAudit()).toMatchObject({ intact: true });
  });
});

function cookieOf({ cookies }: Browser): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}
