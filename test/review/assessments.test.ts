import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { verifyEvidence } from '../../src/breach/index.ts';
import { type FileHouse, openFileHouse } from './file-house.ts';
import { type Browser, signedIn } from './review-fixture.ts';

const NAMES = ['Ana Ruiz', 'Tom Whitfield', 'Denise Kowalski', 'Marcus Delgado', 'Angela Pruitt'];
const FILES = {
  'north/pay.csv': ['Name,SSN', ...NAMES.map((name, at) => `${name},490-18-77${at}5`)].join('\n'),
  'north/clean.txt': 'Opening hours of the center: nine to five.\n',
  'south/other.csv': ['Name,SSN', ...NAMES.map((name, at) => `${name},486-31-41${at}7`)].join('\n'),
  'south/hours.txt': 'Nothing of anybody stands here.\n',
};
let house: FileHouse;
const people: Record<string, Browser> = {};
const as = (name: string): Browser => {
  const browser = people[name];
  if (!browser) throw new Error(`${name} is not signed in`);
  return browser;
};
let exposure: string;
let page: string;

beforeAll(async () => {
  house = await openFileHouse(FILES, () => ({}));
  for (const name of ['nora', 'sam', 'olga', 'aldo', 'ada']) people[name] = await signedIn(house, name);
  exposure = `/exposures/${await house.exposureOf('north/pay.csv')}`;
});
afterAll(async () => {
  await house.close();
  rmSync(house.base, { recursive: true, force: true });
});

const versionOf = (body: string): string => /name="version" value="(\d+)"/.exec(body)?.[1] ?? '';

