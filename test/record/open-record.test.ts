import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PERSON_ROW_BYTES } from '../../src/model/index.ts';
import { openRecord } from '../../src/record/index.ts';
import { asOrdinaryAccount } from '../walk/tree.ts';
import { cleanReading, matchedReading, SHARE, sampleFacts, startOf } from './sample-files.ts';

let directory: string;
let path: string;
let children: ChildProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'record-'));
  path = join(directory, 'state', 'record.db');
});

afterEach(async () => {
  await Promise.all(children.map(kill));
  children = [];
  chmodSync(directory, 0o700);
  rmSync(directory, { recursive: true });
});

/** Starts the second process and waits for its first line. */
async function start(
  mode: 'record' | 'hold' | 'exclusive',
): Promise<{ child: ChildProcess; lines: AsyncIterator<string> }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'other-process.mjs'), mode, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect((await lines.next()).done).toBe(false);
  return { child, lines };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function makeRecord(): Promise<void> {
  await (await openRecord(path)).close();
}

describe('kill -9 while recording', () => {
  it.each([1, 7, 30])('loses nothing that was recorded and doubles nothing (%i batches)', async (batches) => {
    const { child, lines } = await start('record');
    let committed = 0;
    for (let i = 0; i < batches; i += 1) committed = Number((await lines.next()).value);
    await kill(child);
    const record = await openRecord(path);
    const seen: string[] = [];
    for await (const { facts, reading, verdicts } of record.files.iterateFiles()) {
      seen.push(facts.path);
      expect([reading.findings.length, reading.types.length, verdicts.length]).toEqual([1, 1, 1]);
    }
    expect(seen.length).toBeGreaterThanOrEqual(committed);
    expect(seen.length % 20).toBe(0);
    expect(new Set(seen).size).toBe(seen.length);
    const leftovers = await record.journal.leftovers();
    expect([0, 20]).toContain(leftovers.length);
    expect(leftovers.every((file) => file.attempts === 1 && !seen.includes(file.path))).toBe(true);
    expect((await record.runs.startRun(startOf())).interruptedRunIds).toEqual([1]);
    expect((await record.runs.listRuns()).map(({ state }) => state)).toEqual(['running', 'interrupted']);
    expect(await record.audit.verifyAudit()).toMatchObject({ intact: true, rows: 2 });
    await record.close();
    expect(new Database(path).pragma('integrity_check', { simple: true })).toBe('ok');
  });
});

describe('another process', () => {
  it('is named when it is writing; reading beside it works', async () => {
    const { child } = await start('hold');
    const refused = openRecord(path, { busyTimeoutMs: 50 });
    await expect(refused).rejects.toMatchObject({ name: 'OperatorError', thing: path });
    await expect(refused).rejects.toThrow(`scan of /srv/office, process ${child.pid}`);
    const reader = await openRecord(path, { access: 'read' });
    expect(await reader.runs.listRuns()).toEqual([]);
    await reader.close();
    await kill(child);
    await makeRecord();
  });

  it('leaves the register of agreements open to people', async () => {
    await start('hold');
    const beside = await openRecord(path, { access: 'decide', busyTimeoutMs: 5_000 });
    const agreement = { id: 'A-1', sha256: '0', recipient: 'County', expires: '2027-01-01', registeredAtMs: 1 };
    await beside.disclosures.registerAgreement({ ...agreement, registeredBy: 'dana' });
    await beside.close();
    const reader = await openRecord(path, { access: 'read' });
    expect((await reader.disclosures.agreement('A-1'))?.recipient).toBe('County');
    await reader.close();
  });

  it('also within one process there is one writer', async () => {
    const first = await openRecord(path, { holder: 'scan' });
    await expect(openRecord(path, { busyTimeoutMs: 10 })).rejects.toThrow('being written by scan');
    await first.close();
    await first.close();
    await makeRecord();
  });

  it('that has locked the database itself is said', async () => {
    await makeRecord();
    await start('exclusive');
    const record = openRecord(path, { busyTimeoutMs: 50 }).then((opened) => opened.runs.startRun(startOf()));
    await expect(record).rejects.toMatchObject({ name: 'OperatorError', thing: path });
    await expect(record).rejects.toThrow('locked by another process');
  });
});

