import { request as httpsRequest, type RequestOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { selfSigned } from '../../fixtures/make/certificate.ts';
import { countedAddress } from '../../src/review/admission.ts';
import type { ServerOptions } from '../../src/review/index.ts';
import { routesOf } from '../../src/review/route-table.ts';
import { beginSession, openBrowser, openHouse, PASSWORD, type ReviewHouse, serve, signedIn } from './review-fixture.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const METRICS_SECRET = 'a long secret of monitoring';
let house: ReviewHouse;
const opened: FastifyInstance[] = [];

beforeAll(async () => {
  house = await openHouse();
});
afterEach(async () => {
  for (const app of opened.splice(0)) await app.close();
});
afterAll(() => house.close());

/** Another server on the same record. */
async function server(options: Partial<ServerOptions> = {}, changes: Parameters<typeof serve>[1] = {}) {
  const { app } = await serve(house.record, { now: () => house.clockMs, ...changes }, options);
  opened.push(app);
  return app;
}

/** The status of a question from an address. */
async function status(app: FastifyInstance, question: InjectOptions): Promise<number> {
  return (await app.inject({ method: 'GET', url: '/sign-in', ...question })).statusCode;
}

function ask(port: number, options: RequestOptions, payload?: string) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((done, fail) => {
    const request = httpsRequest({ host: '127.0.0.1', port, ...options }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => done({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    request.on('error', fail);
    request.end(payload);
  });
}

describe('HTTPS by certificate files', () => {
  it('serves the pages, binds the cookies to the host and to HTTPS, and takes nothing older than TLS 1.2', async () => {
    const https = selfSigned();
    const app = await server({ https });
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const page = await ask(port, { path: '/sign-in', ca: https.cert });
    expect(page.status).toBe(200);
    expect(page.headers['strict-transport-security']).toMatch(/max-age=31536000/);
    const [visit = ''] = page.headers['set-cookie'] as string[];
    const token = /name="form-token" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
    const form = new URLSearchParams({ 'form-token': token, name: 'nora', secret: PASSWORD }).toString();
    const headers = { ...FORM, cookie: visit.split(';')[0] };
    const answer = await ask(port, { path: '/sign-in', method: 'POST', ca: https.cert, headers }, form);
    expect(answer.status).toBe(303);
    const session = (answer.headers['set-cookie'] as string[]).find((line) => line.startsWith('__Host-sharewarden='));
    for (const cookie of [visit, session ?? '']) {
      const attributes = cookie.split('; ').slice(1).sort();
      expect(attributes).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure']);
    }
    await expect(
      ask(port, { path: '/sign-in', ca: https.cert, minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' }),
    ).rejects.toThrow();
    await expect(ask(port, { path: '/sign-in' })).rejects.toThrow(/self-signed/);
  });
});

describe('a proxy', () => {
  it('is believed and answered only where the operator says so, and only at its own address', async () => {
    const app = await server({ behindProxy: true, proxies: ['10.0.0.5', 'fd00::/8'] });
    expect(await status(app, { remoteAddress: '10.0.0.6' })).toBe(421);
    expect(await status(app, { remoteAddress: '10.0.0.6', headers: { 'x-forwarded-proto': 'https' } })).toBe(421);
    expect(await status(app, { remoteAddress: 'fd00::7' })).toBe(200);
    expect(await status(app, { remoteAddress: '10.0.0.5', headers: { 'x-forwarded-proto': 'http' } })).toBe(421);
    const answer = await app.inject({ url: '/sign-in', remoteAddress: '10.0.0.5' });
    expect([answer.statusCode, answer.cookies[0]?.name, answer.cookies[0]?.secure]).toEqual([
      200,
      '__Host-sharewarden-visit',
      true,
    ]);
  });

  it('says who asks by the last address, so that nobody hides behind one that they made up', async () => {
    const proxied = await server({ behindProxy: true });
    const direct = await server();
    for (const app of [proxied, direct]) {
      const answers: number[] = [];
      for (let index = 0; index < 21; index += 1) {
        const headers = { ...FORM, 'x-forwarded-for': `203.0.113.${index}, 198.51.100.7` };
        answers.push(await status(app, { method: 'POST', headers, payload: 'name=nora' }));
      }
      expect(answers).toEqual([...Array.from({ length: 20 }, () => 403), 429]);
    }
    const other = { ...FORM, 'x-forwarded-for': '198.51.100.8' };
    expect(await status(proxied, { method: 'POST', headers: other, payload: 'name=nora' })).toBe(403);
  });
});

describe('the name of the server', () => {
  it('is one of those it was given, whatever a header says', async () => {
    const app = await server({ hosts: ['review.example.org', 'localhost:8443'] });
    const named = (host: string, more = {}) => status(app, { headers: { host, ...more } });
    expect(await named('review.example.org')).toBe(200);
    expect(await named('localhost:8443')).toBe(200);
    for (const foreign of ['evil.example', 'localhost', 'review.example.org.evil.example', 'review.example.org:1'])
      expect([foreign, await named(foreign)]).toEqual([foreign, 421]);
    expect(await named('evil.example', { 'x-forwarded-host': 'review.example.org' })).toBe(421);
  });
});

describe('a change', () => {
  it('from another site is refused before anything is read of it, and one from here is taken', async () => {
    const origin = 'http://review.example.org';
    const app = await server({ hosts: ['review.example.org'], origin });
    const browser = await signedIn({ app: house.app, record: house.record, clockMs: house.clockMs }, 'nora');
    const page = await browser.get('/queue');
    const token = /name="form-token" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
    const post = (headers: Record<string, string>) =>
      status(app, {
        method: 'POST',
        url: '/views',
        headers: {
          ...FORM,
          host: 'review.example.org',
          cookie: `sharewarden=${browser.cookies.get('sharewarden')}`,
          ...headers,
        },
        payload: new URLSearchParams({ 'form-token': token, name: 'mine', query: 'sort=people' }).toString(),
      });
    const foreign: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'https://review.example.org' },
      { 'sec-fetch-site': 'cross-site', origin },
    ];
    for (const headers of foreign) expect([headers, await post(headers)]).toEqual([headers, 403]);
    expect(await house.record.review.views.of('nora')).toEqual([]);
    for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin }, { 'sec-fetch-site': 'none' }, {}])
      expect([headers, await post(headers)]).toEqual([headers, 303]);
    expect(await house.record.review.views.of('nora')).toHaveLength(1);
  });
});

