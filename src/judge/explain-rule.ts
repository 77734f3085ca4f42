import type { RuleText, Verdict } from '../model/index.ts';
import type { CompiledRule } from './compile-rule.ts';
import type { ConditionRead } from './condition-reads.ts';
import { type Facts, missingNeeds } from './facts.ts';
import type { JudgeInput } from './judge-input.ts';

/** How one rule came to its verdict on one file. */
export interface RuleExplanation {
  readonly rule: RuleText;
  /** `other-outcome`: the rule is for files that were read otherwise; nothing was asked. */
  readonly state: 'other-outcome' | 'does-not-apply' | 'nothing-to-say' | 'judged';
  /** Set where `state` is `judged`. */
  readonly verdict?: Verdict;
  /** What was asked, in the order of the rule. Never a path, a name or a value. */
  readonly facts: readonly ExplainedFact[];
}

export interface ExplainedFact {
  readonly source: string;
  readonly says: string;
  /** Absent where it is not known. */
  readonly value?: string;
}

/** `verdict` is what judging gave, so that an explanation never says anything else. Pure. */
export function explainRule(
  rule: CompiledRule,
  facts: Facts,
  input: JudgeInput,
  verdict: Verdict | undefined,
): RuleExplanation {
  const told = (reads: readonly ConditionRead[]) => uniqueFacts(reads, facts, input);
  if (!rule.outcomes.includes(input.reading.outcome)) return { rule: rule.text, state: 'other-outcome', facts: [] };
  if (!rule.applies(facts)) return { rule: rule.text, state: 'does-not-apply', facts: told(rule.appliesReads) };
  const asked = told([...rule.appliesReads, ...askedBranches(rule, facts, input).flatMap((branch) => branch.reads)]);
  return verdict === undefined
    ? { rule: rule.text, state: 'nothing-to-say', facts: asked }
    : { rule: rule.text, state: 'judged', verdict, facts: asked };
}

/** Branches up to the one that decided: what comes after it was not asked. */
function askedBranches(rule: CompiledRule, facts: Facts, input: JudgeInput): CompiledRule['branches'] {
  if (missingNeeds(rule.needs, input).length > 0) return rule.branches.slice(0, 1);
  const decided = rule.branches.findIndex(
    (branch) => missingNeeds(branch.needs, input).length > 0 || branch.holds(facts),
  );
  return decided < 0 ? rule.branches : rule.branches.slice(0, decided + 1);
}

function uniqueFacts(reads: readonly ConditionRead[], facts: Facts, input: JudgeInput): readonly ExplainedFact[] {
  const bySource = new Map(reads.map((read) => [read.source, read]));
  return [...bySource.values()].map(({ source, says, needs, value }) => ({
    source,
    says,
    ...(missingNeeds(needs, input).length === 0 && { value: value(facts) }),
  }));
}
