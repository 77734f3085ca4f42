import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { PROJECT, runCli, temporaryFolders } from './run-cli.ts';

const folder = temporaryFolders();
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

function smallShare(): string {
  const share = folder('share');
  writeFileSync(join(share, 'note.txt'), 'The board met.\n');
  return share;
}

/** One line, the thing named, exit code 2, no stack. */
function expectOneClearLine(result: { code: number | null; stderr: string }, ...names: (string | RegExp)[]): void {
  expect(result.stderr.trim().split('\n')).toHaveLength(1);
  for (const name of names) expect(result.stderr).toMatch(name);
  expect(result.stderr).not.toMatch(/^\s+at /m);
  expect(result.code).toBe(2);
}

describe('what the operator can mend is one clear line', () => {
  it('a root that is not there', async () => {
    const result = await runCli(['scan', '/no/such/share', '--state', folder('state')]);
    expectOneClearLine(result, '/no/such/share');
  });

  it('a root that is a file', async () => {
    const result = await runCli(['scan', join(PROJECT, 'package.json'), '--state', folder('state')]);
    expectOneClearLine(result, 'package.json');
  });

  it.runIf(isRoot)('a root that may not be read (needs root)', async () => {
    const share = smallShare();
    chmodSync(share, 0o700);
    const state = folder('state');
    chownSync(state, NOBODY, NOBODY);
    const result = await runCli(['scan', share, '--state', state], { uid: NOBODY });
    expectOneClearLine(result, share);
  });

  it('no share at all', async () => {
    expectOneClearLine(await runCli(['scan', '--state', folder('state')]), 'sharewarden.yaml');
  });

  it('a key of the configuration that is misspelt, with the nearest right one', async () => {
    const cwd = folder('config');
    writeFileSync(join(cwd, 'sharewarden.yaml'), 'thread: 2\n');
    expectOneClearLine(
      await runCli(['scan', smallShare(), '--state', folder('state')], { cwd }),
      '"thread"',
      '"threads"',
    );
  });

  it('a configuration that is not YAML, with its line', async () => {
    const cwd = folder('config');
    writeFileSync(join(cwd, 'sharewarden.yaml'), 'threads: 2\nshares: [\n');
    expectOneClearLine(
      await runCli(['scan', smallShare(), '--state', folder('state')], { cwd }),
      /sharewarden\.yaml:\d/,
    );
  });

  it.each([
    ['a regular expression that RE2 rejects', (text: string) => text.replace(/regex: .*/, "regex: '(?=a)b'"), 'regex'],
    [
      'an example that fails',
      (text: string) => text.replace(/( match:\n\s+- text: )'[^']*'/, "$1'nothing at all'"),
      'example',
    ],
    ['no source', (text: string) => text.replace(/sources:\n(?: {2}.*\n)+/, 'sources: []\n'), 'source'],
    ['an id that is not its path', (text: string) => text.replace('id: us-ein', 'id: other-id'), 'other-id'],
    [
      'an unknown validator',
      (text: string) => text.replace(/validator: .*/, 'validator: no-such-check'),
      'no-such-check',
    ],
  ])('a pattern with %s', async (_what, spoil, word) => {
    const cwd = folder('patterns');
    mkdirSync(join(cwd, 'own'));
    const text = readFileSync(join(PROJECT, 'patterns/us/us-ein.yaml'), 'utf8');
    const spoilt = spoil(text.replace('id: us-ein', 'id: own-ein'));
    const path = join(cwd, 'own', 'own-ein.yaml');
    writeFileSync(path, word === 'other-id' ? spoil(text) : spoilt);
    writeFileSync(join(cwd, 'sharewarden.yaml'), 'patterns: [own]\n');
    const state = folder('state');
    const result = await runCli(['scan', smallShare(), '--state', state], { cwd });
    expectOneClearLine(result, 'own-ein.yaml', word);
    expect(existsSync(join(state, 'record.sqlite'))).toBe(false);
  });

  it('a policy rule that asks for an unknown fact', async () => {
    const cwd = folder('policies');
    cpSync(join(PROJECT, 'policies/owd-19-2019'), join(cwd, 'own/local'), { recursive: true });
    const rule = join(cwd, 'own/local/rules/sr-05.yaml');
    writeFileSync(rule, readFileSync(rule, 'utf8').replace('found.isProtected()', 'found.isProtectd()'));
    const pack = join(cwd, 'own/local/pack.yaml');
    writeFileSync(
      pack,
      readFileSync(pack, 'utf8')
        .replace(/^layer: state$/m, 'layer: local')
        .replace(/^id: .*$/m, 'id: local'),
    );
    writeFileSync(join(cwd, 'sharewarden.yaml'), 'policies: [own]\n');
    expectOneClearLine(
      await runCli(['scan', smallShare(), '--state', folder('state')], { cwd }),
      'sr-05.yaml',
      'isProtectd',
      'isProtected',
    );
  });

  it('a database that another scan holds', async () => {
    const state = folder('state');
    await runCli(['scan', smallShare(), '--state', state, '--quiet', '--no-reports']);
    const holder = new Database(join(state, 'record.sqlite'));
    holder.exec('BEGIN EXCLUSIVE');
    const result = await runCli(['scan', smallShare(), '--state', state]);
    holder.exec('ROLLBACK');
    holder.close();
    expectOneClearLine(result, 'record.sqlite');
  });

  it('a database of a newer version', async () => {
    const state = folder('state');
    await runCli(['scan', smallShare(), '--state', state, '--quiet', '--no-reports']);
    const database = new Database(join(state, 'record.sqlite'));
    database.pragma('user_version = 99');
    database.close();
    expectOneClearLine(await runCli(['scan', smallShare(), '--state', state]), 'record.sqlite', /newer/);
  });

  it('a key that others can read', async () => {
    const state = folder('state');
    await runCli(['scan', smallShare(), '--state', state, '--quiet', '--no-reports']);
    chmodSync(join(state, 'fingerprint.key'), 0o644);
    expectOneClearLine(await runCli(['scan', smallShare(), '--state', state]), 'fingerprint.key', 'chmod 600');
  });

  it('a report folder that cannot be written, before anything is scanned', async () => {
    const state = folder('state');
    writeFileSync(join(state, 'a-file'), '');
    const result = await runCli(['scan', smallShare(), '--state', state, '--reports', join(state, 'a-file')]);
    expectOneClearLine(result, 'a-file', '--reports');
  });

  it.runIf(existsSync('/dev/full') && isRoot)('a full disk (needs root and /dev/full)', async ({ skip }) => {
    const { execFileSync } = await import('node:child_process');
    const state = folder('full');
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', state], { stdio: 'ignore' });
    } catch {
      skip('this machine lets nobody mount');
    }
    try {
      expectOneClearLine(await runCli(['scan', join(PROJECT, 'fixtures/share'), '--state', state]), state);
    } finally {
      execFileSync('umount', [state]);
    }
  });

  it('an unknown command or flag', async () => {
    const result = await runCli(['scna']);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(/Did you mean scan/);
    expect((await runCli(['scan', '--thread', '2'])).code).toBe(2);
    expect((await runCli(['scan', smallShare(), '--threads', 'two', '--state', folder('state')])).stderr).toMatch(
      /1 to 64/,
    );
  });
});

describe('nothing to do is said', () => {
  it('a root with no files', async () => {
    const result = await runCli(['scan', folder('empty'), '--state', folder('state')]);
    expect(result.stdout).toMatch(/no files/i);
    expect(result.code).toBe(0);
  });

  it('a clean share leaves with code 0 and an unreadable file with code 3', async () => {
    const share = smallShare();
    const state = folder('state');
    expect((await runCli(['scan', share, '--state', state])).code).toBe(0);
    writeFileSync(join(share, 'picture.xyz'), Buffer.from([0, 1, 2, 3, 0xff, 0xfe, 9, 200, 201]));
    expect((await runCli(['scan', share, '--state', state])).code).toBe(3);
    expect(readdirSync(share)).toEqual(['note.txt', 'picture.xyz']);
  });
});
