/** One reason for or against a reading: log-odds and plain words, never a value. */
export interface Evidence {
  readonly points: number;
  readonly says: string;
}

export function sumOf(evidence: readonly Evidence[]): number {
  let sum = 0;
  for (const { points } of evidence) sum += points;
  return sum;
}

/** Sentences for `explain`: `for: ...` and `against: ...`, strongest first. Reasons without weight are left out. */
export function sentencesOf(evidence: readonly Evidence[]): string[] {
  return [...evidence]
    .filter(({ points }) => points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
    .map(({ points, says }) => `${points > 0 ? 'for' : 'against'}: ${says}`);
}
