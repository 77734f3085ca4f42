import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CliResult, parseLines, runCli, temporaryFolders } from './run-cli.ts';

const folder = temporaryFolders();
const USERS = 'account,employer_type,attestation_signed_on,training_completed_on,authorized_from,authorized_to';
const HOLDS = 'share,path,matter,released_on';
const RETENTION = 'share,path,retain_until,clause';

function site(registers: Readonly<Record<string, string>>): { config: string; registers: string } {
  const base = folder('site');
  mkdirSync(join(base, 'share/Trash/Smith'), { recursive: true });
  mkdirSync(join(base, 'registers'));
  writeFileSync(join(base, 'share/Trash/Smith/intake.csv'), 'Name,SSN\nMaria Gonzalez,318-35-4549\n');
  for (const [name, text] of Object.entries(registers)) writeFileSync(join(base, 'registers', name), text);
  const config = join(base, 'sharewarden.yaml');
  writeFileSync(
    config,
    `shares:\n  - { name: cases, path: share }\nregisters: registers\nlocations:\n  - { path: 'cases:**', class: recycle-bin, audience: team }\n`,
  );
  return { config, registers: join(base, 'registers') };
}

function scan(config: string, state = folder('state')): Promise<CliResult> {
  return runCli(['scan', '--config', config, '--state', state, '--format', 'jsonl', '--no-reports', '--quiet']);
}

function verdictOf(result: CliResult, rule: string): string | undefined {
  return parseLines(result.stdout)[0]?.verdicts.find((verdict) => verdict.rule === rule)?.verdict;
}

describe('registers that custodians keep', () => {
  it('are unknown without a file, never empty', async () => {
    const result = await scan(site({}).config);
    expect(['sr-06', 'sr-34', 'sr-35'].map((rule) => verdictOf(result, rule))).toEqual(Array(3).fill('cannot-tell'));
  });

  it('decide who is authorized, what is held and what must be kept', async () => {
    const account = userInfo().username.toUpperCase();
    const result = await scan(
      site({
        'authorized-users.csv': `${USERS}\n${account},wdb,2026-01-12,2026-01-10,,\n`,
        'legal-holds.csv': `${HOLDS}\ncases,Trash/Smith,"audit, 2026",\n`,
        'retention-calendar.csv': `${RETENTION}\ncases,,2001-01-01,\ncases,Trash,2999-12-31,2 CFR 200.334\n`,
      }).config,
    );
    expect(verdictOf(result, 'sr-07')).toBeUndefined();
    expect(verdictOf(result, 'sr-34')).toBe('violation');
    expect(verdictOf(result, 'sr-35')).toBe('violation');
  });

  it('do not count an attestation that is missing, an authorization that has not begun or a hold that is released', async () => {
    const account = userInfo().username;
    const unsigned = await scan(site({ 'authorized-users.csv': `${USERS}\n${account},wdb,,,,\n` }).config);
    expect(verdictOf(unsigned, 'sr-07')).toBe('violation');
    const future = `${USERS}\n${account},wdb,2020-01-01,,2999-01-01,\n`;
    expect(verdictOf(await scan(site({ 'authorized-users.csv': future }).config), 'sr-07')).toBe('violation');
    const released = `${HOLDS}\ncases,Trash/Smith,audit,2020-01-01\n`;
    expect(verdictOf(await scan(site({ 'legal-holds.csv': released }).config), 'sr-35')).toBeUndefined();
  });

  it('judge an unchanged file again when a row changes', async () => {
    const { config, registers } = site({ 'legal-holds.csv': `${HOLDS}\n` });
    const state = folder('state');
    expect(verdictOf(await scan(config, state), 'sr-35')).toBeUndefined();
    writeFileSync(join(registers, 'legal-holds.csv'), `${HOLDS}\ncases,,audit,\n`);
    expect(verdictOf(await scan(config, state), 'sr-35')).toBe('violation');
  });

  it('stop the scan with one line for a bad row', async () => {
    const result = await scan(site({ 'legal-holds.csv': `${HOLDS}\ncase,,audit,\n` }).config);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(result.stderr).toMatch(/holds\.csv:2: .*"case".*cases/);
    expect(result.code).toBe(2);
    expect(result.stdout).toBe('');
  });

  it('start from templates that change nothing until they are saved under their name', async () => {
    const { config, registers } = site({});
    const args = ['policy', 'registers', '--init', registers, '--config', config];
    expect((await runCli(args)).code).toBe(0);
    expect((await runCli(args)).stdout).toMatch(/left as it is/);
    expect(verdictOf(await scan(config), 'sr-35')).toBe('cannot-tell');
    for (const name of readdirSync(registers)) {
      const text = readFileSync(join(registers, name), 'utf8');
      writeFileSync(join(registers, name), text.replaceAll('case-files', 'cases').replaceAll('usb-backup', 'cases'));
      renameSync(join(registers, name), join(registers, name.replace('.template', '')));
    }
    expect(verdictOf(await scan(config), 'sr-07')).toBe('violation');
  });
});

describe('policy test', () => {
  it('gives its outcome as JSON', async () => {
    const result = await runCli(['policy', 'test', '--json']);
    expect(JSON.parse(result.stdout)).toMatchObject({ failures: [] });
    expect(result.code).toBe(0);
  });
});
