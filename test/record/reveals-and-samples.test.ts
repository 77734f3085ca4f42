import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRecord, type ScanRecord } from '../../src/record/index.ts';
import { temporaryFolders } from '../end-to-end/run-cli.ts';
import { cleanReading, fileEntries, listingOf, matchedReading, SHARE, sampleFacts, startOf } from './sample-files.ts';

const folder = temporaryFolders();
const NOW = 1_764_000_200_000;
let record: ScanRecord;
let fileIds: readonly number[] = [];

beforeAll(async () => {
  record = await openRecord(join(folder('record'), 'record.sqlite'), { fingerprintKey: new Uint8Array(32) });
  const { runId } = await record.runs.startRun(startOf());
  for (const directory of ['a', 'a/b', 'ab']) {
    const facts = Array.from({ length: 100 }, (_, at) =>
      sampleFacts(`${directory}/${String(at).padStart(3, '0')}.txt`, { inode: `${directory}${at}` }),
    );
    await record.catalogue.meet(runId, listingOf(directory, fileEntries(...facts)));
    const files = facts.map((each, at) => ({
      facts: each,
      reading: at < 50 ? cleanReading() : matchedReading(),
      verdicts: [],
    }));
    fileIds = [...fileIds, ...(await record.catalogue.recordBatch({ runId, files }))];
  }
  await record.runs.finishRun({ runId, finishedAtMs: NOW, complete: true, actor: 'tester' });
});
afterAll(() => record.close());

const finding = { type: 'us-ssn', place: { members: [], line: 3 }, fingerprint: '0'.repeat(32), masked: '***-**-0187' };
const ask = (needsSecondPerson: boolean, who = 'mreyes') =>
  record.reveals.ask({
    ...{ atMs: NOW, who, fileId: fileIds[60] ?? 0, finding, needsSecondPerson, validMs: 600_000 },
    reason: 'To call the person whose number 486-31-4127 this is',
  });

describe('a reveal', () => {
  it('is granted at once, is used once, by the one who asked, in time', async () => {
    const { revealId, state, reason } = await ask(false);
    expect(state).toBe('granted');
    expect(reason).not.toContain('486-31');
    const use = (who: string, atMs: number) => record.reveals.use({ revealId, who, atMs });
    expect(await use('dkim', NOW)).toEqual({ kind: 'refused', reason: 'not-yours' });
    expect(await use('mreyes', NOW + 600_001)).toEqual({ kind: 'refused', reason: 'expired' });
    expect(await use('mreyes', NOW + 1)).toMatchObject({ kind: 'done', reveal: { state: 'shown' } });
    expect(await use('mreyes', NOW + 2)).toEqual({ kind: 'refused', reason: 'already-shown' });
  });

  it('waits for a second person where it must, and its time begins with their word', async () => {
    const { revealId } = await ask(true);
    const decide = (who: string, grants = true) =>
      record.reveals.decide({ revealId, who, grants, atMs: NOW + 900_000 });
    expect(await record.reveals.use({ revealId, who: 'mreyes', atMs: NOW })).toEqual({
      kind: 'refused',
      reason: 'not-granted',
    });
    expect(await decide('mreyes')).toEqual({ kind: 'refused', reason: 'own-request' });
    expect(await decide('dkim')).toMatchObject({ kind: 'done', reveal: { state: 'granted', decidedBy: 'dkim' } });
    expect(await decide('other', false)).toEqual({ kind: 'refused', reason: 'not-waiting' });
    expect(await record.reveals.use({ revealId, who: 'mreyes', atMs: NOW + 1_000_000 })).toMatchObject({
      kind: 'done',
    });
    expect(await record.reveals.shownSince(NOW)).toEqual([{ who: 'mreyes', shown: 2 }]);
  });

  it('needs a reason, and every step is in the chain', async () => {
    await expect(
      record.reveals.ask({
        atMs: NOW,
        who: 'x',
        fileId: 1,
        finding,
        reason: ' ',
        needsSecondPerson: false,
        validMs: 1,
      }),
    ).rejects.toThrow('no reason');
    const actions = (await record.audit.list()).map(({ action }) => action);
    for (const action of ['reveal-asked', 'reveal-granted', 'reveal-shown']) expect(actions).toContain(action);
    expect(await record.audit.verifyAudit()).toMatchObject({ intact: true });
  });
});

describe('a sample of clean files', () => {
  const draw = (week: string, seed: string, path = 'a') =>
    record.samples.draw({
      ...{ week, seed, area: `area ${path}`, folders: [{ share: SHARE, path }] },
      size: 10,
      atMs: NOW,
      who: 'sharewarden',
    });

  it('is drawn once a week, only from clean files of the area, and again from its seed', async () => {
    const first = await draw('2026-W40', 'one');
    expect(first).toMatchObject({ cleanFiles: 100 });
    expect(first.files).toHaveLength(10);
    expect(await draw('2026-W40', 'another')).toEqual(first);
    expect((await draw('2026-W41', 'one')).files).toEqual(first.files);
    expect((await draw('2026-W42', 'two')).files).not.toEqual(first.files);
    for (const { fileId } of first.files) {
      const file = await record.files.file(fileId);
      expect(file?.reading.outcome).toBe('clean');
      expect(file?.facts.path).toMatch(/^a\//);
    }
  });

  it('gives every clean file the same chance', async () => {
    const drawn = new Map<number, number>();
    for (let seed = 0; seed < 150; seed += 1)
      for (const { fileId } of (await draw(`w${seed}`, String(seed), 'ab')).files)
        drawn.set(fileId, (drawn.get(fileId) ?? 0) + 1);
    // 150 draws of 10 of 50: 30 each, standard deviation 4.9.
    expect(drawn.size).toBe(50);
    expect(Math.min(...drawn.values())).toBeGreaterThan(30 - 4.5 * 4.9);
    expect(Math.max(...drawn.values())).toBeLessThan(30 + 4.5 * 4.9);
  });

  it('keeps what a person saw, and takes no answer for another file', async () => {
    const { sampleId, files } = await draw('2026-W43', 'three');
    const answer = (fileId: number) =>
      record.samples.answer({
        sampleId,
        fileId,
        answer: 'missed',
        note: 'holds 486-31-4127',
        who: 'mreyes',
        atMs: NOW,
      });
    expect(await answer(files[0]?.fileId ?? 0)).toBe(true);
    expect(await answer(999_999)).toBe(false);
    const kept = (await record.samples.get(sampleId))?.files.find(({ answer: given }) => given);
    expect(kept).toMatchObject({ answer: 'missed', answeredBy: 'mreyes' });
    expect(kept?.note).not.toContain('486-31');
  });
});
