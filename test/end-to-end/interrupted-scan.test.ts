import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openRecord } from '../../src/record/index.ts';
import { CLI, parseLines, runCli, temporaryFolders } from './run-cli.ts';

const folder = temporaryFolders();
const KEY = { SHAREWARDEN_KEY: '7'.repeat(64) };
const FILES = 600;

function makeShare(): string {
  const share = folder('share');
  for (let number = 0; number < FILES; number += 1) {
    const directory = join(share, `team-${number % 30}`);
    mkdirSync(directory, { recursive: true });
    const serial = String(1000 + number);
    const line = number % 3 === 0 ? `SSN: 21${number % 10}-44-${serial}\n` : 'Nothing to see.\n';
    writeFileSync(
      join(directory, `note-${number}.txt`),
      line + 'The board met and approved the minutes.\n'.repeat(800),
    );
  }
  return share;
}

/** Starts a scan and kills it without warning as soon as the record holds some of the files. */
async function killInTheMiddle(share: string, state: string): Promise<number> {
  const child = spawn(process.execPath, [CLI, 'scan', share, '--state', state, '--threads', '1'], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, HOME: tmpdir(), ...KEY },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const recorded = recordedFiles(state);
    if (recorded > 0 || child.exitCode !== null) {
      child.kill('SIGKILL');
      await ended;
      return recordedFiles(state);
    }
  }
}

/** Straight from the database: the scan is running. */
function recordedFiles(state: string): number {
  const path = join(state, 'record.sqlite');
  if (!existsSync(path)) return 0;
  const database = new Database(path, { readonly: true });
  try {
    return Number(database.prepare('SELECT count(*) FROM files WHERE outcome IS NOT NULL').pluck().get());
  } catch {
    return 0;
  } finally {
    database.close();
  }
}

describe('a scan killed in the middle', () => {
  it('is finished by the next one, with the result of an uninterrupted run', async () => {
    const share = makeShare();
    const [killed, whole] = [folder('killed'), folder('whole')];
    const recorded = await killInTheMiddle(share, killed);
    expect(recorded).toBeGreaterThan(0);
    expect(recorded).toBeLessThan(FILES);

    const args = (state: string) => ['scan', share, '--state', state, '--format', 'jsonl', '--no-reports'];
    const resumed = await runCli(args(killed), { env: KEY });
    const uninterrupted = await runCli(args(whole), { env: KEY });
    expect(parseLines(resumed.stdout)).toHaveLength(FILES);
    expect(resumed.stdout).toEqual(uninterrupted.stdout);
    expect(resumed.code).toBe(uninterrupted.code);

    const record = await openRecord(join(killed, 'record.sqlite'), { access: 'read' });
    const [last, first] = await record.runs.listRuns();
    const summary = await record.runs.runSummary(last?.runId ?? 0);
    await record.close();
    expect(first?.state).toBe('interrupted');
    expect(summary.read).toBeLessThan(FILES);
    expect(summary.read).toBeGreaterThan(0);
  });
});
