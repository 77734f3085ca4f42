import type { Confidence, Finding, Place } from '../model/index.ts';
import type { AllowedFindings } from './allowances.ts';
import type { CompiledPack } from './compiled-pack.ts';
import type { CompiledPattern } from './compiled-pattern.ts';
import type { Fingerprinter } from './fingerprint.ts';
import { maskOf } from './mask.ts';
import type { LedgerBuilder } from './people-ledger.ts';
import type { Tally } from './tally.ts';
import { hashText, type TextHash } from './text-hash.ts';

/** What all parts of one file's detection share. */
export interface FileSetting {
  readonly pack: CompiledPack;
  readonly fingerprinter: Fingerprinter;
  readonly tagOfType: (type: string) => number;
  readonly tally: Tally;
  readonly ledger: LedgerBuilder;
  /** Numbers of the document-class phrases seen. */
  readonly phrases: Set<number>;
  readonly allowed: AllowedFindings;
  /** The day on which minors are counted, year-month-day. */
  readonly asOf: string | undefined;
  readonly observe: ObserveFinding | undefined;
  readonly notice: NoticeFinding | undefined;
}

/** Told of every finding with its folded value. For callers that run in a worker; the value stays there. */
export type ObserveFinding = (finding: Finding, value: string) => void;

/**
 * Told of every finding, kept or not, without masks, fingerprints and reasons, which cost most of a table's time.
 * @param row of a table; then `place` is the table's
 */
export type NoticeFinding = (
  type: string,
  confidence: Confidence,
  place: Place,
  row?: number | undefined,
  column?: string | undefined,
) => void;

export interface Found {
  readonly pattern: CompiledPattern;
  readonly confidence: Confidence;
  readonly marginTenths: number;
  /** Folded. */
  readonly value: string;
  readonly canonical: string;
  readonly evidence: readonly string[];
}

const hash: TextHash = { high: 0, low: 0 };

/**
 * Counts a finding of the file; place and reasons are only worked out when it is kept. Answers the confidence that it counts
 * with: low, when the operator allows it.
 */
export function countFound(
  setting: FileSetting,
  pattern: CompiledPattern,
  confidence: Confidence,
  canonical: string,
  found: () => { readonly place: Place; readonly found: Found },
): Confidence {
  const allowed = confidence === 'low' ? undefined : setting.allowed.check(pattern, canonical);
  const told = allowed === undefined ? confidence : 'low';
  hashText(canonical, hash);
  const isKept = setting.tally.count(pattern, told, hash);
  if (!isKept && !setting.observe && !setting.notice) return told;
  const { place, found: kept } = found();
  setting.notice?.(pattern.file.id, told, place, place.row, place.column);
  if (!isKept && !setting.observe) return told;
  const evidence = allowed === undefined ? kept.evidence : [allowed, ...kept.evidence];
  const finding = findingOf(setting, { ...kept, confidence: told, evidence }, place);
  if (isKept) setting.tally.keep(pattern, finding);
  setting.observe?.(finding, kept.value);
  return told;
}

export function findingOf(setting: FileSetting, found: Found, place: Place): Finding {
  const { file } = found.pattern;
  return {
    type: file.id,
    place,
    masked: maskOf(found.value, file.mask),
    fingerprint: setting.fingerprinter.hex(setting.tagOfType(file.id), found.canonical),
    confidence: found.confidence,
    margin: found.marginTenths,
    evidence: found.evidence,
  };
}
