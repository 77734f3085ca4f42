import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { docx, p } from '../../fixtures/make/docx.ts';
import { pdf } from '../../fixtures/make/pdf.ts';
import { createRandom } from '../../fixtures/make/random.ts';
import { sealOffice } from '../../fixtures/make/sealed-xlsx.ts';
import { sealedZip } from '../../fixtures/make/zip.ts';
import { openRecord } from '../../src/record/index.ts';
import { crawlReview } from '../review/crawl-review.ts';
import { leaksIn } from './leaks-in.ts';
import { PROJECT, runCli, temporaryFolders } from './run-cli.ts';

/**
 * No found value leaves the worker: every artefact of a scan is searched for every planted value, in the forms in which
 * it could lie there.
 */
const folder = temporaryFolders();
const planted = JSON.parse(readFileSync(join(PROJECT, 'fixtures/planted-values.json'), 'utf8')) as Record<
  string,
  string[]
>;

/** Passwords of the operator's list, two of which open something, and what they open. */
const PASSWORDS = ['Quokka-4417-Lantern', 'Basalt!Finch_8832', 'never-fits-5521-anything'];
const LOCKED_VALUE = '489-27-3146';
const values = [...new Set([...Object.values(planted).flat(), ...PASSWORDS, LOCKED_VALUE])];

/** Locked files in the share, and a configuration that names the list of passwords; returns its path. */
async function addLocked(share: string): Promise<string> {
  const random = createRandom(31);
  const [first = '', second = ''] = PASSWORDS;
  const line = `SSN: ${LOCKED_VALUE}`;
  const content = new Uint8Array(Buffer.from(`Name,SSN\nOpal Quarles,${LOCKED_VALUE}\n`));
  const files = {
    'aes.zip': sealedZip([{ name: 'list.csv', content, method: 'aes-256' }], first, random),
    'old.zip': sealedZip([{ name: 'list.csv', content, method: 'zip-crypto' }], second, random),
    'letter.docx': sealOffice(docx({ body: [p(line)] }), first, random, 1000),
    'form.pdf': await pdf([{ lines: [line] }], { password: second }),
    'other.zip': sealedZip([{ name: 'list.csv', content, method: 'aes-256' }], 'on no list', random),
  };
  mkdirSync(join(share, 'Locked'));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(share, 'Locked', name), bytes);
  const settings = folder('settings');
  writeFileSync(join(settings, 'passwords.txt'), `${PASSWORDS.toReversed().join('\n')}\n`, { mode: 0o600 });
  writeFileSync(join(settings, 'sharewarden.yaml'), 'passwords: passwords.txt\n');
  return join(settings, 'sharewarden.yaml');
}

function filesBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((name) => statSync(name).isFile());
}

describe('no planted value of fixtures/share', () => {
  const artefacts = new Map<string, string>();

  beforeAll(async () => {
    const share = join(folder('share'), 'share');
    cpSync(join(PROJECT, 'fixtures/share'), share, { recursive: true });
    const config = await addLocked(share);
    const state = folder('state');
    const before = new Set(readdirSync(tmpdir()));
    const environment = { SHAREWARDEN_KEY: 'a5'.repeat(32) };
    const summary = await runCli(['scan', share, '--state', state, '--config', config], { env: environment });
    // While somebody reads, the write-ahead log of the next run stays beside the database.
    const reader = new Database(join(state, 'record.sqlite'), { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM sqlite_master').get();
    const runs = {
      summary,
      jsonl: await runCli(['scan', share, '--state', state, '--fresh', '--format', 'jsonl', '--config', config], {
        env: environment,
      }),
      breaches: await runCli(['breach', 'list', '--state', state], { env: environment }),
    };
    for (const [name, run] of Object.entries(runs)) artefacts.set(`output of ${name}`, run.stdout + run.stderr);
    const numbers = [...runs.breaches.stdout.matchAll(/\b[A-Z]*-?\d{4}-\d{4}\b/g)].map(([number]) => number);
    for (const number of numbers) {
      const shown = await runCli(['breach', 'show', number, '--state', state], { env: environment });
      artefacts.set(`assessment ${number}`, shown.stdout + shown.stderr);
    }
    const record = await openRecord(join(state, 'record.sqlite'), {
      access: 'decide',
      fingerprintKey: Buffer.from(environment.SHAREWARDEN_KEY, 'hex'),
    });
    const given = {
      fingerprintKey: Buffer.from(environment.SHAREWARDEN_KEY, 'hex'),
      quarantineFolder: folder('held'),
    };
    for (const [name, text] of await crawlReview(record, given)) artefacts.set(`web app: ${name}`, text);
    await record.close();
    for (const path of filesBelow(state)) artefacts.set(path, readFileSync(path, 'latin1'));
    reader.close();
    const made = readdirSync(tmpdir()).filter((name) => !before.has(name) && !name.startsWith('sharewarden-'));
    for (const name of made)
      if (statSync(join(tmpdir(), name)).isFile()) artefacts.set(name, readFileSync(join(tmpdir(), name), 'latin1'));
  }, 900_000);

  it('has something to find and somewhere to leak', () => {
    expect(values.length).toBeGreaterThan(100);
    expect([...artefacts.keys()].some((name) => name.endsWith('record.sqlite'))).toBe(true);
    expect([...artefacts.keys()].some((name) => name.endsWith('record.sqlite-wal'))).toBe(true);
    expect([...artefacts.keys()].some((name) => name.endsWith('.html'))).toBe(true);
    expect([...artefacts.keys()].some((name) => name.startsWith('assessment'))).toBe(true);
    const pages = [...artefacts.keys()].flatMap((name) => /^web app: (.*)/.exec(name)?.[1] ?? []);
    for (const name of [
      '/exposures/1',
      '/api/exposures/1',
      'log',
      'cookies',
      'audit',
      '/reports/1/findings',
      '/reveals',
    ])
      expect([name, (artefacts.get(`web app: ${name}`)?.length ?? 0) > 20]).toEqual([name, true]);
    expect(pages).toEqual(
      expect.arrayContaining(['revealed', '/quarantine', '/quality', '/api/quality', '/assessments']),
    );
    for (const kind of [
      /^\/exposures\/\d+\/files\/\d+$/,
      /^marker /,
      /^\/api\/assessments\/BA-/,
      /documents\/.*\.html$/,
    ])
      expect([kind, pages.some((name) => kind.test(name))]).toEqual([kind, true]);
  });

  it('has opened with the list of passwords what it opens, and nothing else', () => {
    const lines = (artefacts.get('output of jsonl') ?? '').split('\n').filter((line) => line.includes('"Locked/'));
    const outcomes = lines.map((line) => JSON.parse(line) as { path: string; outcome: string; reason?: string });
    expect(outcomes.map(({ path, outcome, reason }) => [path, outcome, reason])).toEqual([
      ['Locked/aes.zip', 'matched', undefined],
      ['Locked/form.pdf', 'matched', undefined],
      ['Locked/letter.docx', 'matched', undefined],
      ['Locked/old.zip', 'matched', undefined],
      ['Locked/other.zip', 'unread', 'encrypted'],
    ]);
  });

  it('lies in any artefact, in clear, as digits, encoded, or as an unkeyed hash', () => {
    expect(leaksIn(artefacts, values)).toEqual([]);
  });
});
