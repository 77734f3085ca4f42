import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { PROJECT, runCli, temporaryFolders } from './run-cli.ts';

const folder = temporaryFolders();
const LIST = 'Name,SSN\nMaria Gonzalez,318-35-4549\nPeter Novak,531-72-8846\n';

interface Diff {
  readonly files: number;
  readonly flagsOpened: number;
  readonly flagsClosed: number;
  readonly rules: readonly {
    readonly rule: string;
    readonly flagsOpened: number;
    readonly flagsClosed: number;
    readonly placesOpened: number;
    readonly placesClosed: number;
    readonly placesRegraded: number;
    readonly examples: readonly { readonly place: string; readonly after?: { readonly verdict: string } }[];
  }[];
}

/** The packs that ship, with one text of one rule changed. */
function changedPolicy(rule: string, from: string, to: string): string {
  const policies = folder('policies');
  cpSync(join(PROJECT, 'policies'), policies, { recursive: true });
  const path = join(policies, 'owd-19-2019/rules', `${rule}.yaml`);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${rule} has no ${from}`);
  writeFileSync(path, text.replaceAll(from, to));
  return policies;
}

describe('what a change of policy would do, from the record alone', () => {
  const config = join(folder('site'), 'sharewarden.yaml');
  const share = join(folder('share'), 'cases');
  const state = folder('state');
  const run = (...args: string[]) => runCli([...args, '--config', config, '--state', state]);
  const diffed = async (before: string, after: string) => {
    const { code, stdout, stderr } = await run('policy', 'diff', before, after, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout) as Diff;
  };

  beforeAll(async () => {
    mkdirSync(join(share, 'Board'), { recursive: true });
    writeFileSync(join(share, 'Board/packet.csv'), LIST);
    writeFileSync(join(share, 'Board/packet copy.csv'), LIST);
    writeFileSync(join(share, 'minutes.txt'), 'The board met on Tuesday.\n');
    writeFileSync(
      config,
      `shares:\n  - { name: cases, path: ${JSON.stringify(share)} }\nlocations:\n  - { path: 'cases:Board/**', class: public, audience: public }\n`,
    );
    const scanned = await run('scan', '--no-reports', '--quiet');
    expect(scanned).toMatchObject({ code: 1, stderr: '' });
    rmSync(share, { recursive: true });
  }, 120_000);

  it('is nothing for the policy itself', async () => {
    expect(await diffed('current', join(PROJECT, 'policies'))).toMatchObject({
      files: 3,
      flagsOpened: 0,
      flagsClosed: 0,
      rules: [],
    });
  }, 120_000);

  it('closes and opens flags, a copy counting as a place and not as a flag', async () => {
    const removed = changedPolicy(
      'sr-05',
      'file.audience == "public"',
      'file.audience == "public" && !found.has("us-ssn")',
    );
    const closing = await diffed('current', removed);
    expect(closing).toMatchObject({ flagsOpened: 0, flagsClosed: 1 });
    expect(closing.rules).toMatchObject([{ rule: 'sr-05', flagsClosed: 1, placesClosed: 2, placesOpened: 0 }]);
    const opening = await diffed(removed, 'current');
    expect(opening.rules).toMatchObject([{ rule: 'sr-05', flagsOpened: 1, placesOpened: 2 }]);
    expect(opening.rules[0]?.examples[0]).toMatchObject({
      place: 'cases: Board/packet copy.csv',
      after: { verdict: 'needs-assessment' },
    });
  }, 120_000);

  it('says it in words, and refuses packs that do not load', async () => {
    const said = await run('policy', 'diff', 'current', 'current');
    expect(said.stdout).toBe('3 recorded files judged by both; 0 flags would open, 0 would close\n');
    const broken = changedPolicy('sr-05', 'file.audience == "public"', 'file.audiense == "public"');
    const refused = await run('policy', 'diff', 'current', broken);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/sr-05\.yaml:\d+: .*unknown fact file\.audiense; did you mean "audience"/);
  }, 120_000);

  it('explains a recorded file rule by rule, with its facts and without a value', async () => {
    const { code, stdout } = await run('policy', 'explain', join(share, 'Board/packet.csv'), '--rule', 'sr-05');
    expect(code).toBe(0);
    expect(stdout).toContain('sr-05  Personal data that everyone can read: needs-assessment, critical');
    expect(stdout).toContain('- who can read the file: public');
    const all = await run('policy', 'explain', join(share, 'Board/packet.csv'), '--json');
    const { rules } = JSON.parse(all.stdout) as { rules: { rule: { id: string }; state: string }[] };
    expect(rules.find(({ rule }) => rule.id === 'sr-05')?.state).toBe('judged');
    expect(rules.find(({ rule }) => rule.id === 'sr-35')?.state).toBe('does-not-apply');
    expect(all.stdout).not.toMatch(/318.?35.?4549|Gonzalez/);
    const unknown = await run('policy', 'explain', join(share, 'other.csv'));
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toContain('the record does not know this file');
  }, 120_000);
});
