import type { Confidence, Place } from '../model/index.ts';
import { canonicalValue } from './canonical.ts';
import type { CompiledPack } from './compiled-pack.ts';
import type { CompiledPattern } from './compiled-pattern.ts';
import type { Fingerprinter } from './fingerprint.ts';
import { maskOf } from './mask.ts';
import type { LedgerBuilder } from './people-ledger.ts';
import type { Tally } from './tally.ts';

/** What all parts of one file's detection share. */
export interface FileSetting {
  readonly pack: CompiledPack;
  readonly fingerprinter: Fingerprinter;
  readonly tagOfType: (type: string) => number;
  readonly tally: Tally;
  readonly ledger: LedgerBuilder;
  /** Numbers of the document-class phrases seen. */
  readonly phrases: Set<number>;
}

export interface Found {
  readonly pattern: CompiledPattern;
  readonly confidence: Confidence;
  readonly marginTenths: number;
  /** Folded. */
  readonly value: string;
  readonly canonical?: string;
}

/** Counts a finding of the file; place and reasons are only worked out when it is kept. */
export function countFound(
  setting: FileSetting,
  found: Found,
  place: () => Place,
  evidence: () => readonly string[],
): string {
  const { pattern, confidence, value } = found;
  const canonical = found.canonical ?? canonicalValue(pattern.file.element, value);
  setting.tally.count(pattern, confidence, canonical, () => ({
    type: pattern.file.id,
    place: place(),
    masked: maskOf(value, pattern.file.mask),
    fingerprint: setting.fingerprinter.hex(setting.tagOfType(pattern.file.id), canonical),
    confidence,
    margin: found.marginTenths,
    evidence: evidence(),
  }));
  return canonical;
}
