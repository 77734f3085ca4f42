import type { Environment } from '@marcbachmann/cel-js';
import { type Condition, type ConditionProblem, compileSayable } from './condition.ts';
import type { NeedName } from './fact-catalogue.ts';
import type { Facts } from './facts.ts';

/**
 * Compiles a sentence with `{expressions}` over sayable facts: `Readable by {file.audience}`.
 * Never throws for a bad sentence.
 */
export function compileSentence(environment: Environment, source: string): Condition<string> | ConditionProblem {
  const pieces: ((facts: Facts) => string)[] = [];
  const needs = new Set<NeedName>();
  for (const piece of source.split(/(\{[^{}]*\})/)) {
    if (!piece.startsWith('{') || !piece.endsWith('}')) {
      pieces.push(() => piece);
      continue;
    }
    const compiled = compileSayable(environment, piece.slice(1, -1));
    if ('problem' in compiled) return { problem: `${piece}: ${compiled.problem}` };
    for (const need of compiled.needs) needs.add(need);
    pieces.push((facts) => String(compiled.run(facts)));
  }
  return { run: (facts) => pieces.map((piece) => piece(facts)).join(''), needs: [...needs], reads: [], ageTurns: [] };
}
