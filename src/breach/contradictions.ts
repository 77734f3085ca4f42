import type { AnswerKey, Answers } from './questions.ts';

/** Pairs of answers that cannot both hold, with what is wrong with them. */
const IMPOSSIBLE: readonly (readonly [key: AnswerKey, value: string, other: AnswerKey, otherValue: string])[] = [
  ['acquired', 'yes', 'accessed', 'no'],
  ['no-access-proven', 'yes', 'accessed', 'yes'],
  ['no-access-proven', 'yes', 'acquired', 'yes'],
];

const ORDER = ['incident-start', 'detected-at', 'contained-at'] as const satisfies readonly AnswerKey[];

/** Why a new answer cannot stand beside the earlier ones, or undefined. Dates are days or instants, read as UTC. Pure. */
export function contradiction(answers: Answers, key: AnswerKey, value: string, nowMs: number): string | undefined {
  // Deadlines are counted from discovery: another day may be right, forgetting it would move them.
  const wasKnown = (answers['detected-at'] ?? 'unknown') !== 'unknown';
  if (key === 'detected-at' && value === 'unknown' && wasKnown) return 'would forget the day that is on record';
  if (value === 'unknown') return undefined;
  const all = { ...answers, [key]: value };
  for (const [first, firstValue, second, secondValue] of IMPOSSIBLE) {
    if (key !== first && key !== second) continue;
    if (all[first] === firstValue && all[second] === secondValue) {
      const other = key === first ? second : first;
      return `contradicts ${other}: ${all[other]}`;
    }
  }
  const position = (ORDER as readonly AnswerKey[]).indexOf(key);
  if (position < 0) return undefined;
  const at = Date.parse(value);
  if (at > nowMs) return 'lies in the future';
  for (const [index, other] of ORDER.entries()) {
    const otherAt = Date.parse(all[other] ?? '');
    if (index === position || Number.isNaN(otherAt)) continue;
    if (index < position && at < otherAt) return `lies before ${other}: ${all[other]}`;
    if (index > position && at > otherAt) return `lies after ${other}: ${all[other]}`;
  }
  return undefined;
}
