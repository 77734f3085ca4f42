import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openRecord } from '../../src/record/index.ts';
import { CLI, parseLines, runCli, temporaryFolders } from './run-cli.ts';

const folder = temporaryFolders();
const KEY = { SHAREWARDEN_KEY: '7'.repeat(64) };
const FILES = 200;
const KILLS = 20;
const SEED = 20261124;

/** Small and repeatable: https://en.wikipedia.org/wiki/Linear_congruential_generator (the figures of Numerical Recipes). */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

it(`nothing is lost or doubled by kill -9 at ${KILLS} random moments`, { timeout: 480_000 }, async () => {
  const next = chance(SEED);
  const [share, killed, whole] = [folder('share'), folder('killed'), folder('whole')];
  chmodSync(share, 0o755);
  const change = (number: number): void => {
    const path = join(share, `team-${number % 10}`, `note-${number}.txt`);
    mkdirSync(join(share, `team-${number % 10}`), { recursive: true });
    const what = next();
    if (what < 0.1) rmSync(path, { force: true });
    else {
      const line = what < 0.5 ? `SSN: 21${number % 10}-44-${1000 + number}\n` : 'Nothing to see.\n';
      writeFileSync(path, line + 'The board met and approved the minutes.\n'.repeat(Math.ceil(next() * 400)));
    }
  };
  for (let number = 0; number < FILES; number += 1) change(number);
  for (let kill = 0; kill < KILLS; kill += 1) {
    const child = spawn(process.execPath, [CLI, 'scan', share, '--state', killed, '--threads', '1', '--no-reports'], {
      cwd: tmpdir(),
      env: { PATH: process.env.PATH, HOME: tmpdir(), ...KEY },
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await Promise.race([ended, delay(200 + next() * 4_000)]);
    child.kill('SIGKILL');
    await ended;
    for (let changes = 0; changes < 10; changes += 1) change(Math.floor(next() * FILES));
  }
  const lines: string[][] = [];
  const flags: string[][] = [];
  for (const state of [killed, whole]) {
    const { stdout } = await runCli(['scan', share, '--state', state, '--format', 'jsonl', '--no-reports', '--quiet'], {
      env: KEY,
    });
    lines.push(stdout.split('\n'));
    expect(new Set(parseLines(stdout).map(({ path }) => path)).size).toBe(parseLines(stdout).length);
    flags.push(await activeFlags(state));
    expect(await runCli(['audit', 'verify', '--state', state], { env: KEY })).toMatchObject({ code: 0 });
  }
  expect(lines[0]).toEqual(lines[1]);
  expect(flags[0]?.length).toBeGreaterThan(0);
  expect(flags[0]).toEqual(flags[1]);
});

async function activeFlags(state: string): Promise<string[]> {
  const record = await openRecord(join(state, 'record.sqlite'), { access: 'read' });
  try {
    expect(await record.journal.leftovers()).toEqual([]);
    const found: string[] = [];
    for (let after: string | undefined, first = true; first || after !== undefined; first = false) {
      const page = await record.flags.list({ active: true, limit: 500, ...(after !== undefined && { after }) });
      for (const { flagId, rule } of page.flags) {
        const details = await record.flags.get(flagId);
        found.push(`${rule}: ${details?.standing.map(({ path, state: is }) => `${path} ${is}`).join(', ')}`);
      }
      after = page.next;
    }
    return found.sort();
  } finally {
    await record.close();
  }
}
