/** In: what is known of a file and what was found in it. Out: verdicts by the policy packs. Loads packs from disk; judging touches nothing. */
export { type Askable, askables } from './askable.ts';
export type { RuleExplanation } from './explain-rule.ts';
export { RULE_SETTINGS } from './fact-words.ts';
export type {
  AuthorizedUser,
  JudgeInput,
  LegalHold,
  Registers,
  RetentionEntry,
} from './judge-input.ts';
export { loadPolicy, type Policy, testPolicy, type UnsetPlanKey } from './policy.ts';
export { createPolicyDiff, type DiffExample, type PolicyDiff, type RuleDiff } from './policy-diff.ts';
export { readRegisters } from './registers/read-registers.ts';
export { registerTemplates } from './registers/register-files.ts';
export type { ExampleFailure, PolicyTestReport } from './test-policy.ts';
