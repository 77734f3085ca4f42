import { cpSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import type * as recordRoom from '../../src/record/index.ts';
import { PROJECT, runCli, temporaryFolders } from '../end-to-end/run-cli.ts';
import { serve, signedIn } from './review-fixture.ts';

// The built room: its session is a thread, and a thread is started from built code.
const { openRecord } = (await import(join(PROJECT, 'dist/record/index.js'))) as typeof recordRoom;

/** An address of an account that may make databases, as docs/postgresql.md says. The server of the other tests has one session for all. */
const { SHAREWARDEN_TEST_POSTGRES: SERVER = '' } = process.env;
const KEY = 'a5'.repeat(32);
const folder = temporaryFolders();
let drop: () => Promise<void> = async () => {};
afterAll(() => drop());

async function emptyDatabase(): Promise<string> {
  const name = `review_${process.pid}_${Date.now()}`;
  const client = new pg.Client({ connectionString: SERVER });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  drop = async () => {
    await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await client.end();
  };
  return Object.assign(new URL(SERVER), { pathname: `/${name}` }).href;
}

describe.runIf(SERVER !== '')('the web app beside a scan, on PostgreSQL', { timeout: 300_000 }, () => {
  it('shows and decides while the scan writes, and neither loses a word of the other', async () => {
    const store = await emptyDatabase();
    const share = join(folder('share'), 'share');
    for (const name of ['HR', 'Fiscal', 'Public', 'Desktop'])
      cpSync(join(PROJECT, 'fixtures/share', name), join(share, name), { recursive: true });
    const scan = (more: readonly string[] = []) =>
      runCli(['scan', share, '--state', folder('state'), '--store', store, ...more], { env: { SHAREWARDEN_KEY: KEY } });
    expect((await scan()).code).toBe(1);
    const record = await openRecord(store, { access: 'decide', fingerprintKey: Buffer.from(KEY, 'hex') });
    const account = { name: 'olga', role: 'privacy-officer', areas: [], mustChangePassword: false } as const;
    await record.review.accounts.add({ ...account, atMs: Date.now(), who: 'tester' });
    const { app } = await serve(record);
    const olga = await signedIn({ app, record, clockMs: Date.now() }, 'olga');

    let isRunning = true;
    const running = scan(['--fresh']).finally(() => {
      isRunning = false;
    });
    const decided: number[] = [];
    let batches = 0;
    while (isRunning) {
      const page = await olga.get('/api/queue?state=open');
      expect(page.status).toBe(200);
      const { rows } = JSON.parse(page.body) as { rows: { flagId: number; version: number }[] };
      const [row] = rows;
      if (row) {
        await olga.get('/queue');
        const flag = `${row.flagId}:${row.version}`;
        const answer = await olga.post('/decisions', { flag, decision: 'confirmed', why: 'looked at it' });
        expect(answer.status).toBe(303);
        batches += 1;
        if (!answer.to?.includes('refused=1')) decided.push(row.flagId);
      }
      await new Promise((done) => setTimeout(done, 20));
    }
    expect((await running).code).toBe(1);
    expect(batches).toBeGreaterThan(3);
    expect(decided.length).toBeGreaterThan(3);
    for (const flagId of decided) {
      const entries = await record.flags.history(flagId);
      expect(entries.filter(({ kind, who }) => kind === 'acknowledged' && who === 'olga')).toHaveLength(1);
    }
    expect((await record.runs.listRuns(5)).map(({ state }) => state)).toEqual(['finished', 'finished']);
    expect(await record.audit.verifyAudit()).toMatchObject({ intact: true });
    await app.close();
    await record.close();
  });
});