describe('limits', () => {
  it('count everything that one address asks together, and an IPv6 network as one', async () => {
    const app = await server();
    const paths = ['/nothing', '/sign-in', '/queue'];
    for (let index = 0; index < 1_200; index += 1)
      await app.inject({ url: paths[index % paths.length] ?? '/', remoteAddress: `2001:db8::${index.toString(16)}` });
    for (const url of [...paths, '/health', '/assets/0/review.css'])
      expect([url, await status(app, { url, remoteAddress: '2001:db8::ffff' })]).toEqual([url, 429]);
    expect(await status(app, { remoteAddress: '2001:db8:0:1::1' })).toBe(200);
    expect(countedAddress('2001:db8:a:b:1:2:3:4')).toBe('2001:db8:a:b::/64');
    expect(countedAddress('::1')).toBe('0:0:0:0::/64');
    expect(countedAddress('192.0.2.1')).toBe('192.0.2.1');
  });

  it('hold for reveals and reports too', async () => {
    const app = await server();
    for (const [method, url, perMinute] of [
      ['POST', '/reveals/1/show', 30],
      ['GET', '/reports/1/summary', 10],
    ] as const) {
      for (let index = 0; index < perMinute; index += 1)
        expect(await status(app, { method, url, headers: FORM, payload: '' })).not.toBe(429);
      expect(await status(app, { method, url, headers: FORM, payload: '' })).toBe(429);
    }
  });
});

describe('monitoring', () => {
  it('gets numbers with the secret, and nobody else gets anything', async () => {
    const app = await server({}, { metricsSecret: METRICS_SECRET });
    const bearer = (secret: string) => ({ url: '/metrics', headers: { authorization: `Bearer ${secret}` } });
    const answer = await app.inject(bearer(METRICS_SECRET.replaceAll(' ', '_')));
    expect(answer.statusCode).toBe(404);
    const secret = METRICS_SECRET.replaceAll(' ', '-');
    const right = await (await server({}, { metricsSecret: secret })).inject(bearer(secret));
    expect(right.statusCode).toBe(200);
    expect(right.headers['content-type']).toContain('application/openmetrics-text');
    expect(right.body).toMatch(/^sharewarden_flags_active\{severity="critical"\} 1$/m);
    expect(right.body.endsWith('# EOF\n')).toBe(true);
    for (const wrong of ['', secret.slice(1), `${secret}x`, 'x'.repeat(600)])
      expect((await app.inject(bearer(wrong))).statusCode).toBe(404);
    expect((await house.app.inject(bearer('undefined'))).statusCode).toBe(404);
  });
});