describe('an assessment', () => {
  it('is opened from a flag by the privacy officer only, and stands in the register with its deadlines', async () => {
    expect((await as('nora').post(`${exposure}/assessment`, { why: 'x' })).status).toBe(403);
    const opened = await as('olga').post(`${exposure}/assessment`, { why: 'The list was open to everyone' });
    expect(opened.to).toMatch(/^\/assessments\/BA-\d{4}-0001$/);
    page = opened.to ?? '';
    expect((await as('olga').get(exposure)).body).toContain(page);
    const register = (await as('olga').get('/assessments')).body;
    expect(register).toContain(page);
    expect(register).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/);
  });

  it('is seen by a custodian whose area it lies in, by the auditor, and by nobody else', async () => {
    for (const [name, status] of [
      ['nora', 200],
      ['aldo', 200],
      ['sam', 404],
      ['ada', 403],
    ] as const) {
      expect([name, (await as(name).get(page)).status]).toEqual([name, status]);
      expect([name, (await as(name).get(`/api${page}`)).status]).toEqual([name, status]);
    }
    expect((await as('sam').get('/assessments')).body).not.toContain(page);
    expect((await as('sam').post(`${page}/answers`, { why: 'x' })).status).toBe(404);
    expect((await as('aldo').post(`${page}/answers`, { why: 'x' })).status).toBe(403);
    expect((await as('nora').post(`${page}/decision`, { why: 'x' })).status).toBe(403);
    expect((await as('olga').get('/assessments/BA-2026-9999')).status).toBe(404);
    expect((await as('olga').get('/assessments/..%2f..%2fetc')).status).toBe(404);
  });

  it('takes answers at any point, and what was not changed stays', async () => {
    const version = versionOf((await as('nora').get(page)).body);
    const saved = await as('nora').post(`${page}/answers`, {
      version,
      why: 'From the ticket',
      'answer-circumstances': 'An export was <b>left</b> in the open folder',
      'seen-circumstances': '',
      'answer-computerized': 'yes',
      'seen-computerized': '',
      'answer-role': '',
      'seen-role': '',
    });
    expect(saved.to).toBe(`${page}?saved=2#questions`);
    const { body } = await as('nora').get(page);
    expect(body).toContain('An export was &lt;b&gt;left&lt;/b&gt;');
    expect(body).toMatch(/<option value="yes" selected>/);
  });

  it('that two people write at once refuses the second kindly, with both versions, and keeps what they wrote', async () => {
    const version = versionOf((await as('nora').get(page)).body);
    const first = { version, why: 'I asked them', 'answer-role': 'owner', 'seen-role': '' };
    expect((await as('olga').post(`${page}/answers`, first)).status).toBe(303);
    const late = await as('nora').post(`${page}/answers`, {
      ...{ version, why: 'I asked the board' },
      'answer-role': 'holder',
      'seen-role': '',
      'answer-mitigation': 'The folder was closed',
      'seen-mitigation': '',
    });
    expect(late.status).toBe(409);
    expect(late.body).toContain('Nothing of yours is lost');
    expect(late.body).toMatch(/<td>owns or licenses the data<\/td><td>holds the data for another<\/td>/);
    expect(late.body).toContain('by olga');
    expect(late.body).toContain('>The folder was closed</textarea>');
    const again = await as('nora').post(`${page}/answers`, {
      ...{ version: versionOf(late.body), why: 'I asked the board' },
      'answer-mitigation': 'The folder was closed',
      'seen-mitigation': '',
    });
    expect(again.status).toBe(303);
  });

  it('tells an answer that cannot be, and keeps the others', async () => {
    const version = versionOf((await as('olga').get(page)).body);
    const mixed = await as('olga').post(`${page}/answers`, {
      ...{ version, why: 'From the log' },
      'answer-detected-at': 'last week',
      'seen-detected-at': '',
      'answer-eta-funded': 'no',
      'seen-eta-funded': '',
    });
    expect(mixed.status).toBe(422);
    expect(mixed.body).toContain('is not a date');
    expect(mixed.body).toContain('value="last week"');
    expect(mixed.body).toMatch(/id="answers-why"[^>]* value="From the log"/);
    expect(mixed.body).toMatch(/id="q-detected-at"[^>]*aria-invalid="true"[^>]*autofocus/);
    const again = await as('olga').post(`${page}/answers`, {
      ...{ version: versionOf(mixed.body), why: 'From the log' },
      'answer-detected-at': '2025-11-24',
      'seen-detected-at': '',
    });
    expect(again.status).toBe(303);
    expect((await as('olga').get(page)).body).toMatch(/id="q-detected-at"[^>]*value="2025-11-24" type="date"/);
    expect((await as('olga').get(`/api${page}`)).body).toContain('"eta-funded":"no"');
  });

  it('is decided by a named person who types the sentence, and the signature binds the record', async () => {
    const { body } = await as('olga').get(page);
    expect(body).toContain('questions decide. Start here.');
    expect(body).toContain('The law pack proposes');
    const number = page.split('/').at(-1);
    const form = {
      version: versionOf(body),
      decision: 'notify-consumers',
      name: 'Olga Petrov',
      role: 'Privacy officer',
      why: 'Numbers with names, open to everyone',
    };
    const wrong = await as('olga').post(`${page}/decision`, { ...form, confirmation: 'yes' });
    expect([wrong.status, wrong.body.includes('--confirm')]).toEqual([409, false]);
    expect(wrong.body).toMatch(/id="confirmation"[^>]* value="yes"[^>]*autofocus/);
    expect(wrong.body).toMatch(/<option value="notify-consumers" selected>/);
    for (const kept of ['Olga Petrov', 'Privacy officer']) expect(wrong.body).toContain(`value="${kept}"`);
    expect(wrong.body).toContain('>Numbers with names, open to everyone</textarea>');
    expect(body).not.toMatch(/<option value="[a-z-]+" selected>[^<]*\(/);
    const confirmation = `I, Olga Petrov, decide ${number}: notify-consumers`;
    const stale = await as('olga').post(`${page}/decision`, { ...form, confirmation, version: '1' });
    expect(stale.status).toBe(409);
    expect((await as('olga').post(`${page}/decision`, { ...form, confirmation })).to).toBe(`${page}#sign`);
    const signed = (await as('olga').get(page)).body;
    expect(signed).toContain('Olga Petrov, Privacy officer (signed in as olga)');
    expect(signed).toMatch(/<h1>[^<]*<span[^>]*>decided<\/span>/);
    expect(signed).toMatch(/<dt>Decided<\/dt><dd>notice is due/);
    expect(signed).toMatch(
      /What is due next<\/h3>\s*<p class="lead">Contact TIGTA .*<\/p>\s*<p><strong>Due by 2025-11-25/,
    );
    for (const before of ['The law pack proposes', 'Drafts as long as nobody', 'Start here.'])
      expect(signed).not.toContain(before);
    expect(signed).toContain(
      'Does your body own or license the data, or hold it for another? owns or licenses the data (role: owner)',
    );
    expect(signed).toContain('notice is due (notify-consumers), signed by Olga Petrov');
    expect(signed).toContain('Marks: [R]');
    expect(signed).not.toMatch(/[0-9a-f]{64}/);
    const { decisions } = JSON.parse((await as('olga').get(`/api${page}`)).body) as {
      decisions: readonly { account: string }[];
    };
    expect(decisions.map(({ account }) => account)).toEqual(['olga']);
    expect(signed).not.toContain('does not bind');
    const rows = await house.record.audit.list({ limit: 1_000 });
    expect(rows.some(({ actor, action }) => actor.startsWith('Olga Petrov') && action.includes('decided'))).toBe(true);
  });

  it('gives its documents in three formats and a bundle that verifies', async () => {
    for (const kind of ['html', 'docx', 'pdf']) {
      const answer = await inject('aldo', 'GET', `${page}/documents/assessment-report.${kind}`);
      expect([kind, answer.statusCode]).toEqual([kind, 200]);
      expect(answer.rawPayload.length).toBeGreaterThan(1_000);
      expect(answer.headers['content-disposition']).toContain('attachment');
    }
    expect((await as('olga').get(`${page}/documents/assessment-report.exe`)).status).toBe(404);
    const { body } = await as('olga').get(page);
    const token = /name="form-token" value="([^"]+)"/.exec(body)?.[1] ?? '';
    const bundle = await inject('olga', 'POST', `${page}/bundle`, `form-token=${encodeURIComponent(token)}`);
    expect(bundle.statusCode).toBe(200);
    expect(verifyEvidence(bundle.rawPayload)).toMatchObject({ intact: true });
  });

  it('may be opened by hand for what no scan saw', async () => {
    const opened = await as('olga').post('/assessments', {
      why: 'A letter went to the wrong house',
      people: '2-3',
      residents: 'MO=2',
      type: ['us-ssn', 'person-name'],
      named: 'yes',
    });
    expect(opened.status).toBe(303);
    expect((await as('olga').get(opened.to ?? '')).body).toContain('A letter went to the wrong house');
    expect((await as('nora').get(opened.to ?? '')).status).toBe(404);
    expect((await as('olga').post('/assessments', { why: 'x', people: 'many' })).status).toBe(422);
    expect((await as('olga').post('/assessments', { why: 'x', people: '1', residents: 'everywhere' })).status).toBe(
      422,
    );
  });

  it('shows no number of a person on any page', async () => {
    for (const path of [page, '/assessments', `/api${page}`, exposure])
      expect((await as('olga').get(path)).body).not.toMatch(/490-18|4901877/);
  });
});

