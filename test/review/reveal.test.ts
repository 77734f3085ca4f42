import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentKeyOf } from '../../src/extract/index.ts';
import type { ScanRecord } from '../../src/record/index.ts';
import { KEY } from '../preview/preview-setting.ts';
import { type FileHouse, openFileHouse } from './file-house.ts';
import { type Browser, signedIn } from './review-fixture.ts';

const SSN = '486-31-4127';
const FILES = {
  'north/memo.txt': `Notes\n\nMaria Lopez, SSN: ${SSN}, called at noon.\nPlease file.\n`,
  'north/later.txt': 'SSN: 487-52-9043 of Thomas Whitfield\n',
  'south/pay.csv': ['Name,SSN', ...Array.from({ length: 20 }, (_, at) => `Ana Ruiz,490-18-${7700 + at}`)].join('\n'),
};
let house: FileHouse;
let nora: Browser;
let sam: Browser;
let olga: Browser;
let aldo: Browser;
let memo: string;
let pay: string;

beforeAll(async () => {
  house = await openFileHouse(FILES, (base: string, record: ScanRecord) => ({
    reveal: { people: ['nora', 'olga', 'aldo'], needsSecondPerson: false, validMs: 600_000 },
    quarantine: {
      custodians: ['nora'],
      setting: {
        record,
        folder: join(base, 'held'),
        contentKey: contentKeyOf(KEY),
        contact: 'Olga, 555-0100',
        nowMs: () => 1_764_000_300_000,
      },
    },
  }));
  nora = await signedIn(house, 'nora');
  sam = await signedIn(house, 'sam');
  olga = await signedIn(house, 'olga');
  aldo = await signedIn(house, 'aldo');
  memo = `/exposures/${await house.exposureOf('north/memo.txt')}/files/${await house.fileId('north/memo.txt')}`;
  pay = `/exposures/${await house.exposureOf('south/pay.csv')}/files/${await house.fileId('south/pay.csv')}`;
});
afterAll(async () => {
  await house.close();
  rmSync(house.base, { recursive: true, force: true });
});

const matchOf = (body: string): string => /<option value="(\d+)">[^<]*4127/.exec(body)?.[1] ?? '';

describe('looking into a file', () => {
  it('shows its surroundings masked, as a page, a fragment and JSON, and tells the audit chain', async () => {
    for (const path of [memo, `${memo}?part=1`, `/api${memo}`]) {
      const { status, body } = await nora.get(path);
      expect([path, status]).toEqual([path, 200]);
      expect(body).toContain('***-**-4127');
      expect(body).toContain('called at noon');
      expect(body).not.toMatch(/486-31|Lopez/);
    }
    expect((await nora.get(`${memo}?part=1`)).body).not.toContain('<html');
    const looks = (await house.record.audit.list()).filter(
      ({ action, subject }) => action === 'looked-at' && subject.startsWith('file '),
    );
    expect(looks.map(({ actor }) => actor)).toEqual(['nora']);
  });

  it('is for those who see the exposure: not another area, not another exposure, not an administrator', async () => {
    expect((await sam.get(memo)).status).toBe(404);
    expect((await sam.get(`/api${memo}`)).status).toBe(404);
    expect((await nora.get(pay)).status).toBe(404);
    expect((await olga.get(memo.replace(/\d+$/, pay.match(/\d+$/)?.[0] ?? ''))).status).toBe(404);
    expect((await (await signedIn(house, 'ada')).get(memo)).status).toBe(403);
  });

  it('tells that a file changed since the scan, and shows nothing of it', async () => {
    const path = join(house.root, 'north/later.txt');
    const later = `/exposures/${await house.exposureOf('north/later.txt')}/files/${await house.fileId('north/later.txt')}`;
    writeFileSync(path, 'SSN: 487-52-9044 of Thomas Whitfield\n');
    expect((await nora.get(later)).body).toContain('has changed since the scan');
    rmSync(path);
    expect((await nora.get(later)).body).toContain('no longer there');
  });
});

