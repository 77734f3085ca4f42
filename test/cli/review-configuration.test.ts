import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { selfSigned } from '../../fixtures/make/certificate.ts';
import { areasOf } from '../../src/cli/areas.ts';
import { checkPeople } from '../../src/cli/check-people.ts';
import { readConfig } from '../../src/cli/config.ts';
import { mailerOf } from '../../src/cli/mailer.ts';
import { addressOf } from '../../src/cli/review-address.ts';
import type { Settings } from '../../src/cli/settings.ts';
import { OperatorError } from '../../src/model/index.ts';
import { temporaryFolders } from '../end-to-end/run-cli.ts';
import { freshNights } from '../record/nights.ts';

const folder = temporaryFolders();
const nights = freshNights();
const NO_FLAGS = { behindProxy: false };

function configured(yaml: string): Pick<Settings, 'config' | 'base'> {
  const base = folder('config');
  writeFileSync(join(base, 'sharewarden.yaml'), yaml);
  return { base, config: readConfig(join(base, 'sharewarden.yaml')) };
}

/** One line that names the thing, says the problem and the remedy; the command line ends with 2 for it. */
function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    expect(error.message.split('\n')).toHaveLength(1);
    expect(error.remedy.length).toBeGreaterThan(5);
    return error.message;
  }
  return 'taken';
}

const address = (yaml: string, flags = {}) => addressOf(configured(yaml), { ...NO_FLAGS, ...flags });
const areas = (yaml: string) => areasOf(configured(yaml) as Settings);

describe('areas that cannot be', () => {
  const SHARES = 'shares: [{ name: board, path: board }]\n';
  it.each([
    ['areas: [{ name: North, folders: [{ share: bord, path: n }] }]', /areas: North.*"bord".*Did you mean "board"\?/],
    ['areas: [{ name: North, folders: [{ share: elsewhere }] }]', /"elsewhere".*List it under "shares"/],
    ['areas: [{ name: North, folders: [] }]', /"areas\.0\.folders"/],
    ['areas: [{ name: North }]', /"areas\.0\.folders"/],
    ['areas: [{ name: "", folders: [{ share: board }] }]', /"areas\.0\.name"/],
    ['areas: [{ name: N, folders: [{ share: board, path: ../other }] }]', /no folder below the share/],
    ['areas: [{ name: N, folders: [{ share: board, path: "north\\\\pay" }] }]', /forward slashes/],
    ['areas: [{ name: N, folder: [{ share: board }] }]', /unknown key "areas\.0\.folder".*Did you mean "folders"\?/],
    ['areas: [{ name: N, folders: [{ share: board }] }, { name: N, folders: [{ share: board }] }]', /used twice/],
  ])('%s', (yaml, line) => {
    expect(refusalOf(() => areas(`${SHARES}${yaml}\n`))).toMatch(line);
  });

  it('and one that can', () => {
    const [north] = areas(`${SHARES}areas: [{ name: North, folders: [{ share: board, path: /north/pay/ }] }]\n`);
    expect(north?.folders).toMatchObject([{ share: { name: 'board' }, path: 'north/pay' }]);
  });
});

