import { createHash, createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { createServer as createHttp, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openIdProvider } from '../../src/review/index.ts';
import { openBrowser, openHouse, type ReviewHouse } from './review-fixture.ts';

const URL_OF_APP = 'http://127.0.0.1:8443';
const CLIENT = 'sharewarden';

/** How a token differs from a right one. */
interface Twist {
  readonly signer?: 'own' | 'foreign' | 'client secret' | 'nobody';
  readonly claims?: Readonly<Record<string, unknown>>;
}
const SECRET = 'not a real secret';

/** A provider with one person, small and complete: discovery, keys, and tokens for the codes that it gave out. */
async function openProvider() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const codes = new Map<string, { nonce: string; challenge: string; sub: string; name: string; twist: Twist }>();
  let issuer = '';
  const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const server: Server = createHttp(async (request, response) => {
    const json = (status: number, value: object) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    if (request.url === '/.well-known/openid-configuration')
      return json(200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      });
    if (request.url === '/keys')
      return json(200, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: '1', alg: 'RS256', use: 'sig' }] });
    const body: Buffer[] = [];
    for await (const chunk of request) body.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(body).toString());
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!code || challenge !== code.challenge) return json(400, { error: 'invalid_grant' });
    const nowSeconds = Math.floor(Date.now() / 1_000);
    const { signer = 'own', claims = {} } = code.twist;
    const algorithm = { own: 'RS256', foreign: 'RS256', 'client secret': 'HS256', nobody: 'none' }[signer];
    const right = {
      ...{ iss: issuer, sub: code.sub, aud: CLIENT, iat: nowSeconds, exp: nowSeconds + 60, nonce: code.nonce },
      preferred_username: code.name,
    };
    const signed = `${base64({ alg: algorithm, kid: '1' })}.${base64({ ...right, ...claims })}`;
    const signature = {
      own: () => createSign('RSA-SHA256').update(signed).sign(privateKey),
      foreign: () => createSign('RSA-SHA256').update(signed).sign(foreign),
      'client secret': () => createHmac('sha256', SECRET).update(signed).digest(),
      nobody: () => Buffer.alloc(0),
    }[signer]();
    const token = `${signed}.${signature.toString('base64url')}`;
    return json(200, { access_token: 'a', token_type: 'Bearer', id_token: token });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    /** What the person's browser would bring back. */
    grant(to: string, sub: string, name: string, twist: Twist = {}): string {
      const { searchParams } = new URL(to);
      const code = `code-${codes.size}-${Math.trunc(performance.now())}`;
      const [nonce, challenge] = [searchParams.get('nonce') ?? '', searchParams.get('code_challenge') ?? ''];
      codes.set(code, { nonce, challenge, sub, name, twist });
      return `/sign-in/back?${new URLSearchParams({ code, state: searchParams.get('state') ?? '' })}`;
    },
    close: () => new Promise<void>((done) => server.close(() => done())),
  };
}

let provider: Awaited<ReturnType<typeof openProvider>>;
let house: ReviewHouse;

beforeAll(async () => {
  provider = await openProvider();
  const settings = {
    name: 'Agency login',
    issuer: provider.issuer,
    clientId: CLIENT,
    clientSecret: SECRET,
  };
  house = await openHouse({}, { identityProvider: await openIdProvider(settings), url: URL_OF_APP });
  const account = {
    role: 'custodian',
    areas: ['North'],
    mustChangePassword: false,
    atMs: house.clockMs,
    who: 'tester',
  } as const;
  await house.record.review.accounts.add({ ...account, name: 'ines' });
});
afterAll(async () => {
  await house.close();
  await provider.close();
});

