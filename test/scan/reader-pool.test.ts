import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/extract/index.ts';
import { createReaderPool, type ReaderPool } from '../../src/scan/reader-pool.ts';

let pool: ReaderPool | undefined;
afterEach(async () => pool?.close());

function open(options: { threads?: number; residentLimitBytes?: number } = {}): ReaderPool {
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

  it.each([
    ['hangs', 'hang', 'too-slow'],
    ['exits', 'exit', 'reader-crashed'],
    ['fills its heap', 'heap', 'too-much-memory'],
  ])('when a file %s, and goes on with the next batch', async (_what, act, reason) => {
    const reader = open();
    const slow = files('fine', act, 'fine').map((file) => ({ ...file, timeoutMs: act === 'hang' ? 400 : 60_000 }));
    expect(await kinds(reader.read(slow))).toEqual(['not-started', reason, 'not-started']);
    expect(await kinds(reader.read(files('fine')))).toEqual(['read']);
  });

  it('when memory outside the heap grows past the limit', async () => {
    const limit = process.memoryUsage.rss() + 300 * 2 ** 20;
    const reader = open({ residentLimitBytes: limit });
    const items = await reader.read([{ path: '/x', name: 'buffers', timeoutMs: 60_000 }]);
    expect(items).toMatchObject([{ kind: 'lost', reason: 'too-much-memory' }]);
  });

  it('and what killed threads leave behind does not kill their successors', async () => {
    const reader = open({ residentLimitBytes: process.memoryUsage.rss() });
    await reader.read([{ path: '/x', name: 'buffers', timeoutMs: 60_000 }]);
    const pause = [{ path: '/x', name: 'pause', timeoutMs: 60_000 }];
    for (let round = 0; round < 3; round += 1) expect(await kinds(reader.read(pause))).toEqual(['read']);
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
