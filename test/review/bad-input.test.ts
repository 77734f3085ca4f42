import { renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentKeyOf } from '../../src/extract/index.ts';
import type { ScanRecord } from '../../src/record/index.ts';
import { KEY } from '../preview/preview-setting.ts';
import { type FileHouse, openFileHouse } from './file-house.ts';
import { type Browser, openBrowser, signedIn } from './review-fixture.ts';

const HOSTILE = '<script>alert(1)</script>';
const rows = (prefix: string) =>
  [`Name,SSN,${HOSTILE}`, ...Array.from({ length: 6 }, (_, at) => `Ana Ruiz,${prefix}-77${at}1,"${HOSTILE}"`)].join(
    '\n',
  );
const FILES = {
  'north/pay.csv': rows('490-18'),
  'north/gone.txt': 'SSN: 487-52-9043 of Thomas Whitfield\n',
  'north/link.txt': 'SSN: 487-52-9044 of Thomas Whitfield\n',
  'north/clean.txt': 'Opening hours of the center: nine to five.\n',
  'south/pay.csv': rows('486-31'),
  'south/clean.txt': 'Nothing of anybody stands here.\n',
};
let house: FileHouse;
const people: Record<string, Browser> = {};
const as = (name: string): Browser => people[name] ?? openBrowser(house);
/** Of the other area. */
let south: { exposure: number; file: number; flag: string; assessment: string; reveal: number; sample: string };
let north: { exposure: number; file: number; flag: string };
const sent: string[] = [];

beforeAll(async () => {
  house = await openFileHouse(FILES, (base: string, record: ScanRecord) => ({
    reveal: { people: ['nora', 'sam'], needsSecondPerson: true, validMs: 600_000 },
    mail: {
      domains: ['example.org'],
      send: async ({ to, text }) => {
        sent.push(`${to} ${text}`);
        return true;
      },
    },
    quarantine: {
      custodians: ['nora', 'sam'],
      setting: {
        ...{ record, folder: join(base, 'held'), contentKey: contentKeyOf(KEY), contact: 'Olga' },
        nowMs: () => 1_764_000_300_000,
      },
    },
  }));
  for (const name of ['nora', 'sam', 'olga', 'aldo', 'ada']) people[name] = await signedIn(house, name);
  const placeOf = async (path: string) => {
    const exposure = await house.exposureOf(path);
    const { flags } = await house.record.flags.list({ exposureIds: [exposure], limit: 1 });
    return { exposure, file: await house.fileId(path), flag: `${flags[0]?.flagId}:${flags[0]?.version}` };
  };
  north = await placeOf('north/pay.csv');
  const other = await placeOf('south/pay.csv');
  await as('olga').get('/queue');
  const opened = await as('olga').post(`/exposures/${other.exposure}/assessment`, { why: 'numbers with names' });
  await as('sam').get(`/exposures/${other.exposure}/files/${other.file}`);
  await as('sam').post(`/exposures/${other.exposure}/files/${other.file}/reveals`, { match: '0', reason: 'to ask' });
  const quality = (await as('sam').get('/quality')).body;
  south = {
    ...other,
    assessment: opened.to ?? '',
    reveal: (await house.record.reveals.list())[0]?.revealId ?? 0,
    sample: /\/samples\/(\d+)\/answers/.exec(quality)?.[1] ?? '',
  };
  expect(south.assessment).toMatch(/^\/assessments\/BA-/);
  expect(south.reveal).toBeGreaterThan(0);
  expect(south.sample).not.toBe('');
});
afterAll(async () => {
  await house.close();
  rmSync(house.base, { recursive: true, force: true });
});

const stateOf = async () =>
  JSON.stringify([
    (await house.record.flags.list({ limit: 50 })).flags.map(({ state, version, assignee }) => [
      state,
      version,
      assignee,
    ]),
    (await house.record.assessments.list()).map(({ version }) => version),
    (await house.record.reveals.list()).map(({ state }) => state),
    await house.record.quarantines.list(),
    await house.record.review.views.of('sam'),
    sent,
  ]);

