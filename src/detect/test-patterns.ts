import type { Confidence } from '../model/index.ts';
import type { PatternPack } from './pattern-pack.ts';
import type { TextFinding } from './text-finding.ts';
import { isAtLeast } from './weigh.ts';

/** An example that did not come out as its pattern file says. */
export interface ExampleFailure {
  readonly pattern: string;
  readonly file: string;
  readonly kind: 'match' | 'nonmatch';
  /** 0-based number in its list. */
  readonly example: number;
  readonly why: string;
  readonly problem: string;
}

export interface PatternTestReport {
  readonly patterns: number;
  readonly examples: number;
  readonly failures: readonly ExampleFailure[];
}

/** Runs every example of every pattern through the whole engine. */
export function checkExamples(pack: PatternPack, detect: (text: string) => readonly TextFinding[]): PatternTestReport {
  const failures: ExampleFailure[] = [];
  let examples = 0;
  for (const { id, file, examples: own } of pack.patterns) {
    for (const [example, { text, value, confidence, why }] of own.match.entries()) {
      examples += 1;
      const problem = matchProblem(
        detect(text).filter(({ type }) => type === id),
        text,
        value,
        confidence,
      );
      if (problem) failures.push({ pattern: id, file, kind: 'match', example, why, problem });
    }
    for (const [example, { text, why }] of own.nonmatch.entries()) {
      examples += 1;
      const wrong = detect(text).find(({ type, confidence }) => type === id && isAtLeast(confidence, 'medium'));
      if (wrong)
        failures.push({
          pattern: id,
          file,
          kind: 'nonmatch',
          example,
          why,
          problem: `found with ${wrong.confidence} confidence: ${wrong.evidence.join('; ')}`,
        });
    }
  }
  return { patterns: pack.patterns.length, examples, failures };
}

function matchProblem(
  found: readonly TextFinding[],
  text: string,
  value: string | undefined,
  least: Confidence,
): string | undefined {
  if (found.length === 0) return 'not found';
  const exact = value === undefined ? found : found.filter(({ start, end }) => text.slice(start, end) === value);
  if (exact.length === 0) return 'found, but not with exactly this text';
  if (exact.some(({ confidence }) => isAtLeast(confidence, least))) return undefined;
  const best = exact[0] as TextFinding;
  return `only ${best.confidence} instead of ${least}: ${best.evidence.join('; ')}`;
}
