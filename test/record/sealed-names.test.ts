import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { FileFacts, FileReading } from '../../src/model/index.ts';
import { openRecord } from '../../src/record/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'sharewarden-seal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SECRET = '318-35-4549';
const share = { name: 's', root: '/s' };
const fingerprintKey = new Uint8Array(32).fill(7);

const facts = (path: string, rawPath?: string): FileFacts => ({
  share: 's',
  root: '/s',
  path,
  sizeBytes: 1,
  modifiedAtMs: 1,
  changedAtMs: 1,
  device: '1',
  inode: '1',
  mode: 0o640,
  uid: 1,
  gid: 1,
  audience: 'team',
  location: 'unregistered',
  ...(rawPath ? { rawPath } : {}),
});

const clean: FileReading = {
  outcome: 'clean',
  format: 'text',
  bytesRead: 1,
  unreadParts: [],
  unreadPartCount: 0,
  notes: [],
  types: [],
  findings: [],
  people: { lower: 0, likely: 0, upper: 0 },
  ledger: { rows: new Uint8Array(0) },
  namePaired: {},
  documentClasses: [],
  elapsedMs: 1,
};

describe('a name that carries an identifier', () => {
  const raw = Buffer.from(`in ${SECRET}/\xe9 ${SECRET}.txt`, 'latin1').toString('base64');
  const met = [
    facts(`in ${SECRET}/form ${SECRET}.txt`),
    facts(`in ${SECRET}/plain.txt`),
    facts(`in ${SECRET}/\ufffd ${SECRET}.txt`, raw),
  ];
  const listing = {
    share: 's',
    root: '/s',
    directory: `in ${SECRET}`,
    last: true,
    entries: met.map((each) => ({ kind: 'file' as const, facts: each })),
  };

  it('lies sealed in the database, and comes back whole', async () => {
    const record = await openRecord(join(folder, 'record.sqlite'), { fingerprintKey });
    const digests = { engineDigest: 'e', patternDigest: 'p', policyDigest: 'q', versions: {}, actor: 'a' };
    const { runId } = await record.runs.startRun({ startedAtMs: 1, shares: [share], ...digests });
    expect((await record.catalogue.meet(runId, listing)).map(({ facts: each, status }) => [each, status])).toEqual(
      met.map((each) => [each, 'new']),
    );
    await record.journal.start(runId, met);
    expect(new Set((await record.journal.leftovers()).map(({ path }) => path))).toEqual(
      new Set(met.map(({ path }) => path)),
    );
    await record.catalogue.recordBatch({
      runId,
      files: met.map((each) => ({ facts: each, reading: clean, verdicts: [] })),
    });
    expect(await record.journal.leftovers()).toEqual([]);
    expect((await record.catalogue.meet(runId, listing)).map(({ status }) => status)).toEqual([
      'unchanged',
      'unchanged',
      'unchanged',
    ]);
    const back: FileFacts[] = [];
    for await (const file of record.files.iterateFiles()) back.push(file.facts);
    const byPath = (a: FileFacts, b: FileFacts) => (a.path < b.path ? -1 : 1);
    expect(back.sort(byPath)).toEqual([...met].sort(byPath));
    expect((await record.files.findFile(share, met[0]?.path ?? ''))?.facts).toEqual(met[0]);
    await record.close();

    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name), 'latin1');
      for (const form of [SECRET, Buffer.from(SECRET).toString('base64').slice(0, -2), raw.slice(8, 18)])
        expect(bytes).not.toContain(form);
    }
  });

  it('cannot be recorded without the key, and is not shown without it', async () => {
    const keyless = await openRecord(join(folder, 'record.sqlite'), { access: 'read' });
    const names: string[] = [];
    for await (const file of keyless.files.iterateFiles()) names.push(file.facts.path);
    await keyless.close();
    expect(names).toContain('(sealed name)/plain.txt');
    expect(names.join()).not.toContain(SECRET);
  });
});