describe('an identity provider', () => {
  it('signs in the person for whom an account waits, and knows them again by their number', async () => {
    const browser = openBrowser(house);
    expect((await browser.get('/sign-in')).body).toContain('Agency login');
    const { to = '' } = await browser.get('/sign-in/provider');
    expect(new URL(to).searchParams.get('code_challenge_method')).toBe('S256');
    expect((await browser.get(provider.grant(to, 'number-1', 'Ines'))).to).toBe('/');
    expect((await browser.get('/account')).body).toContain('ines');
    const again = openBrowser(house);
    const second = await again.get('/sign-in/provider');
    expect((await again.get(provider.grant(second.to ?? '', 'number-1', 'renamed'))).to).toBe('/');
    expect((await again.get('/account')).body).toContain('ines');
  });

  it('opens no account that has a password or belongs to somebody else, and none that is closed', async () => {
    for (const [sub, name] of [
      ['number-2', 'olga'],
      ['number-3', 'ines'],
      ['number-4', 'nobody'],
    ] as const) {
      const browser = openBrowser(house);
      const { to = '' } = await browser.get('/sign-in/provider');
      expect([name, (await browser.get(provider.grant(to, sub, name))).status]).toEqual([name, 403]);
      expect((await browser.get('/queue')).to).toBe('/sign-in');
    }
  });

  it('is not believed with another state, a used code, another browser or a foreign signature', async () => {
    const browser = openBrowser(house);
    const { to = '' } = await browser.get('/sign-in/provider');
    const good = provider.grant(to, 'number-1', 'ines');
    expect((await openBrowser(house).get(good)).status).toBe(403);
    expect((await browser.get(good.replace(/state=[^&]+/, 'state=other'))).status).toBe(403);
    expect((await browser.get(provider.grant(to, 'number-1', 'ines', { signer: 'foreign' }))).status).toBe(403);
    expect((await browser.get('/sign-in/back?error=access_denied')).status).toBe(403);
    const whole = provider.grant(to, 'number-1', 'ines');
    expect((await browser.get(whole)).to).toBe('/');
    browser.cookies.delete('sharewarden');
    expect((await browser.get(whole)).status).toBe(403);
  });

  it('is not believed where the token is of another issuer, for another program, of another sign-in, old, or unsigned', async () => {
    const twists: [string, Twist][] = [
      ['issuer', { claims: { iss: 'https://evil.example' } }],
      ['audience', { claims: { aud: 'another program' } }],
      ['several audiences', { claims: { aud: [CLIENT, 'another program'], azp: 'another program' } }],
      ['nonce', { claims: { nonce: 'of another sign-in' } }],
      ['no nonce', { claims: { nonce: undefined } }],
      ['expired', { claims: { exp: Math.floor(Date.now() / 1_000) - 3_600 } }],
      ['nobody', { claims: { sub: undefined } }],
      ['alg none', { signer: 'nobody' }],
      ['signed with what the client knows', { signer: 'client secret' }],
    ];
    for (const [what, twist] of twists) {
      const browser = openBrowser(house);
      const { to = '' } = await browser.get('/sign-in/provider');
      expect([what, (await browser.get(provider.grant(to, 'number-1', 'ines', twist))).status]).toEqual([what, 403]);
      expect([what, (await browser.get('/queue')).to]).toEqual([what, '/sign-in']);
    }
  });

  it('opens a waiting account by its very name only: no letter that merely folds to it, no unverified address', async () => {
    const account = { role: 'custodian', areas: ['North'], mustChangePassword: false } as const;
    for (const name of ['kim', 'kim@example.org'])
      await house.record.review.accounts.add({ ...account, name, atMs: house.clockMs, who: 'tester' });
    let tries = 1;
    const back = async (sub: string, name: string, claims: Twist['claims'] = {}) => {
      const browser = openBrowser(house, `192.0.2.${tries++}`);
      const { to = '' } = await browser.get('/sign-in/provider');
      return (await browser.get(provider.grant(to, sub, name, { claims }))).status;
    };
    for (const name of ['\u212Aim', 'k\u0131m', ' kim\u200b', '\uff4b\uff49\uff4d', '__proto__', 'kim\0'])
      expect([name, await back('stranger', name)]).toEqual([name, 403]);
    const email = { preferred_username: undefined, email: 'kim@example.org' };
    expect(await back('stranger', '', email)).toBe(403);
    expect(await back('stranger', '', { ...email, email_verified: false })).toBe(403);
    expect(await back('number-5', '', { ...email, email_verified: true })).toBe(303);
    expect(await back('number-6', 'KIM')).toBe(303);
  });
});
