import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { suggestion } from '../model/index.ts';
import { type ConditionRead, readsOf } from './condition-reads.ts';
import { factOf, needsOf, nodesOf, wordOf } from './condition-tree.ts';
import { FACTS, type NeedName } from './fact-catalogue.ts';
import type { Facts } from './facts.ts';
import { FUNCTIONS } from './function-catalogue.ts';
import { type AgeTurn, ageTurnsOf } from './time-turns.ts';

/** A compiled condition and what must be known before it may be asked. */
export interface Condition<Result> {
  readonly run: (facts: Facts) => Result;
  readonly needs: readonly NeedName[];
  /** The facts it asks for, in the order of its text. */
  readonly reads: readonly ConditionRead[];
  /** When it comes out otherwise by time alone. */
  readonly ageTurns: readonly AgeTurn[];
}

/** What is wrong with a condition, in words; the caller adds file and rule. */
export interface ConditionProblem {
  readonly problem: string;
}

/** Compiles a yes-or-no condition and checks it against the facts. Never throws for a bad condition. */
export function compileCondition(environment: Environment, source: string): Condition<boolean> | ConditionProblem {
  return compile(environment, source, ['bool'], false);
}

/** Compiles a value that may stand in a reason: a string or a count, from facts that cannot carry a found value. */
export function compileSayable(environment: Environment, source: string): Condition<unknown> | ConditionProblem {
  return compile(environment, source, ['string', 'int'], true);
}

function compile<Result>(
  environment: Environment,
  source: string,
  types: readonly string[],
  said: boolean,
): Condition<Result> | ConditionProblem {
  try {
    const parsed = environment.parse(source);
    const nodes = [...nodesOf(parsed.ast)];
    const bound = new Set(nodes.map(boundName));
    const slip = nodes.map((node) => slipOf(node, said, bound)).find((text) => text !== undefined);
    if (slip !== undefined) return { problem: slip };
    const checked = parsed.check();
    if (!checked.valid) return { problem: summaryOf(checked.error) };
    if (!types.includes(checked.type ?? '')) return { problem: `gives ${checked.type}, not ${types.join(' or ')}` };
    const needs = new Set(nodes.flatMap(needsOf));
    return {
      run: (facts) => parsed(facts) as Result,
      needs: [...needs],
      reads: said ? [] : readsOf(environment, nodes, bound),
      ageTurns: said ? [] : ageTurnsOf(parsed.ast),
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'ParseError') return { problem: summaryOf(error) };
    throw error;
  }
}

function summaryOf(error: unknown): string {
  if (error instanceof Error && 'summary' in error && typeof error.summary === 'string') return error.summary;
  return error instanceof Error ? (error.message.split('\n')[0] ?? 'cannot be understood') : 'cannot be understood';
}

/** The variable that a list macro brings in: `m` of `list.exists(m, m == "RC4")`. */
function boundName(node: ASTNode): string | undefined {
  if (node.op !== 'rcall' || !['exists', 'all'].includes(node.args[0])) return undefined;
  const [variable] = node.args[2];
  return variable?.op === 'id' ? variable.args : undefined;
}

function slipOf(node: ASTNode, said: boolean, bound: ReadonlySet<string | undefined>): string | undefined {
  switch (node.op) {
    case '.':
      return slipInField(node, said);
    case 'id':
      return bound.has(node.args) ? undefined : slipInName(node.args);
    case 'rcall':
      return slipInCall(node.args[0], node.args[1], node.args[2]);
    case '==':
    case '!=':
    case 'in':
      return slipInWords(node.args[0], node.args[1]);
    default:
      return undefined;
  }
}

function slipInField(node: ASTNode & { op: '.' }, said: boolean): string | undefined {
  const [target, field] = node.args;
  if (target.op !== 'id') return undefined;
  const fields = FACTS[target.args];
  if (fields === undefined) {
    return FACT_HOLDERS.includes(target.args)
      ? `${target.args}.${field} is not a fact; call one of its functions`
      : undefined;
  }
  const fact = fields[field];
  if (fact === undefined) return `unknown fact ${target.args}.${field}${suggestion(field, Object.keys(fields))}`;
  if (said && !fact.sayable) return `${target.args}.${field} may carry a found value and must not stand in a reason`;
  return undefined;
}

const FACT_HOLDERS: readonly string[] = ['found', 'neighbours', 'agreements'];

function slipInName(name: string): string | undefined {
  const known = [...Object.keys(FACTS), ...FACT_HOLDERS];
  return known.includes(name) ? undefined : `unknown fact ${name}${suggestion(name, known)}`;
}

const STANDARD_FUNCTIONS: readonly string[] = ['startsWith', 'endsWith', 'contains', 'size', 'exists', 'all'];

function slipInCall(name: string, receiver: ASTNode, args: readonly ASTNode[]): string | undefined {
  if (name === 'matches') return 'uses matches(), which has no time bound; use hasAnyWord() or hasPhrase()';
  const known = FUNCTIONS[name];
  if (known === undefined) {
    if (STANDARD_FUNCTIONS.includes(name)) return undefined;
    return `unknown function ${name}()${suggestion(name, Object.keys(FUNCTIONS))}`;
  }
  if (known.of !== undefined && (receiver.op !== 'id' || receiver.args !== known.of)) {
    return (receiver.op === 'id' ? slipInName(receiver.args) : undefined) ?? `${name}() is a function of ${known.of}`;
  }
  if (known.words === undefined) return undefined;
  for (const argument of args) {
    if (argument.op === 'list') continue;
    const word = wordOf(argument);
    if (word === undefined) return `${name}() takes words in quotes only`;
    if (!known.words.includes(word)) return `unknown word "${word}" for ${name}()${suggestion(word, known.words)}`;
  }
  return undefined;
}

function slipInWords(left: ASTNode, right: ASTNode): string | undefined {
  for (const [side, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const allowed = factOf(side)?.words;
    if (allowed === undefined) continue;
    const candidates = other.op === 'list' ? other.args : [other];
    for (const candidate of candidates) {
      const word = wordOf(candidate);
      if (word !== undefined && !allowed.includes(word)) return `unknown word "${word}"${suggestion(word, allowed)}`;
    }
  }
  return undefined;
}