describe('a database that cannot be used', () => {
  it('is refused when it was written by a newer version, and left as it is', async () => {
    await makeRecord();
    const raw = new Database(path);
    raw.pragma('user_version = 99');
    raw.close();
    await expect(openRecord(path)).rejects.toThrow(/newer version \(format 99, this program knows \d+\)/);
    await expect(openRecord(path, { access: 'read' })).rejects.toThrow('newer version');
  });

  it('is refused when it belongs to another program', async () => {
    mkdirSync(join(directory, 'state'));
    const raw = new Database(path);
    raw.exec('CREATE TABLE theirs (x)');
    raw.close();
    await expect(openRecord(path)).rejects.toThrow('another program');
  });

  it('is refused when it is no database', async () => {
    mkdirSync(join(directory, 'state'));
    writeFileSync(path, 'x'.repeat(5_000));
    await expect(openRecord(path)).rejects.toMatchObject({ name: 'OperatorError', thing: path });
    expect(readFileSync(path, 'utf8')).toBe('x'.repeat(5_000));
  });

  it('is refused for reading when there is none, and none is made', async () => {
    await expect(openRecord(path, { access: 'read' })).rejects.toThrow('no record yet');
    expect(existsSync(path)).toBe(false);
  });

  it('is refused in a folder that cannot be written', async () => {
    chmodSync(directory, 0o555);
    await asOrdinaryAccount(async () => {
      await expect(openRecord(path)).rejects.toThrow('state folder cannot be made');
      await expect(openRecord(join(directory, 'record.db'))).rejects.toMatchObject({ name: 'OperatorError' });
    });
  });

  it('is refused for writing when only reading is allowed', async () => {
    await makeRecord();
    chmodSync(directory, 0o755);
    chmodSync(join(directory, 'state'), 0o555);
    chmodSync(path, 0o444);
    await asOrdinaryAccount(() => expect(openRecord(path)).rejects.toMatchObject({ name: 'OperatorError' }));
    chmodSync(join(directory, 'state'), 0o700);
  });
});

describe('a full disk', () => {
  it('is said, and what was recorded before stays whole', async () => {
    const record = await openRecord(path, { maxSizeBytes: 600_000 });
    const { runId } = await record.runs.startRun(startOf());
    await record.catalogue.recordBatch({
      runId,
      files: [{ facts: sampleFacts('a.txt'), reading: cleanReading(), verdicts: [] }],
    });
    const big = matchedReading({ ledger: { rows: new Uint8Array(PERSON_ROW_BYTES * 20_000) } });
    const files = [
      { facts: sampleFacts('b.txt'), reading: cleanReading(), verdicts: [] },
      { facts: sampleFacts('c.txt'), reading: big, verdicts: [] },
    ];
    const full = record.catalogue.recordBatch({ runId, files });
    await expect(full).rejects.toMatchObject({ name: 'OperatorError', thing: path });
    await expect(full).rejects.toThrow('disk is full');
    expect(await record.files.findFile(SHARE, 'b.txt')).toBeUndefined();
    expect(await record.files.findFile(SHARE, 'a.txt')).toBeDefined();
    await record.close();
  });
});

describe('the file', () => {
  it('is closed to others', async () => {
    await makeRecord();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'state')).mode & 0o777).toBe(0o700);
  });

  it('belongs to one fingerprint key', async () => {
    const [key, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    await (await openRecord(path, { fingerprintKey: key })).close();
    await (await openRecord(path, { fingerprintKey: key })).close();
    await makeRecord();
    await expect(openRecord(path, { fingerprintKey: other })).rejects.toThrow('another fingerprint key');
    await expect(openRecord(path, { access: 'read', fingerprintKey: other })).rejects.toThrow(
      'another fingerprint key',
    );
    expect(readFileSync(path).includes(Buffer.from(key))).toBe(false);
  });

  it('holds the people of a million rows', async () => {
    const rows = new Uint8Array(PERSON_ROW_BYTES * 1_000_000);
    for (let i = 0; i < rows.length; i += 4_099) rows[i] = i % 251;
    const record = await openRecord(path);
    const { runId } = await record.runs.startRun(startOf());
    const [fileId] = await record.catalogue.recordBatch({
      runId,
      files: [{ facts: sampleFacts('people.csv'), reading: matchedReading({ ledger: { rows } }), verdicts: [] }],
    });
    const kept = await record.files.ledgerOf(fileId ?? 0);
    expect(kept?.rows.length).toBe(rows.length);
    expect(Buffer.compare(kept?.rows ?? new Uint8Array(), rows)).toBe(0);
    await record.close();
  });
});
