import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { loadPolicy } from '../../src/judge/index.ts';
import type { FileReading, Verdict } from '../../src/model/index.ts';
import { openRecord, type Role, type ScanRecord } from '../../src/record/index.ts';
import {
  createServer,
  hashPassword,
  type ReviewContext,
  SESSION_LIMITS,
  type ServerOptions,
} from '../../src/review/index.ts';
import { hashOfSecret, newSecret } from '../../src/review/session-secret.ts';
import { crowd, ledgerOf } from '../breach/breach-fixture.ts';
import { fileEntries, listingOf, matchedReading, SHARE, sampleFacts, startOf } from '../record/sample-files.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
const KEY = new Uint8Array(32).fill(7);
/** Of every account of the fixture. */
export const PASSWORD = 'seven green bicycles';
export const START_MS = 1_764_000_000_000;

export const AREAS = [
  { name: 'North', folders: [{ share: SHARE, path: 'north' }] },
  { name: 'South', folders: [{ share: SHARE, path: 'south' }] },
];

export const PEOPLE: Readonly<Record<string, { readonly role: Role; readonly areas: readonly string[] }>> = {
  nora: { role: 'custodian', areas: ['North'] },
  sam: { role: 'custodian', areas: ['South'] },
  olga: { role: 'privacy-officer', areas: [] },
  aldo: { role: 'auditor', areas: [] },
  ada: { role: 'administrator', areas: [] },
};

export interface ReviewHouse {
  readonly app: FastifyInstance;
  readonly record: ScanRecord;
  readonly log: readonly string[];
  readonly path: string;
  clockMs: number;
  close(): Promise<void>;
}

/** A file of the fixture's night. */
export interface NightFile {
  readonly people: number;
  readonly first?: number;
  readonly content?: string;
  readonly verdicts?: readonly Verdict[];
  readonly reading?: Partial<FileReading>;
  readonly owner?: string;
}

export const VIOLATION: Verdict = {
  rule: 'sr-05',
  verdict: 'violation',
  severity: 'high',
  reason: 'everyone can read it',
  missing: [],
};

/** The night that most tests begin with: two areas, one exposure in both, one hostile name. */
export const NIGHT: Readonly<Record<string, NightFile>> = {
  'north/applicants.csv': { people: 40, verdicts: [VIOLATION, { ...VIOLATION, rule: 'sr-01', severity: 'critical' }] },
  'north/<img src=x onerror=alert(1)>.csv': { people: 3, first: 2_000 },
  'south/payroll.xlsx': { people: 12, first: 3_000, owner: 'sbrook' },
  'north/both.csv': { people: 5, first: 4_000, content: 'both' },
  'south/both-copy.csv': { people: 5, first: 4_000, content: 'both' },
};

export async function openHouse(
  night: Readonly<Record<string, NightFile>> = NIGHT,
  changes: Partial<ReviewContext> = {},
): Promise<ReviewHouse> {
  const directory = mkdtempSync(join(tmpdir(), 'review-'));
  const path = join(directory, 'record.db');
  const writer = await openRecord(path, { fingerprintKey: KEY });
  await recordNight(writer, night, START_MS);
  const passwordHash = await hashPassword(PASSWORD);
  for (const [name, { role, areas }] of Object.entries(PEOPLE)) {
    const account = { name, role, areas, passwordHash, mustChangePassword: false };
    await writer.review.accounts.add({ ...account, atMs: START_MS, who: 'tester' });
  }
  await writer.close();
  const record = await openRecord(path, { access: 'decide', fingerprintKey: KEY });
  const house = { clockMs: START_MS + 3_600_000 };
  const { app, log } = await serve(record, { now: () => house.clockMs, ...changes });
  return Object.assign(house, {
    app,
    record,
    log,
    path,
    async close() {
      await app.close();
      await record.close();
      rmSync(directory, { recursive: true });
    },
  });
}

/** The server on a record, with the product's own rules, pages and reports. */
export async function serve(
  record: ScanRecord,
  changes: Partial<ReviewContext> = {},
  options: Partial<ServerOptions> = {},
): Promise<{ readonly app: FastifyInstance; readonly log: readonly string[] }> {
  const log: string[] = [];
  const policy = loadPolicy([join(PROJECT, 'policies')]);
  const app = await createServer(
    {
      record,
      areas: AREAS,
      policy,
      rules: new Map(policy.rules.map((rule) => [rule.id, rule])),
      unsetPlanKeys: policy.unsetPlanKeys({}),
      versions: { sharewarden: '0.0.0' },
      pagesFolder: join(PROJECT, 'pages'),
      reportsFolder: join(PROJECT, 'reports'),
      htmxFile: createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js'),
      limits: SESSION_LIMITS,
      now: () => Date.now(),
      log: (line) => void log.push(JSON.stringify(line)),
      ...changes,
    },
    { behindProxy: false, hosts: [], ...options },
  );
  return { app, log };
}

