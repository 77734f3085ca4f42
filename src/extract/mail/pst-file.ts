import { PSTFile } from 'pst-extractor';
import { quietly } from '../quietly.ts';
import type { RandomAccess } from '../source.ts';

const WINDOW_BYTES = 64 * 1024;

/**
 * A mail store of any size without a copy in memory: the library asks a Buffer to copy ranges of itself, and this one fetches them.
 * Nothing when it cannot be opened; its errors quote the file and are dropped.
 */
export function openPst(random: RandomAccess): PSTFile | 'encrypted' | undefined {
  try {
    return quietly(() => new PSTFile(rangeBuffer(random)));
  } catch (error) {
    return error instanceof Error && /is encrypted$/.test(error.message) ? 'encrypted' : undefined;
  }
}

function rangeBuffer(random: RandomAccess): Buffer {
  let window: Buffer = Buffer.alloc(0);
  let windowStart = 0;
  const stub = Buffer.alloc(0);
  stub.copy = (target, targetStart = 0, start = 0, end = start) => {
    if (!Number.isFinite(start) || start < 0) return 0;
    if (start < windowStart || end > windowStart + window.length) {
      window = random.read(start, Math.max(end - start, WINDOW_BYTES));
      windowStart = start;
    }
    const from = start - windowStart;
    return window.copy(target, targetStart, from, from + (end - start));
  };
  return stub;
}
