import type { Confidence } from '../model/index.ts';
import type { CompiledPattern } from './compiled-pattern.ts';
import type { Evidence } from './evidence.ts';
import { sentencesOf, sumOf } from './evidence.ts';
import type { Found } from './file-setting.ts';
import type { PatternShape } from './pattern-schema.ts';

/** A reading of one stretch of text as one pattern, with its reasons. Lives only inside the detect room. */
export interface Reading {
  readonly pattern: CompiledPattern;
  readonly shape: PatternShape;
  readonly start: number;
  readonly end: number;
  /** Folded text of the value. */
  readonly value: string;
  readonly evidence: readonly Evidence[];
  readonly score: number;
  /** Best confidence it may reach, whatever the score. */
  readonly ceiling: Confidence;
}

/** A reading that was held against its competitors. */
export interface Weighed extends Reading {
  readonly confidence: Confidence;
  readonly margin: number;
}

/** Log-odds from which a reading is medium or high, and the lead over the best competitor that it needs. */
const MEDIUM = { score: 2.5, margin: 0.8 };
const HIGH = { score: 4.3, margin: 2 };
/** A reading that is this far behind a competitor is not told at all. */
const HOPELESS = -3;
const RANK: Readonly<Record<Confidence, number>> = { low: 0, medium: 1, high: 2 };

export function reading(fields: Omit<Reading, 'score' | 'value'> & { value: string }): Reading {
  return { ...fields, score: sumOf(fields.evidence) };
}

export function confidenceOf(score: number, margin: number, ceiling: Confidence): Confidence {
  const reached: Confidence =
    score >= HIGH.score && margin >= HIGH.margin
      ? 'high'
      : score >= MEDIUM.score && margin >= MEDIUM.margin
        ? 'medium'
        : 'low';
  return RANK[reached] > RANK[ceiling] ? ceiling : reached;
}

export function isAtLeast(confidence: Confidence, least: Confidence): boolean {
  return RANK[confidence] >= RANK[least];
}

/** Sentences for `explain`, strongest first, with the best competitor last. */
export function explain(weighed: Weighed): string[] {
  return sentencesOf(weighed.evidence);
}

/** A weighed reading as a finding of a file. */
export function foundOf(weighed: Weighed, canonical: string): Found {
  const { pattern, confidence, value, margin } = weighed;
  return { pattern, confidence, value, canonical, marginTenths: Math.round(margin * 10), evidence: explain(weighed) };
}

/**
 * Holds overlapping readings against each other. `readings` are sorted by start; the answer is too. Readings that compete for
 * the same digits are told apart by score; a text and a number inside it stand side by side.
 */
export function settle(readings: readonly Reading[]): Weighed[] {
  const settled: Weighed[] = [];
  let from = 0;
  while (from < readings.length) {
    let to = from + 1;
    let end = readings[from]?.end ?? 0;
    while (to < readings.length && (readings[to]?.start ?? 0) < end) {
      end = Math.max(end, readings[to]?.end ?? 0);
      to += 1;
    }
    settleCluster(readings.slice(from, to), settled);
    from = to;
  }
  return settled;
}

/** More readings than this over one stretch cannot all be weighed against each other without cost growing as the square. */
const MOST_RIVALS = 24;

function settleCluster(cluster: readonly Reading[], settled: Weighed[]): void {
  if (cluster.length === 1 && cluster[0]) {
    push(settled, cluster[0], undefined);
    return;
  }
  for (const [index, own] of cluster.entries()) {
    let best: Reading | undefined;
    const first = Math.max(0, index - MOST_RIVALS);
    for (let i = first; i < cluster.length && i <= index + MOST_RIVALS; i += 1) {
      const other = cluster[i] as Reading;
      if (other === own || other.pattern === own.pattern || !overlap(own, other) || !compete(own, other)) continue;
      if (!best || other.score > best.score) best = other;
    }
    push(settled, own, best);
  }
}

function push(settled: Weighed[], own: Reading, rival: Reading | undefined): void {
  const margin = rival ? own.score - Math.max(rival.score, 0) : own.score;
  if (rival && margin <= HOPELESS) return;
  const confidence = confidenceOf(own.score, margin, own.ceiling);
  const evidence: readonly Evidence[] =
    rival && rival.score > 0
      ? [...own.evidence, { points: -0.1, says: `it could also be read as: ${rival.pattern.file.title.toLowerCase()}` }]
      : own.evidence;
  settled.push({ ...own, evidence, confidence, margin });
}

function overlap(a: Reading, b: Reading): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Two readings rule each other out when both are mostly digits, or when one of the patterns says so. */
function compete(a: Reading, b: Reading): boolean {
  if (a.pattern.file.competitors.includes(b.pattern.file.id) || b.pattern.file.competitors.includes(a.pattern.file.id))
    return true;
  return digits(a.value) >= 4 && digits(b.value) >= 4 && !isProse(a.value) && !isProse(b.value);
}

function digits(value: string): number {
  let count = 0;
  for (let i = 0; i < value.length && i < 64; i += 1) {
    const code = value.charCodeAt(i);
    if (code >= 0x30 && code <= 0x39) count += 1;
  }
  return count;
}

function isProse(value: string): boolean {
  return /[A-Za-z]{4}.*[ @].*[A-Za-z]|@/.test(value.slice(0, 80));
}
