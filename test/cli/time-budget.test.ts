import { describe, expect, it } from 'vitest';
import { timeBudget } from '../../src/cli/time-budget.ts';

describe('the time budget of a scan', () => {
  it.each([
    ['6h', 21_600_000],
    ['90m', 5_400_000],
    ['1h30m', 5_400_000],
  ])('%s is %s ms', (text, timeBudgetMs) => {
    expect(timeBudget(text, {})).toEqual({ timeBudgetMs });
    expect(timeBudget(undefined, { timeBudget: text })).toEqual({ timeBudgetMs });
  });

  it('is none where nothing is said', () => {
    expect(timeBudget(undefined, {})).toEqual({});
  });

  it.each(['', '6', '0h', '6 hours', '-1h'])('"%s" is refused with a remedy', (text) => {
    expect(() => timeBudget(text, {})).toThrow('Give hours, minutes or both');
  });
});
