import { describe, expect, it } from 'vitest';
import { elapsedMs, sharedClockMs } from '../../src/scan/progress-board.ts';

describe('the clock that threads share', () => {
  it('tells how long a file has been read, also over the moment at which it begins again', () => {
    const lastMs = 0x7fffffff - 1;
    expect(elapsedMs(1_000, 61_000)).toBe(60_000);
    expect(elapsedMs(lastMs, 0)).toBe(1);
    expect(elapsedMs(lastMs - 30_000, 30_000)).toBe(60_001);
    const nowMs = sharedClockMs();
    expect(elapsedMs(nowMs, nowMs)).toBe(0);
    expect(nowMs).toBeLessThanOrEqual(lastMs);
  });
});
