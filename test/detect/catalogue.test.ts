import { describe, expect, test } from 'vitest';
import { testPatterns } from '../../src/detect/index.ts';
import { detector, pack } from './setting.ts';

describe('every pattern by its own examples', () => {
  test('all examples come out as their files say', () => {
    const report = testPatterns(pack);
    expect(report.failures).toEqual([]);
    expect(report.patterns).toBe(pack.patterns.length);
  });

  test.each(pack.patterns.map((pattern) => [pattern.id, pattern] as const))(
    '%s has five of each kind and a source',
    (_id, pattern) => {
      expect(pattern.examples.match.length).toBeGreaterThanOrEqual(5);
      expect(pattern.examples.nonmatch.length).toBeGreaterThanOrEqual(5);
      expect(pattern.sources.length).toBeGreaterThan(0);
    },
  );

  test('where patterns overlap on each other’s examples is known and reviewed', async () => {
    const overlaps: Record<string, string[]> = {};
    for (const { id, examples } of pack.patterns) {
      const others = new Set<string>();
      for (const { text } of examples.match) {
        for (const finding of detector.detectText(text))
          if (finding.type !== id && finding.confidence !== 'low') others.add(finding.type);
      }
      if (others.size > 0) overlaps[id] = [...others].sort();
    }
    await expect(`${JSON.stringify(overlaps, undefined, 2)}\n`).toMatchFileSnapshot('overlaps.golden.json');
  });

  test('evidence never repeats a value', () => {
    for (const { examples } of pack.patterns) {
      for (const { text } of examples.match) {
        for (const { evidence, start, end } of detector.detectText(text)) {
          const value = text.slice(start, end);
          if (/\d{4}/.test(value)) expect(evidence.join(' ')).not.toContain(value);
        }
      }
    }
  });
});
