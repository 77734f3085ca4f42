import type { TextFinding } from '../src/detect/index.ts';

/** One line of a case file. Offsets are code points. */
export interface LabelledCase {
  readonly source: string;
  readonly type: string;
  readonly text: string;
  readonly expected?: readonly Expected[];
  readonly optional?: readonly Expected[];
  readonly expect_count?: number;
  readonly exhaustive?: boolean;
}

interface Expected {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  readonly type?: string;
  readonly valid?: boolean;
  readonly strength?: string;
}

export interface Tally {
  hit: number;
  missed: number;
  wrong: number;
}

export interface Miss {
  readonly type: string;
  readonly says: string;
}

const RANK: Readonly<Record<TextFinding['confidence'], number>> = { low: 0, medium: 1, high: 2 };

/** Adds a case to the tallies, keyed by type and by type and source. Returns what went wrong, masked. */
export function scoreCase(
  labelled: LabelledCase,
  found: readonly TextFinding[],
  types: Readonly<Record<string, string>>,
  tallies: Map<string, Tally>,
): Miss[] {
  const { text, source } = labelled;
  const told = found.filter(({ confidence }) => RANK[confidence] >= 1);
  const units = unitOffsets(text);
  const misses: Miss[] = [];
  const expected = (labelled.expected ?? []).map((one) => ({
    ...one,
    name: types[one.type ?? labelled.type],
    from: units(one.start),
    to: units(one.end),
  }));
  for (const one of expected) {
    if (one.name === undefined || one.valid === false || one.strength === 'weak') continue;
    const hit = told.some((finding) => finding.type === one.name && finding.start < one.to && one.from < finding.end);
    count(tallies, one.name, source, hit ? 'hit' : 'missed');
    if (hit) continue;
    const low = found.find((finding) => finding.start < one.to && one.from < finding.end && finding.type === one.name);
    misses.push({
      type: one.name,
      says: `missed ${one.name} [${source}] ${masked(text, one.from, one.to)}${low ? ` (low: ${low.evidence.join('; ')})` : ''}`,
    });
  }
  if (labelled.exhaustive !== true && labelled.expect_count !== 0) return misses;
  const optional = (labelled.optional ?? []).map((one) => ({ from: units(one.start), to: units(one.end) }));
  for (const finding of told) {
    if (
      expected.some(
        ({ from, to, name, valid }) =>
          finding.start < to && from < finding.end && (name === undefined || name === finding.type || valid === false),
      )
    )
      continue;
    if (optional.some(({ from, to }) => finding.start < to && from < finding.end)) continue;
    count(tallies, finding.type, source, 'wrong');
    misses.push({
      type: finding.type,
      says: `false ${finding.type} ${finding.confidence} [${source}] ${masked(text, finding.start, finding.end)} (${finding.evidence.join('; ')})`,
    });
  }
  return misses;
}

function count(tallies: Map<string, Tally>, type: string, source: string, what: keyof Tally): void {
  for (const key of [type, `${type}  ${source}`]) {
    const tally = tallies.get(key) ?? { hit: 0, missed: 0, wrong: 0 };
    tally[what] += 1;
    tallies.set(key, tally);
  }
}

/** The surroundings with the value's digits and letters starred, but for their shape. */
function masked(text: string, from: number, to: number): string {
  const value = text
    .slice(from, to)
    .replace(/\d/g, '9')
    .replace(/\p{Lu}/gu, 'A')
    .replace(/\p{Ll}/gu, 'a');
  return `${text.slice(Math.max(0, from - 30), from)}<<${value}>>${text.slice(to, to + 16)}`.replace(/\s+/g, ' ');
}

function unitOffsets(text: string): (codePoints: number) => number {
  const offsets: number[] = [];
  let units = 0;
  for (const char of text) {
    offsets.push(units);
    units += char.length;
  }
  return (codePoints) => offsets[codePoints] ?? units;
}
