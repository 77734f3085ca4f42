import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseLines, runCli, temporaryFolders } from './run-cli.ts';

const folderFor = temporaryFolders();
const ALLOWED = '449-87-4100';
const OTHER = '512-38-4471';

async function board(allow: (fingerprint: string) => string) {
  const folder = folderFor('allow');
  const share = join(folder, 'share');
  const state = join(folder, 'state');
  mkdirSync(join(share, 'Training'), { recursive: true });
  writeFileSync(join(share, 'people.csv'), `Name,SSN\nRosa Ortega,${ALLOWED}\nAnn Bell,${OTHER}\n`);
  writeFileSync(join(share, 'note.txt'), `Her SSN: ${ALLOWED}\n`);
  writeFileSync(join(share, 'Training', 'slides.txt'), `Her SSN: ${OTHER}\n`);
  const printed = await runCli(['fingerprint', '--type', 'us-ssn', '--state', state], { input: `${ALLOWED}\n` });
  expect(printed.code).toBe(0);
  const config = join(folder, 'sharewarden.yaml');
  writeFileSync(config, allow(printed.stdout.trim()));
  const run = (format: string) =>
    runCli(['scan', share, '--state', state, '--config', config, '--no-reports', '--format', format, '--fresh']);
  return { run, state, config, printed };
}

describe('the allow list', () => {
  it('lowers one value by its fingerprint, counts it, and leaves all others', async () => {
    const { run, state } = await board(
      (print) =>
        `allow:\n  - { type: us-ssn, fingerprint: "${print}", reason: invented for the handbook, until: 2999-12-31 }\n`,
    );
    const { stdout } = await run('jsonl');
    const files = new Map(parseLines(stdout).map((line) => [line.path, line]));
    expect(files.get('note.txt')).toMatchObject({ outcome: 'clean', allowed: { 'us-ssn': 1 } });
    expect(files.get('people.csv')?.types['us-ssn']).toMatchObject({ high: 1, low: 1 });
    expect(files.get('people.csv')).toMatchObject({ outcome: 'matched', allowed: { 'us-ssn': 1 } });
    expect((await run('summary')).stdout).toContain('2  with findings that your allow list allows');
    for (const name of ['record.sqlite', 'record.sqlite-wal']) {
      const bytes = readIfThere(join(state, name));
      expect(bytes.includes(ALLOWED)).toBe(false);
      expect(bytes.includes(ALLOWED.replaceAll('-', ''))).toBe(false);
    }
  });

  it('lowers a type in the files of a glob', async () => {
    const { run } = await board(
      () => 'allow:\n  - { type: us-ssn, path: "Training/**", reason: slides of the vendor, until: 2999-12-31 }\n',
    );
    const outcomes = parseLines((await run('jsonl')).stdout).map(({ path, outcome }) => [path, outcome]);
    expect(Object.fromEntries(outcomes)).toEqual({
      'note.txt': 'matched',
      'people.csv': 'matched',
      'Training/slides.txt': 'clean',
    });
  });

  it('says when an entry has ended, and no longer heeds it', async () => {
    const { run } = await board(
      (print) => `allow:\n  - { type: us-ssn, fingerprint: "${print}", reason: for the audit, until: 2020-01-31 }\n`,
    );
    const { stdout, stderr } = await run('jsonl');
    expect(stderr).toContain('allow entry 1 (us-ssn: for the audit) ended on 2020-01-31');
    expect(parseLines(stdout).find(({ path }) => path === 'note.txt')?.outcome).toBe('matched');
  });

  it.each([
    ['a value in place of a fingerprint', `{ type: us-ssn, fingerprint: "${ALLOWED}", reason: r, until: 2999-12-31 }`],
    ['a value in the reason', `{ type: us-ssn, path: "a/**", reason: it is ${ALLOWED}, until: 2999-12-31 }`],
    ['a type everywhere', '{ type: us-ssn, reason: r, until: 2999-12-31 }'],
    ['an unknown type', '{ type: us-sn, path: "a/**", reason: r, until: 2999-12-31 }'],
    ['no day', '{ type: us-ssn, path: "a/**", reason: r, until: soon }'],
  ])('refuses %s in one line with a remedy, without repeating the value', async (_what, entry) => {
    const { run } = await board(() => `allow:\n  - ${entry}\n`);
    const { code, stderr } = await run('jsonl');
    expect(code).toBe(2);
    expect(stderr.trim().split('\n').length).toBe(1);
    expect(stderr).toContain('allow entry 1');
    expect(stderr).not.toContain(ALLOWED);
  });
});

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}
