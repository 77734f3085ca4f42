import type { Confidence, Finding, TypeCount } from '../model/index.ts';
import type { CompiledPattern } from './compiled-pattern.ts';
import { type DistinctCounter, distinctCounter } from './distinct.ts';
import { hashText, type TextHash } from './text-hash.ts';

/** Counts of one file by type, and its best findings. */
export interface Tally {
  /** Counts one finding. `canonical` is its one spelling; `finding` is only called for those that are kept. */
  readonly count: (pattern: CompiledPattern, confidence: Confidence, canonical: string, finding: () => Finding) => void;
  readonly types: () => TypeCount[];
  /** The most certain first of each type, in order of appearance, types in id order. */
  readonly findings: () => Finding[];
}

interface TypeTally {
  readonly counts: Record<Confidence, number>;
  readonly kept: Record<Confidence, Finding[]>;
  readonly distinct: DistinctCounter;
}

export function tally(findingsPerType: number): Tally {
  const types = new Map<string, TypeTally>();
  const hash: TextHash = { high: 0, low: 0 };
  const sorted = (): [string, TypeTally][] => [...types].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    count: (pattern, confidence, canonical, finding) => {
      const { id } = pattern.file;
      let own = types.get(id);
      if (!own) {
        own = {
          counts: { high: 0, medium: 0, low: 0 },
          kept: { high: [], medium: [], low: [] },
          distinct: distinctCounter(),
        };
        types.set(id, own);
      }
      own.counts[confidence] += 1;
      if (confidence !== 'low') {
        hashText(canonical, hash);
        own.distinct.add(hash.high, hash.low);
      }
      if (own.kept[confidence].length < findingsPerType) own.kept[confidence].push(finding());
    },
    types: () =>
      sorted().map(([type, { counts, distinct }]) => ({
        type,
        count: counts.high + counts.medium + counts.low,
        ...counts,
        distinct: Math.min(distinct.count(), counts.high + counts.medium),
      })),
    findings: () =>
      sorted().flatMap(([, { kept }]) => [...kept.high, ...kept.medium, ...kept.low].slice(0, findingsPerType)),
  };
}
