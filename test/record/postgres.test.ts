import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { FileReading, Verdict } from '../../src/model/index.ts';
import type * as recordRoom from '../../src/record/index.ts';
import { cleanReading, matchedReading, SHARE, sampleFacts, startOf } from './sample-files.ts';

// The built room: its session is a thread, and a thread is started from built code.
const built = join(import.meta.dirname, '../../dist/record/index.js');
const { openRecord } = (await import(built)) as typeof recordRoom;

/** An address of an account that may make databases, as docs/postgresql.md says. */
const { SHAREWARDEN_TEST_POSTGRES: SERVER } = process.env;
const KEY = new Uint8Array(32).fill(7);
const undo: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

function sqliteFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'record-'));
  undo.push(() => rmSync(directory, { recursive: true }));
  return join(directory, 'record.db');
}

/** An empty database: on the server that the environment names, else in a process of its own. */
async function postgresAddress(): Promise<string> {
  return SERVER === undefined ? databaseInProcess() : databaseOn(SERVER);
}

async function databaseOn(server: string): Promise<string> {
  const name = `test_${process.pid}_${Date.now()}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  undo.push(async () => {
    await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await client.end();
  });
  return Object.assign(new URL(server), { pathname: `/${name}` }).href;
}

let inProcess: ChildProcess | undefined;
let inProcessAddress: string | undefined;

afterAll(() => void inProcess?.kill());

/** Starting it takes seconds of CPU: one for all tests, emptied for each. */
async function databaseInProcess(): Promise<string> {
  if (inProcessAddress === undefined) {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'pglite-server.mjs')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    inProcess = child;
    const [port] = (await once(child.stdout, 'data')) as [Buffer];
    inProcessAddress = `postgres://postgres@127.0.0.1:${String(port).trim()}/postgres`;
  }
  const client = new pg.Client({ connectionString: inProcessAddress });
  await client.connect();
  try {
    // All sessions are one there: a reader leaves its setting behind.
    await client.query('SET default_transaction_read_only = off');
    await client.query('DROP SCHEMA public CASCADE');
    await client.query('CREATE SCHEMA public');
  } finally {
    await client.end();
  }
  return inProcessAddress;
}

const sealedName = 'staff 123-45-6789.csv';
const flagged: Verdict = {
  rule: 'a.rule',
  verdict: 'violation',
  severity: 'high',
  reason: 'because',
  missing: [],
};