describe('a forged id', () => {
  it('of another area shows nothing, by page, API or direct number, and the look is on record', async () => {
    const { exposure, file, assessment } = south;
    const nora = as('nora');
    const before = (await house.record.audit.list({ limit: 1_000 })).length;
    const foreign = [
      `/exposures/${exposure}`,
      `/exposures/${exposure}/files/${file}`,
      `/exposures/${north.exposure}/files/${file}`,
      `/exposures/${exposure}/files/${north.file}`,
      assessment,
    ];
    for (const path of foreign.flatMap((each) => [each, `/api${each}`])) {
      const { status, body } = await nora.get(path);
      expect([path, status]).toEqual([path, 404]);
      expect(body).not.toMatch(/south|486-31|-77\d1/);
    }
    for (const kind of ['html', 'docx', 'pdf'])
      expect((await nora.get(`${assessment}/documents/assessment-report.${kind}`)).status).toBe(404);
    const looks = (await house.record.audit.list({ afterId: before, limit: 1_000 })).filter(
      ({ actor, data }) => actor === 'nora' && JSON.stringify(data).includes('"refused":true'),
    );
    expect(looks.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining([`exposure ${exposure}`, `file ${file}`, 'assessment none']),
    );
    for (const query of [
      `?folder=south&share=office`,
      `?q=south`,
      `?owner=x&state=all`,
      `?within=south`,
      `?areas=South`,
    ])
      expect((await nora.get(`/api/queue${query}`)).body).not.toMatch(/"path":"south/);
  });

  it('of another area changes nothing, alone or among own ones', async () => {
    const { exposure, file, flag, assessment, reveal, sample } = south;
    await as('sam').get('/queue');
    await as('sam').post('/views', { name: 'mine', query: 'sort=people' });
    const before = await stateOf();
    const nora = as('nora');
    await nora.get('/queue');
    const why = 'a forged one';
    const posts: [string, Record<string, string | string[]>, number[]][] = [
      ['/decisions', { flag, decision: 'confirmed', why }, [303]],
      ['/assignments', { flag, assignee: 'nora', why }, [303]],
      ['/decisions', { all: '1', query: 'folder=south&share=office', decision: 'confirmed', why }, [409, 422]],
      ['/undo', { batch: '1' }, [403, 409]],
      [`/exposures/${exposure}/files/${file}/quarantine`, { why }, [404]],
      [`/exposures/${north.exposure}/files/${file}/quarantine`, { why }, [404]],
      [`/exposures/${exposure}/files/${file}/reveals`, { match: '0', reason: why }, [404]],
      [`/reveals/${reveal}/decision`, { decision: 'grant' }, [404]],
      [`/reveals/${reveal}/show`, {}, [404]],
      [`/exposures/${exposure}/messages`, { to: 'a@example.org', text: why }, [404]],
      [`/samples/${sample}/answers`, { answer: 'missed', file: String(file) }, [404]],
      [`${assessment}/answers`, { version: '1', 'answer-role': 'owner', 'seen-role': '', why }, [404]],
      [`${assessment}/scores`, { version: '1', factor: 'quantity', score: 'low', evidence: why, why }, [404]],
      [`${assessment}/decision`, { version: '1', decision: 'no-notice', why }, [403]],
      [`${assessment}/bundle`, {}, [403]],
      ['/views/remove', { name: 'mine' }, [303]],
      ['/users/sam/state', { state: 'closed' }, [403]],
    ];
    for (const [path, form, expected] of posts) {
      const { status } = await nora.post(path, form);
      expect([path, expected.includes(status), status]).toEqual([path, true, status]);
    }
    expect(await stateOf()).toBe(before);
    const both = await nora.post('/decisions', { flag: [north.flag, flag], decision: 'confirmed', why });
    expect(both.to).toContain('elsewhere=1');
    const own = await house.record.flags.list({ exposureIds: [north.exposure], limit: 1 });
    const other = await house.record.flags.list({ exposureIds: [exposure], limit: 1 });
    expect([own.flags[0]?.state, other.flags[0]?.state]).toEqual(['acknowledged', 'open']);
    const batch = /batch=(\d+)/.exec(both.to ?? '')?.[1] ?? '';
    await as('sam').get('/queue');
    expect((await as('sam').post('/undo', { batch })).status).toBe(403);
    expect((await nora.post('/undo', { batch })).status).toBe(303);
  });

  it('that is none at all is refused in words, whatever it is', async () => {
    const ids = [
      '0',
      '-1',
      '1e9',
      '99999999999',
      '1.5',
      '%00',
      '__proto__',
      'constructor',
      '1;DROP',
      "1'",
      '../1',
      '１',
    ];
    for (const id of ids.map(encodeURIComponent))
      for (const path of [
        `/exposures/${id}`,
        `/exposures/1/files/${id}`,
        `/assessments/${id}`,
        `/assessments/BA-2026-0001/documents/${id}.html`,
        `/assets/${id}/${id}`,
        `/api/${id}`,
      ]) {
        const { status, body } = await as('olga').get(path);
        expect([path, status]).toEqual([path, 404]);
        expect(body).not.toMatch(/^\s+at |SQLITE|TypeError/m);
      }
    for (const id of ['0', '__proto__', '%2e%2e']) expect((await as('olga').get(`/reports/1/${id}`)).status).toBe(404);
  });
});

describe('a form', () => {
  it('with a field twice, of the prototype, or too many of them is read by its first or refused', async () => {
    const olga = as('olga');
    await olga.get('/queue');
    const before = await stateOf();
    const strange: Record<string, string | string[]>[] = [
      { flag: [north.flag, north.flag], decision: ['nothing', 'confirmed'], why: 'x y' },
      { ['__proto__']: 'a', 'constructor[prototype][x]': '1', '__proto__[decision]': 'confirmed', flag: north.flag },
      { flag: Array.from({ length: 5_001 }, (_, at) => `${at + 1}:1`), decision: 'confirmed', why: 'all of them' },
      { flag: ['NaN:1', '1:NaN', ':', '1:1:1', '1'], decision: 'confirmed', why: 'none' },
      { all: 'NaN', decision: 'confirmed', why: 'all' },
      { all: '-1', query: 'state=all&__proto__=1', decision: 'confirmed', why: 'all' },
      { flag: north.flag, decision: '__proto__', why: 'x y' },
      { flag: north.flag, decision: 'permitted', until: '9999-99-99', why: 'x y' },
      { flag: north.flag, decision: 'permitted', until: '+275760-09-14', why: 'x y', approver: 'A B' },
    ];
    for (const form of strange) {
      const { status } = await olga.post('/decisions', form);
      expect([form.decision, [409, 413, 422].includes(status), status]).toEqual([form.decision, true, status]);
    }
    expect(await stateOf()).toBe(before);
    expect(({} as Record<string, unknown>).decision).toBeUndefined();
    expect((await olga.get('/api/queue?state=all&state=open&sort=__proto__&severity=constructor')).status).toBe(200);
    expect((await olga.get(`/api/queue?${'a=1&'.repeat(3_000)}`)).status).toBe(200);
  });

  it('of another session, or without a token, changes nothing', async () => {
    const [nora, sam] = [as('nora'), as('sam')];
    const foreign = /name="form-token" value="([^"]+)"/.exec((await sam.get('/queue')).body)?.[1] ?? '';
    const before = await stateOf();
    for (const token of ['', foreign, 'x'.repeat(5_000)])
      expect(
        (await nora.post('/decisions', { flag: north.flag, decision: 'confirmed', why: 'x y' }, token)).status,
      ).toBe(403);
    expect(await stateOf()).toBe(before);
  });

  it('that is refused gives back what was written, masked, and no password', async () => {
    const nora = as('nora');
    await nora.get('/queue');
    const why = 'Asked the owner twice; see 486-31-4127 <b>there</b>';
    const refused = await nora.post('/decisions', { flag: north.flag, decision: 'confirmed', why });
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('Asked the owner twice; see ###-##-4127 &lt;b&gt;there&lt;/b&gt;');
    const late = await openBrowser(house).post('/decisions', {
      flag: north.flag,
      decision: 'confirmed',
      why: 'was long',
    });
    expect([late.status, late.body.includes('was long')]).toEqual([401, true]);
    const secret = 'seven green bicycles';
    const ended = await openBrowser(house).post('/account/password', { old: secret, new: secret, again: secret });
    expect([ended.status, ended.body.includes(secret)]).toEqual([401, false]);
    const olga = as('olga');
    await olga.get(south.assessment);
    const signed = { version: '1', decision: 'no-notice', name: 'Olga Petrov', role: 'Privacy officer' };
    const held = await olga.post(`${south.assessment}/decision`, { ...signed, why: 'A long reason of mine' });
    expect([held.status, held.body.includes('A long reason of mine')]).toEqual([409, true]);
    const empty = await olga.post(`${south.assessment}/decision`, { ...signed, why: ' ' });
    expect([empty.status, empty.body.includes('No reason is given')]).toEqual([409, true]);
  });
});

