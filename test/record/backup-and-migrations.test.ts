import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRecord } from '../../src/record/index.ts';
import { ALL_MIGRATIONS } from '../../src/record/migrations/all-migrations.ts';

const RECORDS = resolve(import.meta.dirname, '../../fixtures/records');
/** The key that the kept record was made with. */
const KEY = new Uint8Array(32).fill(0x77);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'record-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function oldRecord(): string {
  const path = join(folder, 'record.sqlite');
  copyFileSync(join(RECORDS, 'format-1.sqlite'), path);
  return path;
}

describe('a record of the first format', () => {
  it('is brought up to date with everything that it held', async () => {
    const record = await openRecord(oldRecord(), { fingerprintKey: KEY });
    try {
      const [run] = await record.runs.listRuns();
      expect(await record.runs.runSummary(run?.runId ?? 0)).toMatchObject({ met: 3, clean: 1, matched: 2, unread: 0 });
      const share = { name: 'office', root: '/srv/office' };
      const file = await record.files.findFile(share, 'hr/roster.csv');
      expect(file).toMatchObject({ reading: { outcome: 'matched', people: { likely: 2 } } });
      expect(file?.reading.findings.length).toBeGreaterThan(0);
      expect(await record.assessments.list()).toMatchObject([{ number: 'BA-2026-0001', status: 'open' }]);
      expect(await record.audit.verifyAudit()).toMatchObject({ intact: true });
      expect((await record.flags.follow({ runId: 1, atMs: 1 })).opened).toBeGreaterThan(0);
      expect((await record.flags.list()).flags[0]).toMatchObject({ places: 2, people: { likely: 2 } });
    } finally {
      await record.close();
    }
  });

  it('forgets the digests that were made without a key', async () => {
    const path = oldRecord();
    const before = new Database(path, { readonly: true });
    const digests = before.prepare('SELECT content_sha256 FROM files').pluck().all();
    before.close();
    expect(digests.filter((digest) => digest !== null)).toHaveLength(3);
    await (await openRecord(path, { fingerprintKey: KEY })).close();
    const after = new Database(path);
    expect(after.prepare('SELECT count(*) FROM files WHERE content_digest IS NOT NULL').pluck().get()).toBe(0);
    expect(after.pragma('user_version', { simple: true })).toBe(Object.keys(ALL_MIGRATIONS).length);
    after.close();
  });
});

describe('a backup', () => {
  it('is whole, for the owner only, and opens with the same key and no other', async () => {
    const record = await openRecord(oldRecord(), { fingerprintKey: KEY });
    const copy = join(folder, 'copy.sqlite');
    await record.flags.follow({ runId: 1, atMs: 1 });
    await record.backup(copy);
    await record.close();
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    const restored = await openRecord(copy, { fingerprintKey: KEY });
    expect((await restored.flags.list()).flags.length).toBeGreaterThan(0);
    expect(await restored.audit.verifyAudit()).toMatchObject({ intact: true });
    await restored.close();
    await expect(openRecord(copy, { fingerprintKey: new Uint8Array(32).fill(1) })).rejects.toThrow(
      /another fingerprint key/,
    );
  });

  it('never writes over a file, and says which folder is not there', async () => {
    const record = await openRecord(oldRecord(), { fingerprintKey: KEY });
    const taken = join(folder, 'taken');
    writeFileSync(taken, 'mine');
    await expect(record.backup(taken)).rejects.toThrow(/is there already/);
    await expect(record.backup(join(folder, 'no', 'copy.sqlite'))).rejects.toThrow(/folder does not exist/);
    await record.close();
  });
});
