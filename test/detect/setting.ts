import { fileURLToPath } from 'node:url';
import { createDetector, type FileFindings, loadPatterns, type TextFinding } from '../../src/detect/index.ts';
import type { TextPart } from '../../src/model/index.ts';

export const PATTERNS = fileURLToPath(new URL('../../patterns', import.meta.url));
export const pack = loadPatterns([PATTERNS]);
export const detector = createDetector(pack, new Uint8Array(32).fill(7));

/** Findings of one type in a text, as `text:confidence`. */
export function found(text: string, type: string): string[] {
  return detector
    .detectText(text)
    .filter((finding) => finding.type === type)
    .map(({ start, end, confidence }) => `${text.slice(start, end)}:${confidence}`);
}

export function told(text: string): TextFinding[] {
  return detector.detectText(text).filter(({ confidence }) => confidence !== 'low');
}

export function readParts(parts: readonly TextPart[], findingsPerType?: number): FileFindings {
  const file = detector.openFile(findingsPerType === undefined ? {} : { findingsPerType });
  for (const part of parts) file.add(part);
  return file.finish();
}

export function readTable(rows: readonly (readonly string[])[], columns?: readonly string[]): FileFindings {
  return readParts([
    { kind: 'table', place: { members: [] }, table: 1, firstRow: 1, rows, ...(columns ? { columns } : {}) },
  ]);
}

/** Medium and high findings of a type. */
export function countOf(findings: FileFindings, type: string): number {
  const count = findings.types.find((one) => one.type === type);
  return count ? count.high + count.medium : 0;
}

/** Numbers that look random and are the same in every run. */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}

/** An invented SSN of an assigned area. */
export function ssn(random: (below: number) => number, separator = '-'): string {
  const area = 1 + random(664);
  return [
    String(area).padStart(3, '0'),
    String(1 + random(99)).padStart(2, '0'),
    String(1 + random(9999)).padStart(4, '0'),
  ].join(separator);
}
