import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRecord, type ScanRecord } from '../../src/record/index.ts';
import { prepareInsert } from '../../src/record/insert-rows.ts';
import type { Store } from '../../src/record/store.ts';
import { cleanReading, matchedReading, SHARE, sampleFacts, startOf } from './sample-files.ts';

let folder: string;
let record: ScanRecord;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'record-'));
  record = await openRecord(join(folder, 'record.db'), { fingerprintKey: new Uint8Array(32).fill(7) });
});

afterEach(async () => {
  await record.close();
  rmSync(folder, { recursive: true });
});

describe('rows of one file', () => {
  it.each([1, 7, 8, 9, 31, 33, 50, 75])('are read back as they were written, %i of them', async (count) => {
    const [finding] = matchedReading().findings;
    if (!finding) throw new Error('the sample has no finding');
    const reading = cleanReading({
      findings: Array.from({ length: count }, (_, row) => ({ ...finding, place: { members: [], row: row + 1 } })),
      types: Array.from({ length: count }, (_, n) => ({
        ...{ type: `type-${String(n).padStart(3, '0')}`, count: n, high: n, medium: 0, low: 0, distinct: n },
      })),
      notes: Array.from({ length: count }, (_, n) => ({
        ...{ kind: 'note' as const, place: { members: [] }, note: 'repaired' as const, detail: `${n}` },
      })),
    });
    const verdicts = Array.from({ length: count }, (_, n) => ({
      ...{ rule: `sr-${String(n).padStart(3, '0')}`, verdict: 'violation' as const, severity: 'high' as const },
      ...{ reason: 'open', missing: [`fact ${n}`] },
    }));
    const { runId } = await record.runs.startRun(startOf());
    await record.catalogue.recordBatch({ runId, files: [{ facts: sampleFacts('a.csv'), reading, verdicts }] });
    const read = await record.files.findFile(SHARE, 'a.csv');
    expect(read?.reading).toMatchObject({ findings: reading.findings, types: reading.types, notes: reading.notes });
    expect(read?.verdicts).toEqual(verdicts);
  });

  it('go in few statements', () => {
    const sizes: number[] = [];
    const store = {
      prepare: () => ({ run: (values: readonly unknown[]) => void sizes.push(values.length / 2) }),
    } as unknown as Store;
    prepareInsert(store, 'notes', ['file_id', 'note'])(Array.from({ length: 50 }, (_, n) => [n, 'x']));
    expect(sizes).toEqual([32, 8, 8, 1, 1]);
  });
});
