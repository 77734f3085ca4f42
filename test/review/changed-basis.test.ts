import { describe, expect, it } from 'vitest';
import type { RecordedRun } from '../../src/record/index.ts';
import { basisInWords, changedBasis } from '../../src/review/changed-basis.ts';

const run = (
  runId: number,
  judgedBy?: Record<string, string>,
  state: RecordedRun['state'] = 'finished',
): RecordedRun => ({
  runId,
  state,
  startedAtMs: 0,
  shares: [],
  versions: {},
  engineDigest: 'e',
  patternDigest: 'p',
  policyDigest: 'o',
  ...(judgedBy && { judgedBy }),
});

describe('what verdicts rest on', () => {
  it('is compared with the finished scan before, register by register', () => {
    const runs = [
      run(5, { policy: 'a', retention: 'y', places: 'z' }),
      run(4, { policy: 'b' }, 'interrupted'),
      run(3, { policy: 'a', retention: 'x' }),
    ];
    expect(changedBasis(runs, 5)).toEqual(['the retention register', 'the register of approved places']);
    expect(basisInWords(changedBasis(runs, 5))).toBe(
      'the retention register and the register of approved places changed',
    );
  });

  it('says nothing where nothing changed, or where nobody can know', () => {
    expect(changedBasis([run(2, { policy: 'a' }), run(1, { policy: 'a' })], 2)).toEqual([]);
    expect(changedBasis([run(2, { policy: 'a' }), run(1)], 2)).toEqual([]);
    expect(changedBasis([run(2), run(1, { policy: 'a' })], 2)).toEqual([]);
    expect(basisInWords([])).toBeUndefined();
  });
});
