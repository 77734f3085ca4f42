import type { Confidence, Finding, TypeCount } from '../model/index.ts';
import type { CompiledPattern } from './compiled-pattern.ts';
import { type DistinctCounter, distinctCounter } from './distinct.ts';
import type { TextHash } from './text-hash.ts';

/** Counts of one file by type, and its best findings. */
export interface Tally {
  /** Counts one finding by the hash of its one spelling. True when the finding itself is wanted: then call `keep`. */
  readonly count: (pattern: CompiledPattern, confidence: Confidence, hash: TextHash) => boolean;
  readonly keep: (pattern: CompiledPattern, finding: Finding) => void;
  readonly types: () => TypeCount[];
  /** The most certain first of each type, in order of appearance, types in id order. */
  readonly findings: () => Finding[];
}

interface TypeTally {
  readonly id: string;
  readonly counts: Record<Confidence, number>;
  readonly kept: Record<Confidence, Finding[]>;
  readonly distinct: DistinctCounter;
}

export function tally(findingsPerType: number): Tally {
  const types: TypeTally[] = [];
  const typeOf = (pattern: CompiledPattern): TypeTally => {
    let own = types[pattern.index];
    if (!own) {
      own = {
        id: pattern.file.id,
        counts: { high: 0, medium: 0, low: 0 },
        kept: { high: [], medium: [], low: [] },
        distinct: distinctCounter(),
      };
      types[pattern.index] = own;
    }
    return own;
  };
  // Patterns are numbered in id order, so the types come out sorted.
  const seen = (): TypeTally[] => types.filter((own) => own !== undefined);
  return {
    count: (pattern, confidence, hash) => {
      const { counts, kept, distinct } = typeOf(pattern);
      if (confidence === 'low') {
        counts.low += 1;
        return kept.low.length < findingsPerType;
      }
      distinct.add(hash.high, hash.low);
      if (confidence === 'medium') {
        counts.medium += 1;
        return kept.medium.length < findingsPerType;
      }
      counts.high += 1;
      return kept.high.length < findingsPerType;
    },
    keep: (pattern, finding) => {
      typeOf(pattern).kept[finding.confidence].push(finding);
    },
    types: () =>
      seen().map(({ id, counts, distinct }) => ({
        type: id,
        count: counts.high + counts.medium + counts.low,
        ...counts,
        distinct: Math.min(distinct.count(), counts.high + counts.medium),
      })),
    findings: () => seen().flatMap(({ kept }) => [...kept.high, ...kept.medium, ...kept.low].slice(0, findingsPerType)),
  };
}
