import type { ASTNode } from '@marcbachmann/cel-js';
import type { FileFacts } from '../model/index.ts';
import { factOf, nodesOf } from './condition-tree.ts';
import { FACTS } from './fact-catalogue.ts';
import type { Registers } from './judge-input.ts';
import { covers } from './register-facts.ts';

/** When a comparison of a file's age comes out otherwise: so long after the file was changed, or at no time that can be told. */
export type AgeTurn =
  | { readonly kind: 'after'; readonly ms: number }
  /** So long after a date of a register. */
  | { readonly kind: 'after-date'; readonly ms: number }
  | { readonly kind: 'setting'; readonly key: string; readonly unitMs: number }
  | { readonly kind: 'any-time' };

/** What was judged then and would be judged now, apart from the file. */
export interface TimePassed {
  readonly registers: Registers;
  readonly settings: Readonly<Record<string, string | undefined>>;
  readonly sinceMs: number;
  readonly nowMs: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const UNIT_MS = new Map([
  [FACTS.file?.ageHours, HOUR_MS],
  [FACTS.file?.ageDays, DAY_MS],
]);
const COMPARISONS: readonly string[] = ['<', '<=', '>', '>=', '==', '!='];

/** The turns of every comparison with a file's age in a condition. */
export function ageTurnsOf(root: ASTNode): AgeTurn[] {
  const turns: AgeTurn[] = [];
  const compared = new Set<ASTNode>();
  for (const node of nodesOf(root)) {
    if (!COMPARISONS.includes(node.op)) continue;
    const [left, right] = node.args as [ASTNode, ASTNode];
    for (const [age, bound] of [
      [left, right],
      [right, left],
    ] as const) {
      const unitMs = unitOf(age);
      if (unitMs !== undefined) turns.push(...turnsAt(bound, unitMs, 'after'));
      else if (isDaysSince(age)) turns.push(...turnsAt(bound, DAY_MS, 'after-date'));
      compared.add(age);
    }
  }
  for (const node of nodesOf(root))
    if ((unitOf(node) !== undefined || isDaysSince(node)) && !compared.has(node)) turns.push({ kind: 'any-time' });
  return turns;
}

/** Ages are whole: `> 3` turns when 4 begins, `>= 3` when 3 does. */
function turnsAt(bound: ASTNode, unitMs: number, kind: 'after' | 'after-date'): AgeTurn[] {
  if (bound.op === 'value' && (typeof bound.args === 'bigint' || typeof bound.args === 'number')) {
    const units = Number(bound.args);
    return [units, units + 1].map((each) => ({ kind, ms: each * unitMs }));
  }
  if (kind === 'after' && bound.op === '.' && bound.args[0].op === 'id' && bound.args[0].args === 'settings') {
    return [{ kind: 'setting', key: bound.args[1], unitMs }];
  }
  return [{ kind: 'any-time' }];
}

/** Days that are counted from a date of a register. */
function isDaysSince(node: ASTNode): boolean {
  return node.op === 'rcall' && node.args[0] === 'daysSinceSigned';
}

function unitOf(node: ASTNode): number | undefined {
  const fact = factOf(node);
  return fact && UNIT_MS.get(fact);
}

/**
 * Tells the files whose verdicts may have turned by time alone between two moments: their age passed a number that a rule compares
 * it with, or a date of a register that speaks of them came. Pure.
 */
export function turnedByTime(turns: readonly AgeTurn[], passed: TimePassed): (facts: FileFacts) => boolean {
  const [fromMs, untilMs] = [Math.min(passed.sinceMs, passed.nowMs), Math.max(passed.sinceMs, passed.nowMs)];
  if (turns.some(({ kind }) => kind === 'any-time')) return () => true;
  const offsetsMs = [...new Set(turns.flatMap((turn) => offsetsOf(turn, passed.settings)))];
  const afterDatesMs = [0, ...turns.flatMap((turn) => (turn.kind === 'after-date' ? [turn.ms] : []))];
  const dated = afterDatesMs.flatMap((ms) => datedEntries(passed.registers, fromMs - ms, untilMs - ms));
  return (facts) =>
    offsetsMs.some((ms) => fromMs < facts.modifiedAtMs + ms && facts.modifiedAtMs + ms <= untilMs) ||
    dated.some((entry) => speaksOf(entry, facts));
}

function offsetsOf(turn: AgeTurn, settings: TimePassed['settings']): number[] {
  switch (turn.kind) {
    case 'after':
      return [turn.ms];
    case 'setting': {
      const units = Number(settings[turn.key] ?? Number.NaN);
      return Number.isFinite(units) ? [units * turn.unitMs, (units + 1) * turn.unitMs] : [];
    }
    case 'after-date':
    case 'any-time':
      return [];
    default: {
      const never: never = turn;
      return never;
    }
  }
}

type RegisterEntry = Readonly<Record<string, unknown>>;

/** Entries of any register with a date in this time; dates are the keys that end in `Ms`. */
function datedEntries(registers: Registers, fromMs: number, untilMs: number): RegisterEntry[] {
  const entries = Object.values(registers).flat() as unknown[];
  return entries.filter((entry): entry is RegisterEntry => {
    if (typeof entry !== 'object' || entry === null) return false;
    return Object.entries(entry).some(
      ([key, ms]) => key.endsWith('Ms') && typeof ms === 'number' && fromMs <= ms && ms <= untilMs,
    );
  });
}

/** An entry that names neither a place nor an account may speak of every file. */
function speaksOf({ share, path, account }: RegisterEntry, facts: FileFacts): boolean {
  if (typeof account === 'string') {
    const name = account.toLowerCase();
    return facts.owner?.toLowerCase() === name || (facts.readers?.accounts.includes(name) ?? false);
  }
  if (typeof share !== 'string') return true;
  return covers({ share, path: typeof path === 'string' ? path : '' }, facts);
}