/** What a scan does, with readings made here. */
export async function recordNight(
  record: ScanRecord,
  files: Readonly<Record<string, NightFile>>,
  startedAtMs: number,
): Promise<number> {
  const { runId } = await record.runs.startRun(startOf({ startedAtMs }));
  const folders = new Map<string, [string, NightFile][]>();
  for (const [path, file] of Object.entries(files)) {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    folders.set(folder, [...(folders.get(folder) ?? []), [path, file]]);
  }
  for (const [folder, members] of folders) {
    const facts = members.map(([path, { owner }]) =>
      sampleFacts(path, { audience: 'everyone', sizeBytes: runId, ...(owner !== undefined && { owner }) }),
    );
    await record.catalogue.meet(runId, listingOf(folder, fileEntries(...facts)));
    const batch = members.map(([path, file], index) => ({
      facts: facts[index] ?? sampleFacts(path),
      reading: readingOf(path, file),
      verdicts: file.verdicts ?? [VIOLATION],
    }));
    await record.catalogue.recordBatch({ runId, files: batch });
  }
  await record.runs.finishRun({ runId, finishedAtMs: startedAtMs + 1_000, complete: true, actor: 'tester' });
  await record.flags.follow({ runId, atMs: startedAtMs + 1_000 });
  return runId;
}

function readingOf(path: string, { people, first = 1, content, reading }: NightFile): FileReading {
  const { reason: _, ...made } = matchedReading({
    contentDigest: content ?? path,
    unreadParts: [],
    unreadPartCount: 0,
    ledger: ledgerOf(crowd(first, people)),
    people: { lower: people, likely: people, upper: people },
    types: [{ type: 'us-ssn', count: people, high: people, medium: 0, low: 0, distinct: people }],
  });
  return { ...made, ...reading };
}

/** A browser that holds cookies and form tokens. */
export interface Browser {
  get(path: string): Promise<{ readonly status: number; readonly body: string; readonly to?: string }>;
  post(
    path: string,
    form: Readonly<Record<string, string | readonly string[]>>,
    token?: string,
  ): Promise<{ readonly status: number; readonly body: string; readonly to?: string }>;
  readonly cookies: Map<string, string>;
}

export function openBrowser({ app }: Pick<ReviewHouse, 'app'>, remoteAddress = '127.0.0.1'): Browser {
  const cookies = new Map<string, string>();
  let token = '';
  const ask = async (method: 'GET' | 'POST', url: string, payload?: string) => {
    const answer = await app.inject({
      method,
      url,
      remoteAddress,
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(payload !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(payload !== undefined && { payload }),
    });
    for (const { name, value } of answer.cookies) {
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    token = /name="form-token" value="([^"]+)"/.exec(answer.body)?.[1] ?? token;
    const { location } = answer.headers;
    return { status: answer.statusCode, body: answer.body, ...(location !== undefined && { to: String(location) }) };
  };
  return {
    cookies,
    get: (path) => ask('GET', path),
    post(path, form, given) {
      const params = new URLSearchParams({ 'form-token': given ?? token });
      for (const [name, value] of Object.entries(form)) for (const each of [value].flat()) params.append(name, each);
      return ask('POST', path, params.toString());
    },
  };
}

/** A session as signing in makes it, without the half second that a password costs. */
export async function beginSession(
  { record, clockMs }: Pick<ReviewHouse, 'record' | 'clockMs'>,
  name: string,
): Promise<string> {
  const secret = newSecret();
  await record.review.sessions.start({
    idHash: hashOfSecret(secret),
    account: name,
    startedAtMs: clockMs,
    agent: 'test',
    endedBeforeMs: 0,
  });
  return secret;
}

export async function signedIn(house: Pick<ReviewHouse, 'app' | 'record' | 'clockMs'>, name: string): Promise<Browser> {
  const browser = openBrowser(house);
  browser.cookies.set('sharewarden', await beginSession(house, name));
  const { status } = await browser.get('/account');
  if (status !== 200) throw new Error(`${name} is not signed in: ${status}`);
  return browser;
}
