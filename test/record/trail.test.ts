import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRecord, type ScanRecord } from '../../src/record/index.ts';
import { cleanReading, matchedReading, SHARE, sampleFacts, startOf } from './sample-files.ts';

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

/** Changes the database behind the record's back, as somebody who knows about the triggers would. */
function tamper(...statements: string[]): void {
  const raw = new Database(path);
  for (const name of ['audit_refuse_update', 'audit_refuse_delete']) raw.exec(`DROP TRIGGER ${name}`);
  for (const statement of statements) raw.exec(statement);
  raw.close();
}

async function fiveRows(): Promise<void> {
  for (let i = 1; i <= 5; i += 1) {
    await record.audit.append({
      atMs: i,
      actor: 'mreyes',
      action: 'report-written',
      subject: `report ${i}`,
      data: { files: i },
    });
  }
}

describe('audit', () => {
  it('is intact as written, also when empty', async () => {
    expect(await record.audit.verifyAudit()).toMatchObject({ intact: true, rows: 0 });
    await fiveRows();
    const rows = await record.audit.list();
    expect(await record.audit.verifyAudit()).toEqual({ intact: true, rows: 5, head: rows.at(-1)?.hash });
    const kept = { id: 3, hash: rows[2]?.hash ?? '' };
    expect(await record.audit.verifyAudit({ expectedHead: kept })).toMatchObject({ intact: true });
    // A chain that was rebuilt holds in itself; only what was kept elsewhere tells.
    expect(await record.audit.verifyAudit({ expectedHead: { ...kept, hash: 'f'.repeat(64) } })).toMatchObject({
      intact: false,
      firstBadId: 3,
    });
    expect(await record.audit.verifyAudit({ expectedHead: { ...kept, id: 6 } })).toMatchObject({ firstBadId: 6 });
    expect(rows[2]).toMatchObject({
      id: 3,
      atMs: 3,
      actor: 'mreyes',
      action: 'report-written',
      subject: 'report 3',
      data: { files: 3 },
    });
    expect((await record.audit.list({ afterId: 3, limit: 1 })).map(({ id }) => id)).toEqual([4]);
  });

  it.each([
    "UPDATE audit SET actor = 'x'",
    'DELETE FROM audit',
    "UPDATE assessment_events SET why = 'x'",
    'DELETE FROM assessment_events',
  ])('the database refuses: %s', async (statement) => {
    await fiveRows();
    const { runId } = await record.runs.startRun(startOf());
    await record.assessments.open({
      runId,
      cluster: 'c',
      policyDigest: 'p',
      fileIds: [],
      atMs: 1,
      who: 'w',
      why: 'y',
      data: null,
    });
    const raw = new Database(path);
    expect(() => raw.exec(statement)).toThrow('append-only');
    raw.close();
  });

  it.each<[string, string[], number]>([
    ['an altered actor', ["UPDATE audit SET actor = 'someone' WHERE id = 3"], 3],
    ['altered data', [`UPDATE audit SET data = '{"files":9}' WHERE id = 2`], 2],
    ['an altered time', ['UPDATE audit SET at_ms = 2.5 WHERE id = 5'], 5],
    ['a removed row', ['DELETE FROM audit WHERE id = 2'], 2],
    ['a removed first row', ['DELETE FROM audit WHERE id = 1'], 1],
    ['a removed last row', ['DELETE FROM audit WHERE id = 5'], 5],
    ['everything removed', ['DELETE FROM audit'], 1],
    [
      'swapped rows',
      [
        'UPDATE audit SET id = 99 WHERE id = 2',
        'UPDATE audit SET id = 2 WHERE id = 3',
        'UPDATE audit SET id = 3 WHERE id = 99',
      ],
      2,
    ],
    [
      'a copied row',
      ['INSERT INTO audit SELECT 6, at_ms, actor, action, subject, data, previous_hash, hash FROM audit WHERE id = 5'],
      6,
    ],
  ])('finds %s', async (_, statements, firstBadId) => {
    await fiveRows();
    tamper(...statements);
    expect(await record.audit.verifyAudit()).toMatchObject({ intact: false, firstBadId });
  });

  it('tells of runs', async () => {
    const { runId } = await record.runs.startRun(startOf());
    await record.runs.finishRun({ runId, finishedAtMs: 2, complete: true, actor: 'tester' });
    await record.runs.recordExit(runId, 3);
    expect((await record.audit.list()).map(({ action }) => action)).toEqual(['run-started', 'run-finished']);
    expect(await record.runs.lastFinishedRun()).toMatchObject({
      runId,
      exitCode: 3,
      state: 'finished',
      engineDigest: 'engine-1',
    });
    expect(await record.runs.lastFinishedRun(runId)).toBeUndefined();
  });
});

