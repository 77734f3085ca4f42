import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FileFacts, FileReading } from '../../src/model/index.ts';
import { type MetListing, openRecord, type ScanRecord } from '../../src/record/index.ts';
import { cleanReading, fileEntries, listingOf, matchedReading, SHARE, sampleFacts, startOf } from './sample-files.ts';

/** 0: not there; else the size, which tells what reading it gives. */
type Version = 0 | 1 | 2 | 3;
/** Versions of three files; undefined where the directory cannot be listed. */
type Folder = readonly [Version, Version, Version] | undefined;
/** Folders `a`, `a/b` and `c`; `a/b` is not met where `a` cannot be listed. */
interface Night {
  readonly folders: readonly [Folder, Folder, Folder];
  /** How many listings an attempt meets before it is killed; 0 for none. */
  readonly killedAfter: number;
}

const FOLDERS = ['a', 'a/b', 'c'] as const;
const READINGS: Readonly<Record<Version, FileReading>> = {
  0: cleanReading(),
  1: cleanReading({ contentDigest: '1'.repeat(64) }),
  2: matchedReading({ contentDigest: '2'.repeat(64) }),
  3: cleanReading({ outcome: 'unread', reason: 'encrypted' }),
};

const version = fc.constantFrom<Version>(0, 1, 2, 3);
const folder = fc.option(fc.tuple(version, version, version), { nil: undefined, freq: 4 });
const nights = fc.array(
  fc.record({ folders: fc.tuple(folder, folder, folder), killedAfter: fc.integer({ min: 0, max: 3 }) }),
  {
    minLength: 1,
    maxLength: 5,
  },
);

function filesOf(night: Night, index: number): FileFacts[] {
  return (night.folders[index] ?? []).flatMap((size, i) =>
    size === 0 ? [] : [sampleFacts(`${FOLDERS[index]}/${i}`, { sizeBytes: size })],
  );
}

/** Folders that the walk comes to. */
function metFolders(night: Night): number[] {
  return night.folders[0] ? [0, 1, 2] : [0, 2];
}

function listingsOf(night: Night): MetListing[] {
  const below = metFolders(night).map((index) => {
    const path = FOLDERS[index] ?? '';
    const denied = {
      kind: 'unreadable',
      share: SHARE.name,
      root: SHARE.root,
      path,
      what: 'directory',
      reason: 'denied',
      detail: 'no',
    } as const;
    return listingOf(path, night.folders[index] ? fileEntries(...filesOf(night, index)) : [denied]);
  });
  return [listingOf('', fileEntries(sampleFacts('always.txt', { sizeBytes: 1 }))), ...below];
}

async function scan(record: ScanRecord, listings: readonly MetListing[]): Promise<number> {
  const { runId } = await record.runs.startRun(startOf());
  for (const listing of listings) {
    const comparisons = await record.catalogue.meet(runId, listing);
    const changed = comparisons.filter(({ status }) => !['unchanged', 'regraded'].includes(status));
    const outcomes = changed.map(({ facts }) => ({
      facts,
      reading: READINGS[facts.sizeBytes as Version],
      verdicts: [],
    }));
    await record.catalogue.recordBatch({ runId, files: outcomes });
    const back = comparisons.flatMap(({ status, fileId, facts }) =>
      status === 'regraded' && fileId !== undefined ? [{ fileId, facts, verdicts: [] }] : [],
    );
    await record.catalogue.recordVerdicts({ runId, files: back });
  }
  return runId;
}

async function told(record: ScanRecord, runId?: number): Promise<string[]> {
  const files: string[] = [];
  for await (const { facts, reading } of record.files.iterateFiles(runId === undefined ? {} : { runId })) {
    files.push(
      `${facts.path} ${reading.outcome} ${reading.contentDigest?.[0] ?? ''} ${reading.types.length} ${reading.findings.length}`,
    );
  }
  return files;
}

it('counts add up every night, and a night that was killed in between leaves no trace', async () => {
  await fc.assert(
    fc.asyncProperty(nights, async (all) => {
      const directory = mkdtempSync(join(tmpdir(), 'record-'));
      const quiet = await openRecord(join(directory, 'quiet.db'));
      let killed = await openRecord(join(directory, 'killed.db'));
      try {
        for (const night of all) {
          const listings = listingsOf(night);
          const quietRun = await scan(quiet, listings);
          if (night.killedAfter > 0) {
            await scan(killed, listings.slice(0, night.killedAfter));
            await killed.close();
            killed = await openRecord(join(directory, 'killed.db'));
          }
          const killedRun = await scan(killed, listings);
          const end = { finishedAtMs: 1, complete: true, actor: 'tester' };
          const summary = await quiet.runs.finishRun({ runId: quietRun, ...end });
          const { run, read, bytesRead, ...rest } = await killed.runs.finishRun({ runId: killedRun, ...end });
          expect(rest).toEqual({
            ...rest,
            ...(({ run: _, read: __, bytesRead: ___, vanished, ...same }) => same)(summary),
          });

          const met = metFolders(night).flatMap((index) => filesOf(night, index)).length + 1;
          const denied = metFolders(night).filter((index) => !night.folders[index]).length;
          expect(summary.met).toBe(met + denied);
          expect(summary.clean + summary.matched + summary.unread).toBe(summary.met);
          expect(await told(quiet, quietRun)).toHaveLength(summary.met);
          expect(await told(killed)).toEqual(await told(quiet));
          expect(await told(killed, killedRun)).toEqual(await told(quiet, quietRun));
          expect(run.state).toBe('finished');
          expect(read).toBeLessThanOrEqual(summary.met);
          expect(bytesRead).toBeGreaterThanOrEqual(0);
        }
      } finally {
        await quiet.close();
        await killed.close();
        rmSync(directory, { recursive: true });
      }
    }),
    { numRuns: 25 },
  );
});
