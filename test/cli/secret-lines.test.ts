import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { missingPackage } from '../../src/cli/missing-package.ts';
import { readSecretLines } from '../../src/cli/read-secret-lines.ts';

/** A terminal that notes what happens in which order, with what is typed. */
function terminal(typed: string) {
  const happened: string[] = [];
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (raw: boolean) => void happened.push(raw ? 'echo off' : 'echo on'),
  });
  stdin.write(typed);
  return { happened, stdin, stderr: { write: (text: string) => void happened.push(text) } };
}

describe('a secret at a terminal', () => {
  it('is asked for after echo is off, and never shown', async () => {
    const { happened, ...streams } = terminal('first\rsecond\r');
    expect(await readSecretLines(['One: ', 'Two: '], streams)).toEqual(['first', 'second']);
    expect(happened).toEqual(['echo off', 'One: ', '\n', 'Two: ', '\n', 'echo on']);
  });

  it('is not given where it is broken off', async () => {
    const { happened, ...streams } = terminal('fir\u0003');
    expect(await readSecretLines(['One: '], streams)).toEqual([]);
    expect(happened.at(-1)).toBe('echo on');
  });

  it('is the first line of a pipe, without a prompt', async () => {
    const said: string[] = [];
    const stdin = new PassThrough();
    stdin.end('piped\nmore\n');
    expect(await readSecretLines(['One: '], { stdin, stderr: { write: (text) => said.push(text) } })).toEqual([
      'piped',
    ]);
    expect(said).toEqual([]);
  });
});

describe('a package that is not installed', () => {
  it('is told from a missing file of the program', async () => {
    const failure = (name: string) => import(/* @vite-ignore */ name).catch((error: unknown) => error);
    const withCode = (message: string) => Object.assign(new Error(message), { code: 'ERR_MODULE_NOT_FOUND' });
    expect(missingPackage(withCode("Cannot find package '@a-scope/absent' imported from /x.js"))).toBe(
      '@a-scope/absent',
    );
    expect(missingPackage(withCode("Cannot find package 'absent' imported from /x.js"))).toBe('absent');
    expect(missingPackage(withCode("Cannot find module '/srv/dist/x.js' imported from /y.js"))).toBeUndefined();
    expect(missingPackage(await failure('node:absent'))).toBeUndefined();
  });
});
