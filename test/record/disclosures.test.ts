import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRecord, type ScanRecord } from '../../src/record/index.ts';

let directory: string;
let path: string;
let record: ScanRecord;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'record-'));
  path = join(directory, 'record.db');
  record = await openRecord(path, { fingerprintKey: new Uint8Array(32).fill(7) });
});

afterEach(async () => {
  await record.close();
  rmSync(directory, { recursive: true });
});

const AGREEMENT = {
  id: 'mou-1',
  sha256: 'a'.repeat(64),
  recipient: 'Sample College',
  expires: '2027-06-30',
  registeredAtMs: 1,
  registeredBy: 'dkim',
};

const DISCLOSURE = {
  id: 'd-1',
  atMs: 2,
  who: 'dkim',
  recipient: 'Sample College',
  interest: 'evaluation',
  basis: 'ferpa-audit-evaluation',
  agreement: 'mou-1',
  agreementSha256: 'a'.repeat(64),
  certificateSha256: 'c'.repeat(64),
};

const FILE = { name: 'x.csv', contentSha256: 'b'.repeat(64), sizeBytes: 9, types: { 'us-ssn': 1 }, rows: 1 };

/** As on a full disk: the chain takes no row. */
function stopTheChain(): void {
  const raw = new Database(path);
  raw.exec("CREATE TRIGGER no_room BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no room'); END");
  raw.close();
}

describe('the log of disclosures', () => {
  it('keeps the files of each disclosure apart', async () => {
    for (const id of ['d-1', 'd-2']) {
      const files = [1, 2].map((n) => ({ ...FILE, name: `${id}-${n}.csv`, rowFingerprints: new Uint8Array(8) }));
      await record.disclosures.add({ ...DISCLOSURE, id, files });
    }
    const listed = await record.disclosures.list();
    expect(listed.map(({ id, files }) => [id, files.map(({ name }) => name)])).toEqual([
      ['d-1', ['d-1-1.csv', 'd-1-2.csv']],
      ['d-2', ['d-2-1.csv', 'd-2-2.csv']],
    ]);
    expect((await record.audit.list()).map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      'disclosed d-1',
      'disclosed d-2',
    ]);
  });

  it('holds nothing of which the chain has no row', async () => {
    await record.disclosures.registerAgreement(AGREEMENT);
    stopTheChain();
    await expect(
      record.disclosures.add({ ...DISCLOSURE, files: [{ ...FILE, rowFingerprints: new Uint8Array(8) }] }),
    ).rejects.toThrow('no room');
    expect(await record.disclosures.list()).toEqual([]);
    await expect(record.disclosures.registerAgreement({ ...AGREEMENT, id: 'mou-2' })).rejects.toThrow('no room');
    await expect(record.disclosures.withdrawAgreement('mou-1', 'dkim', 5)).rejects.toThrow('no room');
    expect(await record.disclosures.agreements()).toEqual([AGREEMENT]);
  });
});
