import type { CompiledRule } from './compile-rule.ts';
import { exampleInput } from './example-input.ts';
import { factsOf, type Weight } from './facts.ts';
import { judgeByRule } from './judge-file.ts';
import type { RuleExample } from './pack-schema.ts';

export interface PolicyTestReport {
  readonly rules: number;
  readonly examples: number;
  readonly failures: readonly ExampleFailure[];
}

export interface ExampleFailure {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly rule: string;
  readonly example: string;
  readonly expected: string;
  readonly got: string;
}

/** Runs each rule alone over its own examples. */
export function runExamples(
  rules: readonly CompiledRule[],
  classesOf: Readonly<Record<string, readonly string[]>>,
  weight: Weight,
): PolicyTestReport {
  const failures: ExampleFailure[] = [];
  for (const rule of rules) {
    rule.examples.forEach((example, index) => {
      const failure = failureOf(rule, example, classesOf, weight);
      if (failure) failures.push({ ...failure, line: rule.lineOf(['examples', index]) });
    });
  }
  const examples = rules.reduce((sum, rule) => sum + rule.examples.length, 0);
  return { rules: rules.length, examples, failures };
}

function failureOf(
  rule: CompiledRule,
  example: RuleExample,
  classesOf: Readonly<Record<string, readonly string[]>>,
  weight: Weight,
): Omit<ExampleFailure, 'line'> | undefined {
  const input = exampleInput(example.given, classesOf);
  const verdict = judgeByRule(rule, factsOf(input, weight), input);
  const wanted = example.severity === undefined ? example.expect : `${example.expect}/${example.severity}`;
  const kind = verdict?.verdict ?? 'nothing';
  const got = example.severity === undefined ? kind : `${kind}/${verdict?.severity ?? 'none'}`;
  if (got === wanted) return undefined;
  return { file: rule.file, rule: rule.text.id, example: example.name, expected: wanted, got };
}
