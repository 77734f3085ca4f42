import type { Allowance } from '../model/index.ts';
import type { CompiledPack } from './compiled-pack.ts';
import type { CompiledPattern } from './compiled-pattern.ts';
import { type Fingerprinter, tagOf } from './fingerprint.ts';

/** What of one file the operator has allowed. Findings that are allowed are counted, and are never more than low. */
export interface AllowedFindings {
  /** The sentence for `explain`, or nothing when the finding is not allowed. Counts what it allows. */
  readonly check: (pattern: CompiledPattern, canonical: string) => string | undefined;
  /** Whether anything of this pattern may be allowed; quicker. */
  readonly concerns: (pattern: CompiledPattern) => boolean;
  /** Allowed findings by type. */
  readonly counts: () => Readonly<Record<string, number>>;
}

interface PatternAllowances {
  /** Reason by fingerprint. */
  readonly values: Map<string, string>;
  whole: string | undefined;
}

/** `allowances`: those that hold for this file. */
export function allowedFindings(
  pack: CompiledPack,
  fingerprinter: Fingerprinter,
  allowances: readonly Allowance[],
): AllowedFindings {
  const byPattern = new Map<CompiledPattern, PatternAllowances>();
  for (const { type, fingerprint, reason } of allowances) {
    const pattern = pack.patterns.find(({ file }) => file.id === type);
    if (!pattern) continue;
    const own = byPattern.get(pattern) ?? { values: new Map<string, string>(), whole: undefined };
    if (fingerprint === undefined) own.whole ??= reason;
    else own.values.set(fingerprint, reason);
    byPattern.set(pattern, own);
  }
  const counts = new Map<string, number>();
  return {
    concerns: (pattern) => byPattern.size > 0 && byPattern.has(pattern),
    check: (pattern, canonical) => {
      const own = byPattern.get(pattern);
      if (!own) return undefined;
      const { id } = pattern.file;
      const reason =
        own.whole ?? (own.values.size > 0 ? own.values.get(fingerprinter.hex(tagOf(id), canonical)) : undefined);
      if (reason === undefined) return undefined;
      counts.set(id, (counts.get(id) ?? 0) + 1);
      return `against: the operator allows it: ${reason}`;
    },
    counts: () => Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
