import { resolve } from 'node:path';
import type { PatternPack } from '../detect/index.ts';
import type { Limits } from '../extract/index.ts';
import type { Allowance, FileReading } from '../model/index.ts';
import { createReaderPool } from './reader-pool.ts';
import { KILL_GRACE_MS } from './reading-lane.ts';
import { unreadReading } from './unread-reading.ts';

export interface ReadOneRequest {
  readonly path: string;
  readonly pack: PatternPack;
  readonly allowances: readonly Allowance[];
  /** Tried on locked files. */
  readonly passwords?: readonly string[];
  /** Today, year-month-day. */
  readonly asOf: string;
  /** 32 bytes. */
  readonly fingerprintKey: Uint8Array;
  readonly limits: Limits;
  readonly residentLimitBytes: number;
  readonly findingsPerType: number;
}

/** One file through the same worker as in a scan, without a record. What is wrong with the file is in the reading. */
export async function readOne({ path, ...options }: ReadOneRequest): Promise<FileReading> {
  const pool = createReaderPool({ ...options, threads: 1 });
  try {
    const [item] = await pool.read([
      { path: resolve(path), name: path, timeoutMs: options.limits.timeoutMs + KILL_GRACE_MS },
    ]);
    if (item?.kind === 'read') return item.reading;
    return item?.kind === 'lost'
      ? unreadReading(item.reason, item.detail)
      : unreadReading('reader-crashed', 'not begun');
  } finally {
    await pool.close();
  }
}
