import type { Environment } from '@marcbachmann/cel-js';
import type { LegalClass } from '../model/index.ts';
import { OperatorError, type RuleText, SEVERITIES, type Severity } from '../model/index.ts';
import { type Condition, type ConditionProblem, compileCondition } from './condition.ts';
import type { ConditionRead } from './condition-reads.ts';
import { NEEDS, type NeedName } from './fact-catalogue.ts';
import type { Facts } from './facts.ts';
import type { RuleExample, RuleFile } from './pack-schema.ts';
import { compileSentence } from './sentence.ts';
import type { AgeTurn } from './time-turns.ts';
import type { YamlFile } from './yaml-file.ts';

export type BranchVerdict = RuleFile['verdicts'][number]['verdict'];
export type Outcomes = RuleFile['for'];

/** One way a rule can come out; the first whose condition holds is taken. */
export interface Branch {
  readonly holds: (facts: Facts) => boolean;
  readonly reads: readonly ConditionRead[];
  readonly needs: readonly NeedName[];
  readonly verdict: BranchVerdict;
  readonly severity: Severity;
  readonly because: (facts: Facts) => string;
}

export interface CompiledRule {
  readonly text: RuleText;
  readonly legalClasses: readonly LegalClass[];
  readonly outcomes: Outcomes;
  readonly applies: (facts: Facts) => boolean;
  /** What `applies` asks for. */
  readonly appliesReads: readonly ConditionRead[];
  readonly needs: readonly NeedName[];
  readonly branches: readonly Branch[];
  readonly escalations: readonly { readonly holds: (facts: Facts) => boolean; readonly severity: Severity }[];
  /** When a verdict turns by time alone. */
  readonly ageTurns: readonly AgeTurn[];
  readonly examples: readonly RuleExample[];
  readonly file: string;
  readonly lineOf: YamlFile<RuleFile>['lineOf'];
}

/** Compiles a checked rule file. Throws OperatorError naming file, line, rule and remedy. */
export function compileRule(environment: Environment, file: YamlFile<RuleFile>): CompiledRule {
  const rule = file.value;
  const ageTurns: AgeTurn[] = [];
  const condition = (source: string, keys: (string | number)[], allowed: readonly NeedName[]): Condition<boolean> => {
    const compiled = demandNeeds(file, keys, allowed, demand(file, keys, compileCondition(environment, source)));
    ageTurns.push(...compiled.ageTurns);
    return compiled;
  };
  const applies = condition(rule.applies, ['applies'], []);
  return {
    text: {
      id: rule.id,
      title: rule.title,
      sentence: rule.sentence,
      clause: rule.clause,
      status: rule.status,
      severity: rule.severity,
      ...worstOf(rule),
      action: rule.action,
      ...(rule.destination === undefined ? {} : { destination: rule.destination }),
    },
    legalClasses: rule.classes,
    outcomes: rule.for,
    applies: applies.run,
    appliesReads: applies.reads,
    needs: rule.needs,
    branches: rule.verdicts.map((entry, index) => {
      const known = [...rule.needs, ...entry.needs];
      const because = compileSentence(environment, entry.because ?? rule.sentence);
      const keys = ['verdicts', index, 'because'];
      const when = condition(entry.when, ['verdicts', index, 'when'], known);
      return {
        holds: when.run,
        reads: when.reads,
        needs: entry.needs,
        verdict: entry.verdict,
        severity: entry.severity ?? rule.severity,
        because: demandNeeds(file, keys, known, demand(file, keys, because)).run,
      };
    }),
    escalations: rule.escalate.map((entry, index) => ({
      holds: condition(entry.when, ['escalate', index, 'when'], rule.needs).run,
      severity: entry.severity,
    })),
    ageTurns,
    examples: rule.examples,
    file: file.path,
    lineOf: file.lineOf,
  };
}

function worstOf({ severity, verdicts, escalate }: RuleFile): { worstSeverity?: Severity } {
  const possible = [...verdicts, ...escalate].flatMap((entry) => entry.severity ?? []);
  const worst = SEVERITIES.find((each) => each === severity || possible.includes(each)) ?? severity;
  return worst === severity ? {} : { worstSeverity: worst };
}

function demand<Result>(
  file: YamlFile<RuleFile>,
  keys: (string | number)[],
  compiled: Condition<Result> | ConditionProblem,
): Condition<Result> {
  if (!('problem' in compiled)) return compiled;
  throw new OperatorError(
    `${file.path}:${file.lineOf(keys)}`,
    `rule ${file.value.id}, ${keys.join('.')}: ${compiled.problem}`,
    'Mend the condition; see what it may use: sharewarden policy facts',
  );
}

/** A condition that reads something that may be unknown, without saying so, would let unknown pass for a value. */
function demandNeeds<Result>(
  file: YamlFile<RuleFile>,
  keys: (string | number)[],
  allowed: readonly NeedName[],
  condition: Condition<Result>,
): Condition<Result> {
  const unsaid = condition.needs.find((need) => !allowed.includes(need));
  if (unsaid === undefined) return condition;
  const remedy =
    keys[0] === 'applies'
      ? 'Use it under verdicts, and list it under needs there.'
      : `List ${unsaid} under needs, so that the rule can say that it cannot tell.`;
  throw new OperatorError(
    `${file.path}:${file.lineOf(keys)}`,
    `rule ${file.value.id}, ${keys.join('.')}: depends on ${NEEDS[unsaid]}, which may be unknown`,
    remedy,
  );
}
