import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/extract/index.ts';
import { createReaderPool, type ReaderPool } from '../../src/scan/reader-pool.ts';

let pool: ReaderPool | undefined;
afterEach(async () => pool?.close());

function open(options: { threads?: number; residentLimitBytes?: number; workerFile?: string } = {}): ReaderPool {
  pool = createReaderPool({
    pack: { patterns: [], digest: '' },
    allowances: [],
    asOf: '2026-11-24',
    fingerprintKey: new Uint8Array(32),
    limits: DEFAULT_LIMITS,
    findingsPerType: 1,
    threads: 1,
    residentLimitBytes: 8e9,
    workerFile: join(import.meta.dirname, 'misbehaving-worker.mjs'),
    processFile: join(import.meta.dirname, '../../dist/scan/reader-process.js'),
    ...options,
  });
  return pool;
}

const files = (...names: string[]) => names.map((name) => ({ path: `/${name}`, name, timeoutMs: 400 }));
const kinds = async (result: ReturnType<ReaderPool['read']>) =>
  (await result).map((item) => (item.kind === 'lost' ? item.reason : item.kind));

describe('the reader pool settles every task', () => {
  it('with what the worker read', async () => {
    expect(await kinds(open().read(files('fine', 'fine')))).toEqual(['read', 'read']);
  });

  it('with all the people of a file, however many', async () => {
    const items = await open().read(files('fine', 'crowd', 'fine').map((file) => ({ ...file, timeoutMs: 60_000 })));
    const lengths = items.map((item) => (item.kind === 'read' ? item.reading.ledger.rows.length : -1));
    expect(lengths).toEqual([40, 2_500_000, 40]);
    const [, crowd] = items;
    const rows = crowd?.kind === 'read' ? crowd.reading.ledger.rows : new Uint8Array(0);
    expect(rows.every((byte, at) => byte === at % 251)).toBe(true);
  });

  it.each([
    ['hangs', 'hang', 'too-slow'],
    ['waits for what never comes', 'sleepForever', 'too-slow'],
    ['exits', 'exit', 'reader-crashed'],
    ['fills its heap', 'heap', 'too-much-memory'],
  ])('when a file %s, and goes on with the next batch', async (_what, act, reason) => {
    const reader = open();
    const slow = files('fine', act, 'fine').map((file) => ({
      ...file,
      timeoutMs: reason === 'too-slow' ? 400 : 60_000,
    }));
    expect(await kinds(reader.read(slow))).toEqual(['not-started', reason, 'not-started']);
    expect(await kinds(reader.read(files('fine')))).toEqual(['read']);
  });

  it('when memory outside the heap grows past the limit', async () => {
    const reader = open({ residentLimitBytes: process.memoryUsage.rss() + 400 * 2 ** 20 });
    const items = await reader.read([{ path: '/x', name: 'buffers', timeoutMs: 60_000 }]);
    expect(items).toMatchObject([{ kind: 'lost', reason: 'too-much-memory', certain: false }]);
  });

  it('and what killed threads leave behind does not kill their successors', async () => {
    const reader = open({ residentLimitBytes: process.memoryUsage.rss() + 400 * 2 ** 20 });
    const pause = [{ path: '/x', name: 'pause', timeoutMs: 60_000 }];
    for (let round = 0; round < 2; round += 1) {
      expect(await kinds(reader.read([{ path: '/x', name: 'buffers', timeoutMs: 60_000 }]))).toEqual([
        'too-much-memory',
      ]);
      expect(await kinds(reader.read(pause))).toEqual(['read']);
    }
  });

  it('when the whole process crashes: each file of the batch may have been the cause', async () => {
    const reader = open({ threads: 2 });
    const other = reader.read(files('pause').map((file) => ({ ...file, timeoutMs: 60_000 })));
    expect(await kinds(reader.read(files('fine', 'crash')))).toEqual(['reader-crashed', 'reader-crashed']);
    expect(await kinds(other)).toEqual(['reader-crashed']);
    expect(await kinds(reader.read(files('fine')))).toEqual(['read']);
  });

  it('and does not count the time that a file only waits', async () => {
    expect(await kinds(open().read(files('wait')))).toEqual(['read']);
  });

  it('and says so when no reader can be started', async () => {
    const reader = open({ workerFile: join(import.meta.dirname, 'no-such-worker.mjs') });
    await expect(reader.read(files('fine'))).rejects.toThrow();
  });

  it('when an idle thread dies of a late error', async () => {
    const reader = open();
    await reader.read(files('throwLater'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await kinds(reader.read(files('fine')))).toEqual(['read']);
  });

  it('and with two threads one hanging file does not stop the other', async () => {
    const reader = open({ threads: 2 });
    const hanging = reader.read(files('hang'));
    for (let round = 0; round < 5; round += 1) expect(await kinds(reader.read(files('fine')))).toEqual(['read']);
    expect(await kinds(hanging)).toEqual(['too-slow']);
  });
});
