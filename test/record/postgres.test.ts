import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
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

/** A new database on the server. */
async function postgresAddress(server = SERVER ?? ''): Promise<string> {
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

const sealedName = 'staff 123-45-6789.csv';
const flagged: Verdict = {
  rule: 'a.rule',
  verdict: 'violation',
  severity: 'high',
  reason: 'because',
  missing: [],
};

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

describe.skipIf(SERVER === undefined)('a PostgreSQL server', () => {
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