describe('an address of the web app that cannot be', () => {
  it.each([
    ['{}', { host: '0.0.0.0' }, /--host.*in clear.*https/],
    ['review: { host: review.example.org }', {}, /in clear/],
    ['{}', { port: '70000' }, /--port.*"70000"/],
    ['{}', { port: '1e3x' }, /"1e3x" is no port/],
    ['review: { port: 0 }', {}, /"review\.port"/],
    ['review: { hots: 127.0.0.1 }', {}, /unknown key "review\.hots".*Did you mean "host"\?/],
    ['review: { https: { certificate: none.pem, key: none.pem } }', {}, /none\.pem.*cannot be read \(ENOENT\)/],
    ['review: { https: { certificate: c.pem } }', {}, /"review\.https\.key"/],
    ['{}', { behindProxy: true }, /review: url.*not known/],
    ['review: { behindProxy: true, url: "http://review.example.org" }', {}, /no https address/],
    ['review: { url: "https://review.example.org" }', {}, /says https, and this server speaks http/],
    ['review: { url: "ftp://x" }', {}, /"review\.url"/],
    ['review: { behindProxy: true, host: 0.0.0.0, url: "https://r.example.org" }', {}, /anybody could say/],
    ['review: { proxies: [example.org] }', {}, /"review\.proxies/],
    ['review: { idleMinutes: 600 }', {}, /"review\.idleMinutes"/],
    ['review: { openId: { name: A, issuer: nowhere, clientId: x, clientSecretFile: y } }', {}, /openId\.issuer/],
  ])('%s %o', (yaml, flags, line) => {
    expect(refusalOf(() => address(yaml, flags))).toMatch(line);
  });

  it('a certificate that is none, or another key’s', () => {
    const [one, other] = [selfSigned(), selfSigned()];
    const settings = configured('review: { https: { certificate: c.pem, key: k.pem } }');
    const given = (cert: string, key: string) => {
      writeFileSync(join(settings.base, 'c.pem'), cert);
      writeFileSync(join(settings.base, 'k.pem'), key);
      return refusalOf(() => addressOf(settings, NO_FLAGS));
    };
    expect(given('nothing', one.key)).toMatch(/no certificate and key that belong together/);
    expect(given(one.cert, other.key)).toMatch(/belong together/);
    expect(given(one.cert, one.key)).toBe('taken');
    expect(given(one.cert, 'PRIVATE')).not.toContain('PRIVATE');
  });

  it.runIf(process.getuid?.() !== 0)('a certificate that may not be read', () => {
    const settings = configured('review: { https: { certificate: c.pem, key: c.pem } }');
    writeFileSync(join(settings.base, 'c.pem'), 'x');
    chmodSync(join(settings.base, 'c.pem'), 0);
    expect(refusalOf(() => addressOf(settings, NO_FLAGS))).toMatch(/EACCES/);
  });

  it('and those that can: this machine, a certificate, a proxy', () => {
    expect(address('{}')).toMatchObject({
      ...{ host: '127.0.0.1', port: 8_443, behindProxy: false },
      hosts: ['127.0.0.1:8443', 'localhost:8443', '[::1]:8443'],
    });
    const proxied =
      'review: { behindProxy: true, proxies: [10.0.0.0/24], host: 0.0.0.0, url: "https://r.example.org" }';
    expect(address(proxied)).toMatchObject({ hosts: ['r.example.org'], proxies: ['10.0.0.0/24'] });
  });
});

describe('mail and people that cannot be', () => {
  it.each([
    ['mail: { host: m.example.org, from: a@example.org }', /"mail\.domains"/],
    ['mail: { host: m.example.org, from: a@example.org, domains: [] }', /"mail\.domains"/],
    ['mail: { host: m.example.org, from: nobody, domains: [example.org] }', /"mail\.from"/],
    ['mail: { host: m.example.org, from: a@example.org, domains: [example.org], user: a }', /"mail\.passwordFile"/],
    [
      'mail: { host: m.example.org, from: a@example.org, domains: [example.org], user: a, passwordFile: none }',
      /password of the mail server cannot be read \(ENOENT\)/,
    ],
    ['reveal: { people: [] }', /"reveal\.people"/],
    ['quarantine: { folder: held }', /"quarantine\.contact"/],
  ])('%s', (yaml, line) => {
    const given = () => {
      const { config, base } = configured(yaml);
      return mailerOf(config, base);
    };
    expect(refusalOf(given)).toMatch(line);
  });

  it('people who have no account, with the nearest who has', async () => {
    const { record } = nights;
    const account = { name: 'nora', role: 'custodian', areas: [], mustChangePassword: false } as const;
    await record.review.accounts.add({ ...account, atMs: 0, who: 'tester' });
    const check = (yaml: string) => checkPeople(configured(yaml), record);
    await expect(check('reveal: { people: [nora, norra] }')).rejects.toThrow(
      /reveal: people.*"norra".*Did you mean "nora"\?/,
    );
    await expect(check('quarantine: { folder: h, contact: c, custodians: [zed] }')).rejects.toThrow(
      /quarantine: custodians.*"zed" is no account.*user add/,
    );
    await check('reveal: { people: [nora] }');
  });
});
