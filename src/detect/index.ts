/**
 * Finds personal data in what the readers hand on. In: text and table blocks. Out: findings without values (type, place, masked
 * form, keyed fingerprint, confidence, reasons), counts, and the people behind them as keyed rows.
 */
export { createDetector, type Detector, fingerprintOf, testPatterns } from './detector.ts';
export type { FileDetection, FileFindings } from './file-detection.ts';
export { loadPatterns } from './load-patterns.ts';
export type { PackedPattern, PatternPack } from './pattern-pack.ts';
export { type NameSpan, possibleNames } from './possible-names.ts';
export type { ExampleFailure, PatternTestReport } from './test-patterns.ts';
export type { TextFinding } from './text-finding.ts';
