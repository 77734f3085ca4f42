import { resolve } from 'node:path';
import type { FileReading } from '../model/index.ts';
import { createReaderPool } from './reader-pool.ts';
import { KILL_GRACE_MS } from './reading-lane.ts';
import { unreadReading } from './unread-reading.ts';
import type { WorkerSettings } from './worker.ts';

export interface ReadOneRequest extends Omit<WorkerSettings, 'board'> {
  readonly path: string;
  /** Resident memory of this process and the reader's together. */
  readonly residentLimitBytes: number;
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