describe('the quality page', () => {
  it('draws files of the own area once, takes what people saw, and bounds what is missed', async () => {
    const first = (await as('nora').get('/quality')).body;
    expect(first).toContain('north/clean.txt');
    expect(first).not.toContain('south/hours.txt');
    const [, sample = ''] = /action="\/samples\/(\d+)\/answers"/.exec(first) ?? [];
    const file = String(await house.fileId('north/clean.txt'));
    expect((await as('sam').post(`/samples/${sample}/answers`, { file, answer: 'nothing' })).status).toBe(404);
    expect((await as('nora').post(`/samples/${sample}/answers`, { file, answer: 'maybe' })).status).toBe(422);
    expect((await as('nora').post(`/samples/${sample}/answers`, { file: '99999', answer: 'nothing' })).status).toBe(
      404,
    );
    expect(
      (await as('nora').post(`/samples/${sample}/answers`, { file, answer: 'nothing', note: 'hours only' })).to,
    ).toBe('/quality');
    const after = (await as('nora').get('/quality')).body;
    expect(after).toContain('hours only');
    expect(after).toContain('<strong>95 %</strong>');
  });

  it('counts decisions by rule, and lets an auditor look without drawing', async () => {
    const { flags } = await house.record.flags.list({ limit: 10 });
    await house.record.flags.decide({
      flags: flags.slice(0, 1).map(({ flagId, version }) => ({ flagId, expectedVersion: version })),
      ...{ atMs: house.clockMs, who: 'olga', why: 'invented', decision: { kind: 'false-alarm' } },
    });
    const before = (await house.record.samples.list()).length;
    const { body } = await as('aldo').get('/quality');
    expect(body).toContain('0.0 % – 79 %');
    expect((await house.record.samples.list()).length).toBe(before);
    expect((await as('ada').get('/quality')).status).toBe(403);
  });
});