describe('journal', () => {
  it('remembers what was in flight, and how often', async () => {
    const { runId } = await record.runs.startRun(startOf());
    const [a, b] = [sampleFacts('a.txt'), sampleFacts('b.txt', { rawPath: 'Yg==' })];
    await record.journal.start(runId, [a, b]);
    await record.journal.start(runId, [b]);
    expect(await record.journal.leftovers()).toEqual([
      { share: 'office', root: '/srv/office', path: 'b.txt', rawPath: 'Yg==', attempts: 2 },
      { share: 'office', root: '/srv/office', path: 'a.txt', attempts: 1 },
    ]);
    await record.catalogue.recordBatch({ runId, files: [{ facts: b, reading: cleanReading(), verdicts: [] }] });
    expect((await record.journal.leftovers()).map(({ path: left }) => left)).toEqual(['a.txt']);
    await record.journal.done([a]);
    expect(await record.journal.leftovers()).toEqual([]);
  });
});

describe('assessments', () => {
  async function opened() {
    const { runId } = await record.runs.startRun(startOf());
    const fileIds = await record.catalogue.recordBatch({
      runId,
      files: [{ facts: sampleFacts('b.zip'), reading: matchedReading(), verdicts: [] }],
    });
    const given = {
      runId,
      cluster: 'content:bb',
      policyDigest: 'p',
      fileIds,
      atMs: Date.UTC(2026, 10, 24),
      who: 'scan',
      why: 'sr-20',
      data: { people: 3 },
    };
    return { given, runId, fileId: fileIds[0] ?? 0, ...(await record.assessments.open(given)) };
  }

  it('opens one per cluster', async () => {
    const { given, assessment } = await opened();
    expect(assessment).toMatchObject({
      number: 'BA-2026-0001',
      status: 'open',
      version: 1,
      files: [{ share: 'office', path: 'b.zip', contentDigest: 'b'.repeat(64) }],
    });
    expect(await record.assessments.open(given)).toEqual({ assessment, opened: false });
    expect((await record.assessments.open({ ...given, cluster: 'content:cc' })).assessment.number).toBe('BA-2026-0002');
    expect(await record.assessments.list({ status: 'open' })).toHaveLength(2);
    expect(await record.assessments.get('BA-2026-0001')).toEqual(assessment);
    expect(await record.assessments.get('BA-2026-0009')).toBeUndefined();
  });

  it('appends events and loses nobody’s words', async () => {
    const { given, assessment } = await opened();
    const { assessmentId } = assessment;
    const event = {
      assessmentId,
      atMs: 2,
      who: 'mreyes',
      kind: 'answered',
      why: 'asked the custodian',
      data: { accessed: 'unknown' },
    };
    expect(await record.assessments.append({ ...event, expectedVersion: 1 })).toBe(2);
    await expect(record.assessments.append({ ...event, expectedVersion: 1 })).rejects.toThrow(
      'somebody else changed it',
    );
    await expect(record.assessments.append({ ...event, assessmentId: 77 })).rejects.toMatchObject({
      name: 'OperatorError',
    });
    await record.assessments.append({ ...event, kind: 'closed', status: 'closed' });
    expect(
      (await record.assessments.events(assessmentId)).map(({ version, kind, data }) => [version, kind, data]),
    ).toEqual([
      [1, 'opened', { people: 3 }],
      [2, 'answered', { accessed: 'unknown' }],
      [3, 'closed', { accessed: 'unknown' }],
    ]);
    const again = await record.assessments.open(given);
    expect(again).toMatchObject({ opened: true, assessment: { number: 'BA-2026-0002' } });
    expect((await record.audit.list()).map(({ action }) => action)).toContain('assessment-closed');
    expect(await record.audit.verifyAudit()).toMatchObject({ intact: true });
  });

  it('an entry that was put in between is found, since the chain has no row of it', async () => {
    const { assessment } = await opened();
    const raw = new Database(path);
    raw
      .prepare("INSERT INTO assessment_events VALUES (?, 2, 5, 'mreyes', 'decided', 'no notice is needed', 'null')")
      .run(assessment.assessmentId);
    raw.close();
    expect(await record.audit.verifyAudit()).toMatchObject({
      intact: false,
      problem: 'entry 2 of BA-2026-0001 was put in between',
    });
  });

  it('keeps the people as they were when the file is cleaned', async () => {
    const { assessment, runId, fileId } = await opened();
    await record.catalogue.recordBatch({
      runId,
      files: [{ facts: sampleFacts('b.zip'), reading: cleanReading(), verdicts: [] }],
    });
    expect(await record.files.ledgerOf(fileId)).toBeUndefined();
    const kept = await record.assessments.ledgerOf(assessment.assessmentId, fileId);
    expect(kept?.rows).toEqual(Buffer.from(matchedReading().ledger.rows));
    expect(await record.assessments.ledgerOf(assessment.assessmentId, 99)).toBeUndefined();
  });
});

describe('copies', () => {
  it('are found by content', async () => {
    const { runId } = await record.runs.startRun(startOf());
    const same = { reading: matchedReading(), verdicts: [] };
    await record.catalogue.recordBatch({
      runId,
      files: [
        { facts: sampleFacts('z/copy.zip'), ...same },
        { facts: sampleFacts('a.zip'), ...same },
        { facts: sampleFacts('c'), reading: cleanReading(), verdicts: [] },
      ],
    });
    expect((await record.files.filesWithContent('b'.repeat(64))).map(({ facts }) => facts.path)).toEqual([
      'a.zip',
      'z/copy.zip',
    ]);
    expect(await record.files.findFile(SHARE, 'nothing')).toBeUndefined();
  });
});