/** Two flags of one night: decided, assigned, undone; and a disclosure. */
async function decidedFlags(address: string): Promise<unknown> {
  const record = await openRecord(address, { fingerprintKey: KEY, holder: 'test' });
  const { runId } = await record.runs.startRun(startOf({}));
  const names = ['a.csv', 'b.csv', sealedName];
  const files = names.map((path, index) => ({
    facts: sampleFacts(path),
    reading: matchedReading({
      contentDigest: path,
      ledger: { rows: new Uint8Array(80).fill(index < 2 ? index + 1 : 2) },
    }),
    verdicts: [flagged],
  }));
  await record.catalogue.recordBatch({ runId, files });
  await record.runs.finishRun({ runId, finishedAtMs: 6_000, complete: true, actor: 'tester' });
  const opened = await record.flags.follow({ runId, atMs: 7_000 });
  const { flags } = await record.flags.list({ sort: 'newest' });
  const all = flags.map(({ flagId, version }) => ({ flagId, expectedVersion: version }));
  const entry = { flags: all, atMs: 8_000, who: 'M. Reyes', why: 'looked at it' };
  const permitted = {
    kind: 'permitted',
    approver: 'A. Smith',
    untilMs: 9_000_000,
    scope: { kind: 'share', share: SHARE },
  } as const;
  const decided = await record.flags.decide({ ...entry, decision: permitted });
  const stale = await record.flags.assign({ ...entry, assignee: 'jdoe' });
  const [first] = decided.written;
  const again = first ? [{ flagId: first.flagId, expectedVersion: first.version }] : [];
  const undone = await record.flags.undo({ ...entry, flags: again, atMs: 8_500 });
  const followed = await record.flags.follow({ runId, atMs: 8_600 });
  const exposureIds = flags.map(({ exposureId }) => exposureId);
  const lies = await record.flags.placesOf(exposureIds, [{ share: { name: SHARE.name, root: SHARE.root }, path: 'x' }]);
  const [second] = undone.written;
  const reopened = second ? [{ flagId: second.flagId, expectedVersion: second.version }] : [];
  const falseAlarm = await record.flags.decide({ ...entry, flags: reopened, decision: { kind: 'false-alarm' } });
  await record.disclosures.registerAgreement({
    id: 'dsa-1',
    sha256: 'e'.repeat(64),
    recipient: 'Partner College',
    expires: '2027-06-30',
    registeredAtMs: 1,
    registeredBy: 'tester',
  });
  await record.disclosures.add({
    id: 'd-1',
    atMs: 9_000,
    who: 'tester',
    recipient: 'Partner College',
    interest: 'evaluation',
    basis: '34 CFR 99.35',
    agreement: 'dsa-1',
    agreementSha256: 'e'.repeat(64),
    certificateSha256: 'f'.repeat(64),
    files: [
      {
        name: 'export.csv',
        contentSha256: 'c'.repeat(64),
        sizeBytes: 12,
        types: { 'person-name': 2 },
        rows: 2,
        rowFingerprints: new Uint8Array(16).fill(3),
      },
    ],
  });
  const said = {
    opened,
    decided,
    stale,
    undone,
    lies: [...lies],
    whole: [...(await record.flags.placesOf(exposureIds))],
    falseAlarm,
    followed,
    flags: (await record.flags.list({ sort: 'severity', limit: 1 })).flags,
    pages: await record.flags.list({ sort: 'people', limit: 1 }),
    counts: await record.flags.counts({ shares: [SHARE], nowMs: 9_000 }),
    details: await Promise.all(all.map(({ flagId }) => record.flags.get(flagId))),
    histories: await Promise.all(all.map(({ flagId }) => record.flags.history(flagId))),
    agreements: await record.disclosures.agreements(),
    disclosures: await record.disclosures.list(),
    rows: [...(await record.disclosures.rowFingerprints('d-1', 'c'.repeat(64)))],
    digest: await record.nights.digest(runId),
    coverage: await record.nights.coverage(),
    audit: await record.audit.verifyAudit(),
  };
  await record.close();
  return said;
}

/** Three nights: files appear, one is cleaned and one vanishes. What every outlet of the record says of them. */
async function threeNights(address: string): Promise<unknown> {
  const record = await openRecord(address, { fingerprintKey: KEY, holder: 'test' });
  const night = async (readings: Record<string, [FileReading, Verdict[]]>, changedAtMs: number) => {
    const { runId, interruptedRunIds } = await record.runs.startRun(startOf({}));
    const entries = Object.keys(readings).map((path) => ({
      kind: 'file' as const,
      facts: { ...sampleFacts(path), changedAtMs },
    }));
    const listing = { ...SHARE, share: SHARE.name, directory: '', entries, last: true };
    const comparisons = await record.catalogue.meet(runId, listing);
    await record.journal.start(
      runId,
      entries.map(({ facts }) => facts),
    );
    const files = comparisons
      .filter(({ status }) => status !== 'unchanged')
      .map(({ facts }) => {
        const [reading, verdicts] = readings[facts.path] ?? [cleanReading(), []];
        return { facts, reading, verdicts };
      });
    await record.catalogue.recordBatch({ runId, files });
    const leftovers = await record.journal.leftovers();
    const summary = await record.runs.finishRun({
      runId,
      finishedAtMs: 5_000 + runId,
      complete: true,
      actor: 'tester',
    });
    return { interruptedRunIds, statuses: comparisons.map(({ status }) => status), leftovers, summary };
  };
  const nights = [
    await night(
      { 'a.csv': [matchedReading(), [flagged]], [sealedName]: [cleanReading(), []], 'c.txt': [cleanReading(), []] },
      1,
    ),
    await night(
      { 'a.csv': [matchedReading(), [flagged]], [sealedName]: [cleanReading(), []], 'c.txt': [cleanReading(), []] },
      1,
    ),
    await night({ 'a.csv': [cleanReading(), []], [sealedName]: [cleanReading(), []] }, 2.5),
  ];
  const files: unknown[] = [];
  for await (const file of record.files.iterateFiles()) {
    files.push(file, await record.files.historyOf(file.fileId));
  }
  const { assessment } = await record.assessments.open({
    cluster: 'one',
    runId: 3,
    atMs: 9_000,
    who: 'tester',
    why: 'why',
    policyDigest: 'p',
    fileIds: [1],
    data: null,
  });
  const said = {
    nights,
    files,
    found: await record.files.findFile(SHARE, sealedName),
    changes: await record.files.changesSince(2),
    rules: await record.files.countsByRule(),
    runs: await record.runs.listRuns(),
    assessment,
    assessments: await record.assessments.list(),
    open: await record.assessments.list({ status: 'open' }),
    last: await record.runs.lastFinishedRun(),
    audit: await record.audit.verifyAudit(),
  };
  await record.close();
  return said;
}

