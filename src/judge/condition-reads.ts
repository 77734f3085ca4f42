import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { factOf, needsOf, nodesOf, wordOf } from './condition-tree.ts';
import type { NeedName } from './fact-catalogue.ts';
import type { Facts } from './facts.ts';
import { FUNCTIONS } from './function-catalogue.ts';

/** One fact that a condition asks for, so that a verdict can be retraced. */
export interface ConditionRead {
  /** As written in the rule: `found.has("us-ssn")`. */
  readonly source: string;
  /** In plain words: `has us-ssn`. */
  readonly says: string;
  readonly needs: readonly NeedName[];
  /** Never a path, a name or a value: facts that may carry one are left out. */
  readonly value: (facts: Facts) => string;
}

/** What a condition asks for; nothing of it is evaluated before it is asked. */
export function readsOf(
  environment: Environment,
  nodes: readonly ASTNode[],
  bound: ReadonlySet<string | undefined>,
): readonly ConditionRead[] {
  const reads = new Map<string, ConditionRead>();
  for (const node of nodes) {
    const says = wordsFor(node);
    if (says === undefined) continue;
    const inside = [...nodesOf(node)];
    if (inside.some((each) => each.op === 'id' && bound.has(each.args))) continue;
    const source = sourceOf(node);
    const run = environment.parse(source);
    const needs = [...new Set(inside.flatMap(needsOf))];
    reads.set(source, { source, says, needs, value: (facts) => shown(run(facts)) });
  }
  return [...reads.values()];
}

function wordsFor(node: ASTNode): string | undefined {
  const fact = factOf(node);
  if (fact !== undefined) return fact.sayable ? fact.says : undefined;
  if (node.op !== 'rcall') return undefined;
  const [name, receiver, args] = node.args;
  const says = FUNCTIONS[name]?.says;
  return says
    ?.replace(/\{(\d)\}/g, (_, position: string) => argumentWords(args[Number(position)]))
    .replace('{receiver}', factOf(receiver)?.says ?? sourceOf(receiver));
}

function argumentWords(argument: ASTNode | undefined): string {
  if (argument === undefined) return '';
  if (argument.op === 'list') return argument.args.map((each) => wordOf(each) ?? sourceOf(each)).join(', ');
  return wordOf(argument) ?? sourceOf(argument);
}

function sourceOf(node: ASTNode): string {
  return node.input.slice(node.range.start, node.range.end);
}

function shown(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.join(', ') || 'none';
  return String(value) || 'none';
}