describe('the API', () => {
  it('answers every path as its own description says', async () => {
    const { body } = await as('olga').get(page);
    const form = {
      version: versionOf(body),
      duty: 'notify-consumers',
      recipient: 'The five people',
      method: 'written',
    };
    const sent = await as('olga').post(`${page}/notices`, {
      ...form,
      sent: '2025-11-24',
      count: '5',
      why: 'By letter',
    });
    expect(sent.status).toBe(303);
    const described = JSON.parse((await as('ada').get('/openapi.json')).body) as {
      paths: Record<string, { get: { responses: { 200: { content: { 'application/json': { schema: object } } } } } }>;
    };
    const fileId = await house.fileId('north/pay.csv');
    const places: Readonly<Record<string, readonly string[]>> = {
      '/api/assessments/{number}': [`/api${page}`],
      '/api/exposures/{exposureId}': [`/api${exposure}`],
      '/api/exposures/{exposureId}/files/{fileId}': [`/api${exposure}/files/${fileId}`],
      '/api/queue': ['/api/queue', '/api/queue?state=all&rule=sr-05&refused=1', '/api/queue?q=490-18-7705'],
    };
    let answered = 0;
    for (const [path, { get }] of Object.entries(described.paths)) {
      const { schema } = get.responses[200].content['application/json'];
      const response = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
      for (const address of places[path] ?? [path])
        for (const name of ['nora', 'olga', 'aldo', 'ada']) {
          const { status, body: text } = await as(name).get(address);
          // Not theirs, or, of the home page, led to their own.
          if (status === 403 || status === 303) continue;
          answered += 1;
          expect([address, name, status]).toEqual([address, name, 200]);
          const parsed = response.safeParse(JSON.parse(text));
          expect([address, name, parsed.error?.issues]).toEqual([address, name, undefined]);
          const altered = { ...(JSON.parse(text) as object), undescribed: 1 };
          expect([address, response.safeParse(altered).success]).toEqual([address, false]);
        }
    }
    expect(answered).toBeGreaterThan(Object.keys(described.paths).length);
  });
});

function inject(name: string, method: 'GET' | 'POST', url: string, payload?: string) {
  const cookie = [...as(name).cookies].map((pair) => pair.join('=')).join('; ');
  return house.app.inject({
    method,
    url,
    headers: { cookie, ...(payload !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }) },
    ...(payload !== undefined && { payload }),
  });
}