describe('every answer', () => {
  it('carries the headers that bind a browser, whatever was asked', async () => {
    const app = await server();
    const cookie = `sharewarden=${await beginSession(house, 'olga')}`;
    const questions: InjectOptions[] = routesOf({ files: new Map(), version: '0' }).flatMap(({ method, path }) => [
      { method, url: path.replace(/:\w+/g, '1') },
      { method, url: path.replace(/:\w+/g, '1'), headers: { cookie } },
    ]);
    questions.push(
      { url: '/nothing' },
      { url: '/%' },
      { url: '/exposures/%ff', headers: { cookie } },
      { method: 'PUT', url: '/queue' },
      { method: 'POST', url: '/sign-in', headers: { 'content-type': 'application/json' }, payload: '{"name":1}' },
      { method: 'POST', url: '/sign-in', headers: { 'content-type': 'text/xml' }, payload: '<a/>' },
      { method: 'POST', url: '/sign-in', headers: FORM, payload: 'a'.repeat(600_000) },
    );
    for (const question of questions) {
      const { headers, statusCode } = await app.inject(question);
      const told = [question.method, question.url, statusCode];
      expect([...told, headers['content-security-policy']?.toString().includes("default-src 'none'")]).toEqual([
        ...told,
        true,
      ]);
      expect([...told, headers['x-content-type-options'], headers['x-frame-options']]).toEqual([
        ...told,
        'nosniff',
        'DENY',
      ]);
      expect([...told, headers['referrer-policy'], headers['x-powered-by'], headers.server]).toEqual([
        ...told,
        'same-origin',
        undefined,
        undefined,
      ]);
      expect([...told, headers['cache-control']]).toEqual([...told, 'no-store']);
      expect([...told, statusCode < 500]).toEqual([...told, true]);
    }
  });
});

describe('a session', () => {
  it('that somebody planted before the sign-in is worth nothing after it', async () => {
    const browser = openBrowser(house);
    const planted = 'A'.repeat(43);
    browser.cookies.set('sharewarden', planted);
    await browser.get('/sign-in');
    const before = new Map(browser.cookies);
    expect((await browser.post('/sign-in', { name: 'nora', secret: PASSWORD })).status).toBe(303);
    expect(browser.cookies.get('sharewarden')).not.toBe(planted);
    expect(browser.cookies.has('sharewarden-visit')).toBe(false);
    const attacker = openBrowser(house);
    for (const [name, value] of before) attacker.cookies.set(name, value);
    expect((await attacker.get('/queue')).to).toBe('/sign-in');
    const token = /value="([^"]+)"/.exec((await attacker.get('/sign-in')).body)?.[1] ?? '';
    expect((await browser.post('/account/end-sessions', {}, token)).status).toBe(403);
  });

  it('ends, with all others, when the present password is guessed in it', async () => {
    const [left, other] = [await signedIn(house, 'sam'), await signedIn(house, 'sam')];
    const form = { old: 'a guess of somebody', new: 'nine orange umbrellas', again: 'nine orange umbrellas' };
    for (let tries = 0; tries < 4; tries += 1) expect((await left.post('/account/password', form)).status).toBe(200);
    expect((await left.post('/account/password', form)).to).toBe('/sign-in');
    expect((await other.get('/queue')).to).toBe('/sign-in');
    expect((await house.record.audit.list()).map(({ action }) => action)).toContain('account-locked');
  });
});

describe('looks at findings', () => {
  it('are one row for each session, page and hour, and each finding is named once', async () => {
    const before = (await house.record.audit.list()).length;
    const newRows = async () => (await house.record.audit.list({ afterId: before })).filter(isLook);
    const isLook = ({ action }: { action: string }) => action === 'looked-at';
    const olga = await signedIn(house, 'olga');
    for (let times = 0; times < 5; times += 1)
      for (const path of ['/queue?state=active', '/queue?sort=people', '/api/queue', '/exposures/1'])
        expect((await olga.get(path)).status).toBe(200);
    const [queue, exposure, ...none] = await newRows();
    expect([queue?.subject, exposure?.subject, none]).toEqual(['queue', 'exposure 1', []]);
    const { rows } = JSON.parse((await olga.get('/api/queue')).body) as { rows: { exposureId: number }[] };
    expect(queue?.data).toEqual({ exposures: rows.map(({ exposureId }) => exposureId) });
    await (await signedIn(house, 'aldo')).get('/queue');
    house.clockMs += 3_600_000;
    await (await signedIn(house, 'olga')).get('/queue');
    expect((await newRows()).map(({ actor, subject }) => [actor, subject]).slice(2)).toEqual([
      ['aldo', 'queue'],
      ['olga', 'queue'],
    ]);
  });
});

describe('a name that is nobody’s', () => {
  it('costs the same work as a wrong password, and is noted without what was typed', async () => {
    const cpuOf = async (name: string) => {
      const browser = openBrowser(house);
      await browser.get('/sign-in');
      const before = process.cpuUsage();
      expect((await browser.post('/sign-in', { name, secret: 'not it at all' })).status).toBe(403);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const spent = { nobody: [] as number[], olga: [] as number[] };
    for (let pair = 0; pair < 2; pair += 1) {
      spent.nobody.push(await cpuOf(`nobody${pair}`));
      spent.olga.push(await cpuOf('olga'));
    }
    const ratio = Math.min(...spent.nobody) / Math.min(...spent.olga);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
    await cpuOf('my secret typed here');
    const rows = JSON.stringify(await house.record.audit.list());
    expect(rows).toContain('"no account"');
    expect(rows).not.toMatch(/nobody0|my secret/);
  });
});
