import { createHash } from 'node:crypto';
import {
  type CheckedForms,
  type FileFacts,
  NO_CHECKED_FORMS,
  OperatorError,
  type RuleText,
  type Severity,
  type Verdict,
} from '../model/index.ts';
import type { CompiledRule } from './compile-rule.ts';
import { packsInForce } from './effective-packs.ts';
import { explainRule, type RuleExplanation } from './explain-rule.ts';
import { factsOf, type Weight } from './facts.ts';
import { type Floor, judgeByRule, worse } from './judge-file.ts';
import type { JudgeInput } from './judge-input.ts';
import { floorsOf, inLayerOrder, type Pack } from './layers.ts';
import type { PackFile } from './pack-schema.ts';
import { type ReadPack, readPacks } from './read-packs.ts';
import { type PolicyTestReport, runExamples } from './test-policy.ts';
import { type TimePassed, turnedByTime } from './time-turns.ts';

/** The loaded packs, all layers together. */
export interface Policy {
  /** Pack ids joined with '+', highest layer first. */
  readonly id: string;
  /** SHA-256 of every pack and rule file, hex. */
  readonly digest: string;
  /** Of the state pack. */
  readonly issuance: PackFile['issuance'];
  readonly layers: readonly { readonly id: string; readonly layer: PackFile['layer']; readonly rules: number }[];
  readonly rules: readonly RuleText[];
  /** Verdicts in rule order; none where no rule has anything to say. Pure: no clock, no disk, no chance. */
  judge(input: JudgeInput): readonly Verdict[];
  /** How every rule came to its verdict, in rule order. Pure like `judge`, and says the same. */
  explain(input: JudgeInput): readonly RuleExplanation[];
  /** Tells the files whose verdicts may have turned by time alone between two moments. Pure. */
  turnedByTime(passed: TimePassed): (facts: FileFacts) => boolean;
  /** Questions that only the Plan's attachment answers and that the settings leave open. */
  unsetPlanKeys(settings: Readonly<Record<string, string | undefined>>): readonly UnsetPlanKey[];
}

export interface UnsetPlanKey {
  readonly key: string;
  readonly asks: string;
  readonly shows: 'not configured: Plan text needed';
}

/**
 * Loads policy packs, checks every condition against the facts and proves every rule by its examples.
 * Of several editions the one that is in force on `day` (2026-06-30) judges. Packs that were proved together before, as those that
 * ship are, are not proved again; one more pack or one other letter, and all are.
 * Throws OperatorError naming file, line, rule and remedy; nothing is judged by a half-loaded policy.
 */
export function loadPolicy(
  directories: readonly string[],
  day?: string,
  forms: CheckedForms = NO_CHECKED_FORMS,
): Policy {
  const packs = packsInForce(readPacks(directories, forms), day);
  const policy = assemble(packs);
  if (forms.find('proved-policy', policy.digest) !== undefined) return policy;
  const [failure] = examplesOf(packs).failures;
  if (failure) {
    throw new OperatorError(
      `${failure.file}:${failure.line}`,
      `rule ${failure.rule}: example "${failure.example}" gives ${failure.got}, not ${failure.expected}`,
      'Mend the condition or the example.',
    );
  }
  forms.keep('proved-policy', policy.digest, true);
  return policy;
}

/** Runs the examples of all rules and reports each failure. Throws OperatorError where a pack cannot be loaded at all. */
export function testPolicy(directories: readonly string[]): PolicyTestReport {
  const packs = readPacks(directories, NO_CHECKED_FORMS);
  assemble(packsInForce(packs));
  return examplesOf(packs);
}

function examplesOf(packs: readonly ReadPack[]): PolicyTestReport {
  const classesOf = Object.assign({}, ...packs.map((pack) => pack.file.value.example_classes));
  return runExamples(
    packs.flatMap((pack) => pack.rules),
    classesOf,
    weightOf(packs),
  );
}

