import { SEVERITIES, type Severity, type Verdict, type VerdictKind } from '../model/index.ts';
import type { Branch, CompiledRule } from './compile-rule.ts';
import { NEEDS } from './fact-catalogue.ts';
import { type Facts, missingNeeds } from './facts.ts';
import type { JudgeInput } from './judge-input.ts';

/** What a lower layer or the pack lays over a rule; it can only make a verdict stricter. */
export interface Floor {
  readonly severity?: Severity;
  readonly verdict?: VerdictKind;
}

/** From the most lenient to the strictest. `cannot-tell` is left as it is: a floor cannot make a fact known. */
const STRICTNESS: readonly VerdictKind[] = ['allowed', 'cannot-tell', 'needs-review', 'violation', 'needs-assessment'];

export function isStricter(a: VerdictKind, b: VerdictKind): boolean {
  return STRICTNESS.indexOf(a) > STRICTNESS.indexOf(b);
}

export function worse(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) <= SEVERITIES.indexOf(b) ? a : b;
}

/** The verdict of one rule on one file, or undefined where the rule has nothing to say. */
export function judgeByRule(rule: CompiledRule, facts: Facts, input: JudgeInput, floor?: Floor): Verdict | undefined {
  if (!rule.outcomes.includes(input.reading.outcome) || !rule.applies(facts)) return undefined;
  const missing = missingNeeds(rule.needs, input);
  if (missing.length > 0)
    return cannotTell(
      rule,
      missing.map((need) => NEEDS[need]),
    );
  for (const branch of rule.branches) {
    const unknown = missingNeeds(branch.needs, input);
    if (unknown.length > 0)
      return cannotTell(
        rule,
        unknown.map((need) => NEEDS[need]),
      );
    if (branch.holds(facts)) return verdictOf(rule, branch, facts, floor);
  }
  return undefined;
}

function verdictOf(rule: CompiledRule, branch: Branch, facts: Facts, floor: Floor | undefined): Verdict | undefined {
  if (branch.verdict === 'nothing') return undefined;
  const reason = branch.because(facts);
  if (branch.verdict === 'allowed') {
    return { rule: rule.text.id, verdict: 'allowed', severity: 'info', reason, missing: [] };
  }
  let severity = branch.severity;
  for (const escalation of rule.escalations) {
    if (escalation.holds(facts)) severity = worse(severity, escalation.severity);
  }
  if (floor?.severity) severity = worse(severity, floor.severity);
  const raised = floor?.verdict !== undefined && isStricter(floor.verdict, branch.verdict);
  const verdict = raised ? (floor.verdict ?? branch.verdict) : branch.verdict;
  return { rule: rule.text.id, verdict, severity, reason, missing: [] };
}

function cannotTell(rule: CompiledRule, missing: readonly string[]): Verdict {
  return {
    rule: rule.text.id,
    verdict: 'cannot-tell',
    severity: rule.text.severity,
    reason: `Cannot tell, because this is not known: ${missing.join('; ')}.`,
    missing,
  };
}