describe('text of others', () => {
  it('is shown as text: cell values, notes, names of views, answers, agents, and what documents say', async () => {
    const { nora, olga } = { nora: as('nora'), olga: as('olga') };
    await nora.get('/queue');
    await nora.post('/decisions', { flag: north.flag, decision: 'confirmed', why: `see ${HOSTILE}` });
    await nora.post('/views', { name: HOSTILE, query: `q=${encodeURIComponent(HOSTILE)}` });
    const nobody = { flag: north.flag, assignee: HOSTILE, why: HOSTILE };
    expect((await nora.post('/assignments', nobody)).status).toBe(422);
    await nora.post(`/exposures/${north.exposure}/messages`, { way: 'elsewhere', whom: HOSTILE });
    await olga.get(south.assessment);
    const version = /name="version" value="(\d+)"/.exec((await olga.get(south.assessment)).body)?.[1] ?? '';
    const answered = await olga.post(`${south.assessment}/answers`, {
      ...{ version, 'answer-circumstances': `Somebody wrote ${HOSTILE}`, 'seen-circumstances': '', why: HOSTILE },
    });
    expect(answered.to).toContain('saved=1');
    await olga.get(south.assessment);
    await olga.post('/assessments', {
      people: '3',
      residents: 'MO=3',
      type: 'us-ssn',
      named: 'yes',
      why: `x ${HOSTILE}`,
    });
    const looked: [Browser, string][] = [
      [nora, '/'],
      [nora, '/queue?state=all'],
      [nora, `/exposures/${north.exposure}`],
      [nora, `/exposures/${north.exposure}/files/${north.file}`],
      [nora, '/quality'],
      [nora, '/reveals'],
      [nora, '/quarantine'],
      [nora, '/account'],
      [olga, south.assessment],
      [olga, '/assessments'],
      [olga, `${south.assessment}/documents/assessment-report.html`],
      [olga, '/reports/1/summary'],
      [olga, '/operation'],
      [as('ada'), '/users'],
    ];
    for (const [browser, path] of looked) {
      const { status, body } = await browser.get(path);
      expect([path, status]).toEqual([path, 200]);
      expect([path, body.includes('<script>alert')]).toEqual([path, false]);
    }
    const page = (await nora.get(`/exposures/${north.exposure}/files/${north.file}`)).body;
    expect(page).toContain('&lt;script&gt;alert(1)');
  });

  it('stays one line in the log, and never becomes a header', async () => {
    const agent = 'Mozilla\t{"forged":1} \u001b[31m';
    const answer = await house.app.inject({
      url: `/queue?x=${encodeURIComponent('a\r\nset-cookie: x=1\n{"forged":true}')}`,
      headers: { 'user-agent': agent, 'x-forwarded-for': '1.1.1.1\u0009x', referer: 'https://evil.example/%0d%0a' },
    });
    expect(answer.headers['set-cookie']).toBeUndefined();
    for (const line of house.log) expect(Object.keys(JSON.parse(line) as object)).toContain('request');
    expect(house.log.join('\n')).not.toContain('forged');
    const go = await house.app.inject({ url: '/sign-in?to=%2F%0d%0aset-cookie:x=1' });
    expect(go.body).not.toContain('set-cookie');
  });
});