function assemble(packs: readonly ReadPack[]): Policy {
  const ordered = inLayerOrder(packs);
  const floors = floorsOf(ordered);
  const weight = weightOf(packs);
  const rules = ordered.flatMap((pack) => pack.rules);
  const rulesFor = {
    clean: rules.filter((rule) => rule.outcomes.includes('clean')),
    matched: rules.filter((rule) => rule.outcomes.includes('matched')),
    unread: rules.filter((rule) => rule.outcomes.includes('unread')),
  };
  const bulk = ordered.flatMap((pack) => pack.file.value.bulk);
  const [state] = ordered;
  if (state === undefined) throw new Error('no pack after the check for one');
  const judge: Policy['judge'] = (input) => judgeAll(rulesFor[input.reading.outcome], input, weight, floors, bulk);
  return {
    id: ordered.map((pack) => pack.file.value.id).join('+'),
    digest: digestOf(packs),
    issuance: state.file.value.issuance,
    layers: ordered.map(({ file, rules: own }) => ({ id: file.value.id, layer: file.value.layer, rules: own.length })),
    rules: rules.map((rule) => rule.text),
    judge,
    explain: (input) => {
      const verdicts = new Map(judge(input).map((verdict) => [verdict.rule, verdict]));
      const facts = factsOf(input, weight);
      return rules.map((rule) => explainRule(rule, facts, input, verdicts.get(rule.text.id)));
    },
    turnedByTime: (passed) =>
      turnedByTime(
        rules.flatMap(({ ageTurns }) => ageTurns),
        passed,
      ),
    unsetPlanKeys: (settings) => unsetKeys(ordered, settings),
  };
}

const NOTHING: readonly Verdict[] = Object.freeze([]);

function judgeAll(
  rules: readonly CompiledRule[],
  input: JudgeInput,
  weight: Weight,
  floors: ReadonlyMap<string, Floor>,
  bulk: PackFile['bulk'],
): readonly Verdict[] {
  if (rules.length === 0) return NOTHING;
  const facts = factsOf(input, weight);
  const bulkSeverity = bulkSeverityOf(bulk, input.reading.people.likely);
  const verdicts: Verdict[] = [];
  for (const rule of rules) {
    const verdict = judgeByRule(rule, facts, input, floors.get(rule.text.id));
    if (verdict) verdicts.push(bulkSeverity === undefined ? verdict : raised(verdict, bulkSeverity));
  }
  return verdicts;
}

function raised(verdict: Verdict, severity: Severity): Verdict {
  if (verdict.verdict !== 'violation' && verdict.verdict !== 'needs-assessment') return verdict;
  return { ...verdict, severity: worse(verdict.severity, severity) };
}

function bulkSeverityOf(bulk: PackFile['bulk'], people: number): Severity | undefined {
  let severity: Severity | undefined;
  for (const line of bulk) {
    if (people > line.over_people) severity = severity === undefined ? line.severity : worse(severity, line.severity);
  }
  return severity;
}

function weightOf(packs: readonly ReadPack[]): Weight {
  const values = packs.map((pack) => pack.file.value);
  return {
    neverAlone: new Set(values.flatMap((pack) => pack.never_alone)),
    onlyWithName: new Set(values.flatMap((pack) => pack.only_with_name)),
    documentClasses: Object.assign({}, ...values.map((pack) => pack.document_classes)),
  };
}

function unsetKeys(packs: readonly Pack[], settings: Readonly<Record<string, string | undefined>>): UnsetPlanKey[] {
  return packs
    .flatMap((pack) => pack.file.value.plan_keys)
    .filter(({ key }) => (settings[key] ?? '').trim() === '')
    .map(({ key, asks }) => ({ key, asks, shows: 'not configured: Plan text needed' }));
}

function digestOf(packs: readonly ReadPack[]): string {
  const hash = createHash('sha256');
  const texts = packs.flatMap((pack) => pack.texts).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, text } of texts) hash.update(`${name}\0${text.length}\0${text}\0`);
  return hash.digest('hex');
}