describe('PostgreSQL', { timeout: 300_000 }, () => {
  it('says of the same nights what SQLite says, and says it again when opened anew', async () => {
    const address = await postgresAddress();
    const said = await threeNights(address);
    expect(said).toEqual(await threeNights(sqliteFile()));
    expect(said).toMatchObject({ audit: { intact: true }, found: { facts: { path: sealedName } } });
    const again = await openRecord(address, { fingerprintKey: KEY, access: 'read' });
    expect((await again.runs.listRuns()).length).toBe(3);
    await again.close();
  });

  it('refuses another key', async () => {
    const address = await postgresAddress();
    await (await openRecord(address, { fingerprintKey: KEY })).close();
    await expect(openRecord(address, { fingerprintKey: new Uint8Array(32).fill(8) })).rejects.toMatchObject({
      message: expect.stringContaining('the record was made with another fingerprint key'),
    });
  });

  it('keeps flags, decisions and disclosures as SQLite does', async () => {
    const said = await decidedFlags(await postgresAddress());
    expect(said).toEqual(await decidedFlags(sqliteFile()));
    expect(said).toMatchObject({ audit: { intact: true }, opened: { opened: 2 }, undone: { written: [{}] } });
  });

  it('says of a statement that it refuses no parameter', async () => {
    const record = await openRecord(await postgresAddress(), { fingerprintKey: KEY });
    const agreement = { sha256: 's', recipient: 'r', expires: '2027-01-01', registeredAtMs: 1, registeredBy: 'me' };
    // PostgreSQL holds no zero byte in a text; what it says of it must not repeat the text.
    const refused = record.disclosures.registerAgreement({ ...agreement, id: 'secret\0word' });
    const error: unknown = await refused.catch((given: unknown) => given);
    expect(error).toBeInstanceOf(Error);
    expect(`${error} ${JSON.stringify(error)}`).not.toContain('secret');
    expect(String(error)).toMatch(/SQLSTATE [0-9A-Z]{5}/);
    await record.close();
  });
});

// The database in process knows one session and one database.
describe.skipIf(SERVER === undefined)('a PostgreSQL server (needs SHAREWARDEN_TEST_POSTGRES)', () => {
  it('has one writer, which the second is told of', async () => {
    const address = await postgresAddress();
    const first = await openRecord(address, { holder: 'scan of /srv/share' });
    await expect(openRecord(address, { busyTimeoutMs: 200 })).rejects.toMatchObject({
      message: expect.stringContaining(`being written by scan of /srv/share, process ${process.pid}`),
    });
    await first.close();
    await (await openRecord(address)).close();
  });

  it('has no such database', async () => {
    const address = Object.assign(new URL(SERVER ?? ''), { pathname: '/not_made' }).href;
    await expect(openRecord(address)).rejects.toMatchObject({
      message: expect.stringContaining('there is no such database'),
    });
  });
});

describe('a server that is not there', () => {
  it('is told in one line without the password', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    server.close();
    const error: unknown = await openRecord(`postgres://me:secret-word@127.0.0.1:${port}/db`).catch((e: unknown) => e);
    expect(error).toMatchObject({ thing: `postgres://me@127.0.0.1:${port}/db` });
    expect(String(error)).not.toContain('secret-word');
  });
});
