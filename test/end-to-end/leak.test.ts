import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
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
const values = [...new Set(Object.values(planted).flat())];

/** Shorter ones occur by chance in hashes and counters. */
const LEAST_DIGITS = 8;

/** Every form is at least this long; artefacts are walked once, looking at this many characters. */
const BEGINNING = 6;

interface Form {
  readonly value: string;
  readonly form: string;
  readonly text: string;
}

function formsOf(value: string): Form[] {
  const digits = value.replace(/\D/g, '');
  const written = digits.length >= LEAST_DIGITS ? [value, digits] : [value];
  const spellings = [...new Set(written)];
  return spellings.flatMap((text) => [
    { value, form: 'clear', text },
    ...[0, 1, 2].map((offset) => ({ value, form: 'base64', text: innerBase64(text, offset) })),
    { value, form: 'hex', text: Buffer.from(text).toString('hex') },
    { value, form: 'UTF-16', text: Buffer.from(text, 'utf16le').toString('latin1') },
    ...['md5', 'sha1', 'sha256'].flatMap((hash) =>
      (['hex', 'base64'] as const).map((encoding) => ({
        value,
        form: hash,
        text: createHash(hash).update(text).digest(encoding).slice(0, 22),
      })),
    ),
  ]);
}

function grouped(forms: readonly Form[]): Map<string, Form[]> {
  const groups = new Map<string, Form[]>();
  for (const form of forms) {
    const beginning = form.text.slice(0, BEGINNING);
    const group = groups.get(beginning);
    if (group) group.push(form);
    else groups.set(beginning, [form]);
  }
  return groups;
}

/** The characters of a base64 text that the value alone decides, at each of the three alignments. */
function innerBase64(text: string, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)])
    .toString('base64')
    .replace(/=+$/, '');
  return encoded.slice(offset === 0 ? 0 : offset + 1, -1);
}

function filesBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((name) => statSync(name).isFile());
}

describe('no planted value of fixtures/share', () => {
  const artefacts = new Map<string, string>();
  const forms = values
    .filter((value) => value.length >= 6)
    .flatMap(formsOf)
    .filter(({ text }) => text.length >= BEGINNING);

  beforeAll(async () => {
    const share = join(folder('share'), 'share');
    cpSync(join(PROJECT, 'fixtures/share'), share, { recursive: true });
    const state = folder('state');
    const before = new Set(readdirSync(tmpdir()));
    const environment = { SHAREWARDEN_KEY: 'a5'.repeat(32) };
    const summary = await runCli(['scan', share, '--state', state], { env: environment });
    // While somebody reads, the write-ahead log of the next run stays beside the database.
    const reader = new Database(join(state, 'record.sqlite'), { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM sqlite_master').get();
    const runs = {
      summary,
      jsonl: await runCli(['scan', share, '--state', state, '--fresh', '--format', 'jsonl'], { env: environment }),
      breaches: await runCli(['breach', 'list', '--state', state], { env: environment }),
    };
    for (const [name, run] of Object.entries(runs)) artefacts.set(`output of ${name}`, run.stdout + run.stderr);
    const numbers = [...runs.breaches.stdout.matchAll(/\b[A-Z]*-?\d{4}-\d{4}\b/g)].map(([number]) => number);
    for (const number of numbers) {
      const shown = await runCli(['breach', 'show', number, '--state', state], { env: environment });
      artefacts.set(`assessment ${number}`, shown.stdout + shown.stderr);
    }
    for (const path of filesBelow(state)) artefacts.set(path, readFileSync(path, 'latin1'));
    reader.close();
    const made = readdirSync(tmpdir()).filter((name) => !before.has(name) && !name.startsWith('sharewarden-'));
    for (const name of made)
      if (statSync(join(tmpdir(), name)).isFile()) artefacts.set(name, readFileSync(join(tmpdir(), name), 'latin1'));
  });

  it('has something to find and somewhere to leak', () => {
    expect(values.length).toBeGreaterThan(100);
    expect([...artefacts.keys()].some((name) => name.endsWith('record.sqlite'))).toBe(true);
    expect([...artefacts.keys()].some((name) => name.endsWith('record.sqlite-wal'))).toBe(true);
    expect([...artefacts.keys()].some((name) => name.endsWith('.html'))).toBe(true);
    expect([...artefacts.keys()].some((name) => name.startsWith('assessment'))).toBe(true);
  });

  it('lies in any artefact, in clear, as digits, encoded, or as an unkeyed hash', () => {
    const leaks: string[] = [];
    const byBeginning = grouped(forms);
    for (const [name, text] of artefacts)
      for (let at = 0; at <= text.length - BEGINNING; at += 1)
        for (const { value, form, text: sought } of byBeginning.get(text.slice(at, at + BEGINNING)) ?? [])
          if (text.startsWith(sought, at))
            leaks.push(`${name}: ${form} of a planted value ending in ${value.slice(-2)}`);
    expect(leaks).toEqual([]);
  });
});
