import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { FileReading, Verdict } from '../../src/model/index.ts';
import { type FileQuery, type MetListing, openRecord, type ScanRecord } from '../../src/record/index.ts';
import { cleanReading, SHARE, startOf } from './sample-files.ts';

interface Nights {
  record: ScanRecord;
  path(): string;
  /** What a scan does, with readings given by path. */
  night(
    listings: readonly MetListing[],
    readings: Readonly<Record<string, [FileReading, Verdict[]]>>,
    start?: Parameters<typeof startOf>[0],
  ): Promise<{ runId: number; statuses: Record<string, string> }>;
  paths(query?: FileQuery): Promise<string[]>;
}

/** A fresh record for each test, and the nights that are scanned into it. */
export function freshNights(): Nights {
  let directory: string;
  const nights: Nights = {
    record: undefined as unknown as ScanRecord,
    path: () => join(directory, 'record.db'),
    night,
    paths,
  };

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'record-'));
    nights.record = await openRecord(join(directory, 'record.db'));
  });

  afterEach(async () => {
    await nights.record.close();
    rmSync(directory, { recursive: true });
  });

  async function night(
    listings: readonly MetListing[],
    readings: Readonly<Record<string, [FileReading, Verdict[]]>>,
    start: Parameters<typeof startOf>[0] = {},
  ): Promise<{ runId: number; statuses: Record<string, string> }> {
    const { runId } = await nights.record.runs.startRun(startOf(start));
    const statuses: Record<string, string> = {};
    for (const listing of listings) {
      for (const { facts, status, fileId } of await nights.record.catalogue.meet(runId, listing)) {
        statuses[facts.path] = status;
        const [reading, verdicts] = readings[facts.path] ?? [cleanReading(), []];
        if (status === 'unchanged') continue;
        if (status === 'regraded' && fileId !== undefined) {
          await nights.record.catalogue.recordVerdicts({ runId, files: [{ fileId, facts, verdicts }] });
        } else {
          await nights.record.catalogue.recordBatch({ runId, files: [{ facts, reading, verdicts }] });
        }
      }
    }
    await nights.record.runs.finishRun({ runId, finishedAtMs: 1_764_000_100_000, complete: true, actor: 'tester' });
    return { runId, statuses };
  }

  async function paths(query?: FileQuery): Promise<string[]> {
    const found: string[] = [];
    for await (const { facts } of nights.record.files.iterateFiles(query)) found.push(facts.path);
    return found;
  }

  return nights;
}

export const other = (path: string) => ({ share: SHARE.name, root: SHARE.root, path });
