import { spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  cpSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli, temporaryFolders } from './run-cli.ts';

const folder = temporaryFolders();
const SPARSE_BYTES = 8 * 2 ** 40;
const KEY = { SHAREWARDEN_FINGERPRINT_KEY: Buffer.alloc(32, 5).toString('base64') };

interface Line {
  readonly path: string;
  readonly outcome: string;
  readonly reason?: string;
}

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

/** A share in which each file does something that a reader must not wait for, follow or trust. */
async function makeShare(): Promise<string> {
  const share = folder('special');
  writeFileSync(join(share, 'honest.txt'), 'SSN: 212-44-1987\n');
  const made = spawn('mkfifo', [join(share, 'fifo')]);
  await new Promise((resolve) => made.once('exit', resolve));
  const server = createServer().listen(join(share, 'socket'));
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  symlinkSync('honest.txt', join(share, 'link-inside.txt'));
  symlinkSync('/etc/passwd', join(share, 'link-outside.txt'));
  symlinkSync('loop', join(share, 'loop'));
  symlinkSync('nowhere', join(share, 'link-to-nothing'));
  const sparse = openSync(join(share, 'sparse.img'), 'w');
  ftruncateSync(sparse, SPARSE_BYTES);
  writeSync(sparse, 'SSN: 212-44-1988\n', 0);
  closeSync(sparse);
  writeFileSync(join(share, 'denied.txt'), 'SSN: 212-44-1989\n');
  chmodSync(join(share, 'denied.txt'), 0o000);
  mkdirSync(join(share, 'closed'));
  writeFileSync(join(share, 'closed', 'inside.txt'), 'SSN: 212-44-1990\n');
  chmodSync(join(share, 'closed'), 0o000);
  chmodSync(share, 0o755);
  return share;
}

describe('a share of special files', () => {
  it('is scanned to its end, with an outcome for each', async () => {
    const share = await makeShare();
    const state = folder('state');
    chmodSync(state, 0o777);
    writeFileSync(join(state, 'sharewarden.yaml'), 'limits:\n  fileTimeoutSeconds: 2\n');
    // Root may read everything, so that nothing would be denied.
    const result = await runCli(['scan', share, '--state', state, '--format', 'jsonl', '--no-reports'], {
      env: KEY,
      cwd: state,
      ...(process.getuid?.() === 0 ? { uid: 65_534 } : {}),
    });
    chmodSync(join(share, 'closed'), 0o755);
    const lines = result.stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);
    const outcomes = Object.fromEntries(lines.map(({ path, outcome, reason }) => [path, reason ?? outcome]));
    expect(outcomes, result.stderr).toMatchObject({
      'honest.txt': 'matched',
      fifo: 'not-a-regular-file',
      socket: 'not-a-regular-file',
      'denied.txt': 'denied',
      closed: 'denied',
    });
    expect(outcomes['sparse.img']).toBeDefined();
    expect(outcomes['sparse.img']).not.toBe('clean');
    for (const link of ['link-inside.txt', 'link-outside.txt', 'loop', 'link-to-nothing'])
      expect(outcomes[link], link).not.toBe('clean');
    expect(result.stdout).not.toContain('root:');
  });
});

describe('a file that goes away or changes while the scan runs', () => {
  it('has an outcome, and the scan goes on', async () => {
    const share = folder('moving');
    for (let number = 0; number < 40; number += 1)
      writeFileSync(join(share, `${number}.txt`), `SSN: 212-44-${2000 + number}\n`.repeat(2000));
    const state = folder('moving-state');
    const running = runCli(['scan', share, '--state', state, '--format', 'jsonl', '--no-reports'], { env: KEY });
    const shake = setInterval(() => {
      for (let number = 1; number < 40; number += 3) {
        rmSync(join(share, `${number}.txt`), { force: true });
        writeFileSync(join(share, `${number + 1}.txt`), `${Date.now()}\n`.repeat(1 + (Date.now() % 5000)));
      }
      cpSync(join(share, '0.txt'), join(share, '1.txt'));
    }, 5);
    const result = await running;
    clearInterval(shake);
    const lines = result.stdout.split('\n').filter((line) => line !== '');
    expect([0, 1, 3], result.stderr).toContain(result.code);
    for (const line of lines) expect(['clean', 'matched', 'unread']).toContain((JSON.parse(line) as Line).outcome);
    for (let number = 0; number < 40; number += 3)
      expect(lines.find((line) => (JSON.parse(line) as Line).path === `${number}.txt`)).toContain('matched');
    expect(readFileSync(join(share, '0.txt'), 'utf8')).toContain('212-44-2000');
  });
});
