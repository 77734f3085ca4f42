import type { RecordedRun } from '../record/index.ts';
import { TEXTS } from './texts.ts';

/**
 * What verdicts of a run rest on that the finished run before did not: the policy, a register, a setting. Empty where nothing
 * changed or an older version kept no parts. Runs are newest first.
 */
export function changedBasis(runs: readonly RecordedRun[], runId: number): readonly string[] {
  const at = runs.findIndex((run) => run.runId === runId);
  const now = runs[at]?.judgedBy;
  const before = runs.slice(at + 1).find(({ state, judgedBy }) => state === 'finished' && judgedBy)?.judgedBy;
  if (at < 0 || !now || !before) return [];
  const names = new Set([...Object.keys(now), ...Object.keys(before)]);
  return [...names].filter((name) => now[name] !== before[name]).map((name) => TEXTS.basis.parts[name] ?? name);
}

/** `the retention register changed` */
export function basisInWords(changed: readonly string[]): string | undefined {
  if (changed.length === 0) return undefined;
  const [last, ...others] = [...changed].reverse();
  const named = others.length === 0 ? `${last}` : `${others.reverse().join(', ')} ${TEXTS.basis.and} ${last}`;
  return `${named} ${TEXTS.basis.changed}`;
}
