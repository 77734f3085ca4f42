import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRecord } from '../../src/record/index.ts';
import { CLI, runCli, temporaryFolders } from './run-cli.ts';

const folder = temporaryFolders();
const KEY = 'a5'.repeat(32);
const PASSWORD = 'seven green bicycles';
const OWN = 'nine orange umbrellas';
let state: string;
let cwd: string;
const children: ChildProcess[] = [];

beforeAll(() => {
  state = folder('state');
  cwd = folder('config');
  const yaml = 'shares: [{ name: board, path: board }]\nareas: [{ name: North, folders: [{ share: board }] }]\n';
  writeFileSync(join(cwd, 'sharewarden.yaml'), yaml);
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

const user = (args: readonly string[], input = '') =>
  runCli(['user', ...args, '--state', state], { cwd, input: `${input}\n`, env: { SHAREWARDEN_KEY: KEY } });

/** Starts the web app and waits until it says where it is. */
async function startReview(port: number): Promise<{ readonly child: ChildProcess; readonly log: () => string }> {
  const child = spawn(process.execPath, [CLI, 'review', '--port', String(port), '--state', state], {
    cwd,
    env: { PATH: process.env.PATH, NO_COLOR: '1', SHAREWARDEN_KEY: KEY },
  });
  children.push(child);
  let said = '';
  const told = new Promise<void>((done) => {
    const hear = (text: Buffer) => {
      said += String(text);
      if (said.includes('stop with Ctrl-C')) done();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.on('close', () => done());
  });
  await told;
  return { child, log: () => said };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

describe('accounts and the web app by the command line', { timeout: 240_000 }, () => {
  it('are made, listed, changed, used, and the server stops cleanly', async () => {
    const weak = await user(['add', 'nora', '--role', 'custodian', '--area', 'North'], 'liverpool2024');
    expect([weak.code, weak.stderr]).toEqual([2, expect.stringMatching(/the new password.*commonest.*Give 12 to 128/)]);
    const added = await user(['add', 'nora', '--role', 'custodian', '--area', 'North'], PASSWORD);
    expect([added.code, added.stdout]).toEqual([0, 'nora: custodian, North\n']);
    expect(added.stderr + added.stdout).not.toContain(PASSWORD);
    expect((await user(['add', 'sam', '--role', 'auditor'], 'two letters of old')).code).toBe(0);
    const wrongArea = await user(['role', 'sam', 'custodian', '--area', 'Nort']);
    expect([wrongArea.code, wrongArea.stderr]).toEqual([2, expect.stringContaining('Did you mean "North"?')]);
    expect((await user(['role', 'sam', 'administrator'])).stdout).toBe('sam: administrator\n');
    expect((await user(['reset', 'sam'], 'four letters of old')).code).toBe(0);
    expect((await user(['disable', 'sam'])).stdout).toBe('sam: disabled\n');
    const list = (await user(['list'])).stdout.split('\n');
    expect(list[0]).toMatch(/^nora +custodian +open +North +never signed in$/);
    expect(list[1]).toMatch(/^sam +administrator +disabled/);

    const port = await freePort();
    const { child, log } = await startReview(port);
    expect(log()).toContain(`http://127.0.0.1:${port} (stop with Ctrl-C)`);
    const other = await runCli(['review', '--port', String(port), '--state', state], {
      cwd,
      env: { SHAREWARDEN_KEY: KEY },
    });
    expect([other.code, other.stderr.trim().split('\n').length]).toEqual([2, 1]);
    expect(other.stderr).toMatch(/cannot listen there \(EADDRINUSE\)/);
    await useIt(`http://127.0.0.1:${port}`);
    child.kill('SIGTERM');
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    expect([code, signal]).toEqual([0, null]);
    expect(log()).not.toMatch(/nora|bicycles|umbrellas|^\s+at /m);

    const record = await openRecord(join(state, 'record.sqlite'), {
      access: 'read',
      fingerprintKey: Buffer.from(KEY, 'hex'),
    });
    const rows = await record.audit.list();
    expect(rows.map(({ action }) => action)).toEqual([
      ...['account-added', 'account-added', 'account-changed', 'account-changed', 'account-changed'],
      ...['started', 'signed-in', 'account-changed', 'signed-in', 'looked-at', 'stopped'],
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/bicycles|umbrellas|letters of old/);
    expect(await record.audit.verifyAudit()).toMatchObject({ intact: true });
    await record.close();
  });
});

/** Signs in as a browser does, chooses a password, and sees the queue. */
async function useIt(base: string): Promise<void> {
  const cookies = new Map<string, string>();
  const ask = async (path: string, form?: Record<string, string>) => {
    const answer = await fetch(`${base}${path}`, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return { status: answer.status, to: answer.headers.get('location'), body: await answer.text() };
  };
  const tokenOf = (body: string) => /name="form-token" value="([^"]+)"/.exec(body)?.[1] ?? '';
  let token = tokenOf((await ask('/sign-in')).body);
  const signIn = await ask('/sign-in', { 'form-token': token, name: 'Nora', secret: PASSWORD });
  expect([signIn.status, signIn.to]).toEqual([303, '/account']);
  token = tokenOf((await ask('/account')).body);
  const passwords = { old: PASSWORD, new: OWN, again: OWN };
  expect((await ask('/account/password', { 'form-token': token, ...passwords })).to).toBe('/');
  expect((await ask('/queue')).status).toBe(200);
}