describe('a reveal', () => {
  it('puts one value into one answer that no cache keeps, and nowhere else', async () => {
    const match = matchOf((await nora.get(memo)).body);
    const shown = await nora.post(`${memo}/reveals`, { match, reason: 'Maria asked me to read it back to her' });
    expect(shown.status).toBe(200);
    expect(shown.body).toContain(SSN);
    const answer = await house.app.inject({
      method: 'GET',
      url: '/reveals',
      headers: { cookie: [...nora.cookies].map(([n, v]) => `${n}=${v}`).join('; ') },
    });
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).not.toContain('486-31');
    const rows = await house.record.audit.list({ limit: 1_000 });
    expect(rows.map(({ action }) => action)).toEqual(expect.arrayContaining(['reveal-asked', 'reveal-shown']));
    const kept = [
      JSON.stringify(rows),
      house.log.join('\n'),
      [...nora.cookies].join(),
      ...filesBelow(house.base)
        .filter((path) => !path.startsWith(house.root))
        .map((path) => readFileSync(path, 'latin1')),
    ];
    expect(kept.length).toBeGreaterThan(4);
    for (const text of kept)
      for (const form of [
        SSN,
        SSN.replaceAll('-', ''),
        Buffer.from(SSN).toString('base64').slice(0, -2),
        Buffer.from(SSN).toString('hex'),
      ])
        expect(text.includes(form)).toBe(false);
    expect(await house.record.audit.verifyAudit()).toMatchObject({ intact: true });
  });

  it('is never part of the API, and is refused a second time and to anybody else', async () => {
    const [{ revealId } = { revealId: 0 }] = await house.record.reveals.list({ states: ['shown'] });
    const again = await nora.post(`/reveals/${revealId}/show`, {});
    expect([again.status, again.body.includes('shown already')]).toEqual([409, true]);
    expect((await olga.post(`/reveals/${revealId}/show`, {})).body).toContain('Only the person who asked');
    for (const path of [`/api/reveals/${revealId}/show`, '/api/reveals', `/api${memo}/reveals`])
      expect((await nora.get(path)).status).toBe(404);
  });

  it('needs a permission by name, the right role, a reason without numbers, and a match that is there', async () => {
    expect((await sam.post(`${pay}/reveals`, { match: '0', reason: 'x' })).status).toBe(403);
    expect((await aldo.post(`${memo}/reveals`, { match: '0', reason: 'x' })).status).toBe(403);
    expect((await nora.post(`${pay}/reveals`, { match: '0', reason: 'x' })).status).toBe(404);
    expect((await nora.post(`${memo}/reveals`, { match: '0', reason: '' })).status).toBe(409);
    expect((await nora.post(`${memo}/reveals`, { match: '0', reason: 'is it 486-31-4127?' })).status).toBe(422);
    expect((await nora.post(`${memo}/reveals`, { match: '99', reason: 'x' })).status).toBe(404);
    expect((await nora.post(`${memo}/reveals`, { match: '-1', reason: 'x' }, 'forged')).status).toBe(403);
  });
});

describe('quarantine', () => {
  it('is for the privacy officer and the custodians named, moves a file and lays it back', async () => {
    expect((await sam.post(`${pay}/quarantine`, { why: 'open folder' })).status).toBe(403);
    expect((await nora.post(`${pay}/quarantine`, { why: 'open folder' })).status).toBe(404);
    expect((await nora.post(`${memo}/quarantine`, { why: 'open folder' })).to).toBe('/quarantine');
    expect(readdirSync(join(house.root, 'north'))).toContain('memo.txt.moved.txt');
    expect(readdirSync(join(house.root, 'north'))).not.toContain('memo.txt');
    const list = await olga.get('/quarantine');
    expect(list.body).toContain('north/memo.txt');
    expect((await sam.get('/quarantine')).body).not.toContain('north/memo.txt');
    expect((await sam.post('/quarantine/1/restore', {})).status).toBe(403);
    expect((await olga.post('/quarantine/1/restore', {})).to).toBe('/quarantine');
    expect(readFileSync(join(house.root, 'north/memo.txt'), 'utf8')).toBe(FILES['north/memo.txt']);
    expect((await olga.post('/quarantine/1/restore', {})).body).toContain('not held');
  });
});

describe('where a second person has to agree', () => {
  it('the value waits for them, and their look at it is not given', async () => {
    const own = await openFileHouse({ 'north/memo.txt': FILES['north/memo.txt'] }, () => ({
      reveal: { people: ['nora', 'olga'], needsSecondPerson: true, validMs: 600_000 },
    }));
    const first = await signedIn(own, 'nora');
    const second = await signedIn(own, 'olga');
    const path = `/exposures/${await own.exposureOf('north/memo.txt')}/files/${await own.fileId('north/memo.txt')}`;
    const match = matchOf((await first.get(path)).body);
    expect((await first.post(`${path}/reveals`, { match, reason: 'to call her' })).to).toBe('/reveals');
    expect((await first.post('/reveals/1/show', {})).status).toBe(409);
    expect((await first.post('/reveals/1/decision', { decision: 'grant' })).status).toBe(409);
    await second.get('/reveals');
    expect((await second.post('/reveals/1/decision', { decision: 'grant' })).to).toBe('/reveals');
    expect((await second.post('/reveals/1/show', {})).status).toBe(409);
    own.clockMs += 700_000;
    expect((await first.post('/reveals/1/show', {})).body).toContain('run out');
    own.clockMs -= 700_000;
    expect((await first.post('/reveals/1/show', {})).body).toContain(SSN);
    await own.close();
    rmSync(own.base, { recursive: true, force: true });
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}
