import type { Allowance } from '../model/index.ts';
import { canonicalValue } from './canonical.ts';
import { compilePack } from './compiled-pack.ts';
import { detectText } from './detect-text.ts';
import { type FileDetection, openFileDetection } from './file-detection.ts';
import type { NoticeFinding, ObserveFinding } from './file-setting.ts';
import { createFingerprinter, tagOf } from './fingerprint.ts';
import { foldCell } from './fold.ts';
import type { PatternPack } from './pattern-pack.ts';
import { checkExamples, type PatternTestReport } from './test-patterns.ts';
import type { TextFinding } from './text-finding.ts';

export interface OpenFileOptions {
  /** How many findings of a type are kept (default 50); counts are never capped. */
  readonly findingsPerType?: number;
  /** The day, year-month-day, on which who is not yet 18 is a minor; without it nobody is. Time is passed in. */
  readonly asOf?: string;
  /** What the operator allows in this file. */
  readonly allowances?: readonly Allowance[];
  /** Told of every finding, kept or not, with its value; only in a worker, where the value stays. */
  readonly observe?: ObserveFinding;
  /** Told of every finding, kept or not, at little cost. */
  readonly notice?: NoticeFinding;
  /** Whether the people of the file are laid together (default true). */
  readonly people?: boolean;
}

export interface Detector {
  /** Offsets in UTF-16 units, all confidences, sorted by place. */
  readonly detectText: (text: string) => readonly TextFinding[];
  /** Begins a file. */
  readonly openFile: (options?: OpenFileOptions) => FileDetection;
}

/**
 * Compiles the pack in this thread; use one detector for many files.
 * @param fingerprintKey 32 bytes, the installation's
 */
export function createDetector(pack: PatternPack, fingerprintKey: Uint8Array): Detector {
  const compiled = compilePack(pack);
  const fingerprinter = createFingerprinter(fingerprintKey);
  const tags = new Map(pack.patterns.map(({ id }) => [id, tagOf(id)]));
  const tagOfType = (type: string): number => tags.get(type) ?? 0;
  return {
    detectText: (text) => detectText(compiled, fingerprinter, tagOfType, text),
    openFile: (options = {}) =>
      openFileDetection({
        pack: compiled,
        fingerprinter,
        tagOfType,
        findingsPerType: options.findingsPerType ?? 50,
        allowances: options.allowances ?? [],
        asOf: options.asOf,
        observe: options.observe,
        notice: options.notice,
        people: options.people ?? true,
      }),
  };
}

/** Every example of every pattern through the whole engine. */
export function testPatterns(pack: PatternPack): PatternTestReport {
  const detector = createDetector(pack, new Uint8Array(32));
  return checkExamples(pack, detector.detectText);
}

/**
 * The fingerprint that findings of a value carry, 32 hex digits; nothing when it is not written like a value of the type.
 * @param fingerprintKey 32 bytes, the installation's
 */
export function fingerprintOf(
  pack: PatternPack,
  fingerprintKey: Uint8Array,
  type: string,
  value: string,
): string | undefined {
  const pattern = compilePack(pack).patterns.find(({ file }) => file.id === type);
  const folded = foldCell(value).trim();
  if (!pattern?.isCell(folded, true)) return undefined;
  return createFingerprinter(fingerprintKey).hex(tagOf(type), canonicalValue(pattern.file.element, folded));
}