describe('a file', () => {
  it('that is gone, or a link since the scan, is told and nothing of what it now is', async () => {
    const nora = as('nora');
    rmSync(join(house.root, 'north/gone.txt'));
    const outside = join(house.base, 'outside.txt');
    writeFileSync(outside, 'SSN: 487-52-9044 of Thomas Whitfield\n');
    renameSync(join(house.root, 'north/link.txt'), join(house.base, 'moved.txt'));
    symlinkSync(outside, join(house.root, 'north/link.txt'));
    for (const name of ['north/gone.txt', 'north/link.txt']) {
      const path = `/exposures/${await house.exposureOf(name)}/files/${await house.fileId(name)}`;
      const { status, body } = await nora.get(path);
      expect([name, status]).toEqual([name, 200]);
      expect(body).not.toMatch(/487-52|of Thomas/);
      expect((await nora.post(`${path}/quarantine`, { why: 'away with it' })).status).toBe(409);
    }
    expect((await house.record.quarantines.list()).filter(({ state }) => state === 'held')).toEqual([]);
  });
});

describe('a store that is busy for longer than the wait', () => {
  it('is told, nothing is shown that cannot be noted, and what was written comes back', async () => {
    const [nora, olga] = [as('nora'), as('olga')];
    await nora.get('/queue');
    await olga.get(south.assessment);
    const fresh = await signedIn(house, 'nora');
    const before = await stateOf();
    const other = new Database(house.database);
    other.exec('BEGIN IMMEDIATE');
    const why = 'a note that took an hour';
    const answers = [
      await nora.post('/decisions', { flag: north.flag, decision: 'confirmed', why }),
      await nora.post(`/exposures/${north.exposure}/files/${north.file}/quarantine`, { why }),
      await nora.post(`/exposures/${north.exposure}/files/${north.file}/reveals`, { match: '0', reason: why }),
      await olga.post('/assessments', { people: '3', why, named: 'yes', type: 'us-ssn' }),
    ];
    const look = await fresh.get(`/exposures/${north.exposure}`);
    const listed = await fresh.get('/api/queue?state=all&sort=newest');
    other.exec('ROLLBACK');
    other.close();
    for (const { status, body } of answers) expect([status, body.includes(why)]).toEqual([503, true]);
    expect([look.status, listed.status]).toEqual([503, 503]);
    expect(look.body + listed.body).not.toMatch(/pay\.csv/);
    expect(await stateOf()).toBe(before);
    expect((await nora.post('/decisions', { flag: north.flag, decision: 'confirmed', why })).status).toBe(303);
    expect(await house.record.audit.verifyAudit()).toMatchObject({ intact: true });
  });
});
