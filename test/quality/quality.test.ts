import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missRates, precisionByRule, upperBound, weekOf, wilsonInterval } from '../../src/quality/index.ts';
import type { CleanSample, SampleAnswer } from '../../src/record/index.ts';

describe('proportions', () => {
  it('have the published Wilson intervals', () => {
    // Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3.
    for (const [hits, of, lower, upper] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const) {
      const interval = wilsonInterval(hits, of);
      expect(interval.lower).toBeCloseTo(lower, 4);
      expect(interval.upper).toBeCloseTo(upper, 4);
    }
    expect(wilsonInterval(0, 0)).toMatchObject({ lower: 0, upper: 1 });
  });

  it('have exact upper bounds, near the rule of three without a hit', () => {
    expect(upperBound(0, 100)).toBeCloseTo(1 - 0.05 ** (1 / 100), 9);
    expect(Math.abs(upperBound(0, 300) - 3 / 300)).toBeLessThan(0.0003);
    // One-sided 97.5 % is the upper end of the published two-sided 95 % interval: Newcombe, method 5.
    expect(upperBound(81, 263, 0.975)).toBeCloseTo(0.3677, 3);
    expect(upperBound(1, 29, 0.975)).toBeCloseTo(0.1776, 4);
    expect(upperBound(0, 0)).toBe(1);
    expect(upperBound(7, 7)).toBe(1);
  });

  it('are bounded, ordered and shrink with more looks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (of, share) => {
        const hits = Math.floor(share * of);
        const { lower, upper } = wilsonInterval(hits, of);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower).toBeLessThanOrEqual(hits / of + 1e-9);
        expect(upper).toBeGreaterThanOrEqual(hits / of - 1e-9);
        expect(upperBound(hits, of)).toBeGreaterThanOrEqual(hits / of);
        expect(upperBound(hits, of * 2)).toBeLessThanOrEqual(upperBound(hits, of) + 1e-9);
      }),
    );
  });
});

describe('precision by rule', () => {
  it('counts the last word of people, leaves test data out, and puts the least precise first', () => {
    const rules = precisionByRule([
      { rule: 'sr-01', decisions: { acknowledged: 90, permitted: 5, 'false-alarm': 5 } },
      { rule: 'sr-02', decisions: { acknowledged: 1, 'false-alarm': 9, 'test-data': 40 } },
    ]);
    expect(rules.map(({ rule }) => rule)).toEqual(['sr-02', 'sr-01']);
    expect(rules[1]?.right).toMatchObject({ hits: 95, of: 100 });
    expect(rules[0]).toMatchObject({ falseAlarms: 9, testData: 40, right: { hits: 1, of: 10 } });
  });
});

describe('the miss rate', () => {
  const sample = (
    sampleId: number,
    week: string,
    answers: readonly (SampleAnswer | undefined)[],
    first = 1,
  ): CleanSample => ({
    ...{ sampleId, week, area: 'rolla', seed: 's', cleanFiles: 5_000, drawnAtMs: 0 },
    files: answers.map((answer, index) => ({ fileId: first + index, note: '', ...(answer && { answer }) })),
  });

  it('is bounded by what people looked at, once a file, by the newest answer', () => {
    const newest = sample(2, '2026-W48', ['missed', 'cannot-tell', undefined]);
    const [rate] = missRates([newest, sample(1, '2026-W47', ['nothing', 'nothing', 'nothing', 'nothing'])]);
    expect(rate).toMatchObject({ area: 'rolla', looked: 4, missed: 1, waiting: 1, weeks: 2 });
    expect(rate?.atMost).toBeCloseTo(upperBound(1, 4), 9);
  });

  it('is unknown where nobody looked', () => {
    expect(missRates([sample(1, '2026-W48', [undefined])])[0]?.atMost).toBe(1);
  });

  it('belongs to weeks as ISO 8601 counts them', () => {
    const weeks = ['2026-11-24', '2026-01-01', '2027-01-01', '2024-12-30', '2026-12-28'].map((day) =>
      weekOf(Date.parse(`${day}T12:00Z`)),
    );
    expect(weeks).toEqual(['2026-W48', '2026-W01', '2026-W53', '2025-W01', '2026-W53']);
  });
});
