import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';

export const PROJECT = resolve(import.meta.dirname, '../..');
export const CLI = join(PROJECT, 'dist/cli/main.js');

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly uid?: number;
}

/** Runs the built command line as an operator would, in a folder without a configuration file. */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [CLI, ...args], {
      cwd: options.cwd ?? tmpdir(),
      env: { PATH: process.env.PATH, HOME: tmpdir(), NO_COLOR: '1', ...options.env },
      ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', fail);
    child.on('close', (code) => done({ code, stdout, stderr }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });
}

/** A folder of its own for each call, gone after the test file. */
export function temporaryFolders(): (name: string) => string {
  const made: string[] = [];
  afterAll(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  });
  return (name) => {
    const folder = mkdtempSync(join(tmpdir(), `sharewarden-${name}-`));
    made.push(folder);
    return folder;
  };
}

export interface FileLine {
  readonly share: string;
  readonly path: string;
  readonly outcome: 'clean' | 'matched' | 'unread';
  readonly reason?: string;
  readonly types: Readonly<
    Record<string, { count: number; high: number; medium: number; low: number; distinct: number }>
  >;
  readonly people: { lower: number; likely: number; upper: number };
  readonly verdicts: readonly { rule: string; verdict: string; severity: string }[];
  readonly places: readonly { type: string; place: string; masked: string; confidence: string }[];
}

export function parseLines(stdout: string): FileLine[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FileLine);
}
