import { describe, expect, test } from 'vitest';
import { type CompiledPattern, compilePattern } from '../../src/detect/compiled-pattern.ts';
import { testPatterns } from '../../src/detect/index.ts';
import { detector, pack } from './setting.ts';

/** Patterns whose check says no to something that their shapes let pass: to a match example with one character changed. */
const checked = pack.patterns
  .map((file, index) => compilePattern(file, index))
  .filter((pattern) =>
    pattern.file.examples.match.some(({ value }) =>
      [...(value ?? '')].some((char, at) =>
        (/\d/.test(char) ? [...'0123456789'] : []).some((other) =>
          isRefused(pattern, `${value?.slice(0, at)}${other}${value?.slice(at + 1)}`),
        ),
      ),
    ),
  );

function isRefused(pattern: CompiledPattern, value: string): boolean {
  return pattern.isCell(value, true) && pattern.validator?.check(value).verdict === 'invalid';
}

function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < text.length; from += 1)
    for (let to = from + 3; to <= Math.min(text.length, from + 60); to += 1) pieces.push(text.slice(from, to));
  return pieces;
}

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

  test.each(checked.map((pattern) => [pattern.file.id, pattern] as const))(
    '%s shows a value of the right shape that its check refuses',
    (_id, pattern) => {
      const refused = pattern.file.examples.nonmatch.some(({ text }) =>
        piecesOf(text).some((piece) => isRefused(pattern, piece)),
      );
      expect(refused).toBe(true);
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
