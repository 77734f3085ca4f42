import type { RuleDecisions } from '../record/index.ts';
import { type Proportion, wilsonInterval } from './proportion.ts';

/** How often a rule was right, by the last word of people on its flags. */
export interface RulePrecision {
  readonly rule: string;
  /** Real data: taken up, mended or permitted; of all flags that were decided, test data left out. */
  readonly right: Proportion;
  readonly falseAlarms: number;
  /** Found as it should be, but of nobody: counts neither way. */
  readonly testData: number;
}

/** Rules with decisions, the least precise first. Pure. */
export function precisionByRule(rules: readonly RuleDecisions[]): RulePrecision[] {
  return rules
    .map(({ rule, decisions }) => {
      const right = (decisions.acknowledged ?? 0) + (decisions.permitted ?? 0);
      const falseAlarms = decisions['false-alarm'] ?? 0;
      return {
        rule,
        right: wilsonInterval(right, right + falseAlarms),
        falseAlarms,
        testData: decisions['test-data'] ?? 0,
      };
    })
    .sort((a, b) => a.right.upper - b.right.upper || (a.rule < b.rule ? -1 : 1));
}
