import type { ASTNode } from '@marcbachmann/cel-js';
import { FACTS, type FactDefinition, type NeedName } from './fact-catalogue.ts';
import { FUNCTIONS } from './function-catalogue.ts';

/** Every node of the tree, arguments of calls too. */
export function* nodesOf(node: ASTNode): Generator<ASTNode> {
  yield node;
  yield* nodesIn(node.args);
}

function* nodesIn(args: unknown): Generator<ASTNode> {
  if (!Array.isArray(args)) {
    if (isNode(args)) yield* nodesOf(args);
    return;
  }
  for (const argument of args) yield* nodesIn(argument);
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}

/** The fact that a node names, if it names one. */
export function factOf(node: ASTNode): FactDefinition | undefined {
  if (node.op !== '.') return undefined;
  const [target, field] = node.args;
  return target.op === 'id' ? FACTS[target.args]?.[field] : undefined;
}

/** The text of a quoted word. */
export function wordOf(node: ASTNode): string | undefined {
  return node.op === 'value' && typeof node.args === 'string' ? node.args : undefined;
}

/** What has to be known before the node means anything. */
export function needsOf(node: ASTNode): readonly NeedName[] {
  const called = node.op === 'rcall' ? FUNCTIONS[node.args[0]] : undefined;
  return called?.needs ?? factOf(node)?.needs ?? [];
}
