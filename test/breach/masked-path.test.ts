import { describe, expect, it } from 'vitest';
import { maskedPath } from '../../src/breach/masked-path.ts';
import { cleanReading, sampleFacts } from '../record/sample-files.ts';

const shown = (path: string, inName = false): string => {
  const finding = {
    type: 'us-ssn',
    place: { members: [], part: 'file-name' as const },
    masked: '',
    fingerprint: '',
    confidence: 'high' as const,
    margin: 1,
    evidence: [],
  };
  return maskedPath({ facts: sampleFacts(path), reading: cleanReading({ findings: inName ? [finding] : [] }) });
};

describe('paths', () => {
  it.each([
    ['Scans/212-44-5678.pdf', 'Scans/###-##-####.pdf'],
    ['212445678/scan 3.pdf', '#########/scan 3.pdf'],
    ['cards 4111 1111 1111 1111.txt', 'cards #### #### #### ####.txt'],
    ['Exports/2026-03-01 roster.csv', 'Exports/2026-03-01 roster.csv'],
    ['Exports/20260301.csv', 'Exports/20260301.csv'],
    ['FY2024/award 12345.docx', 'FY2024/award 12345.docx'],
  ])('%s is shown as %s', (path, expected) => {
    expect(shown(path)).toBe(expected);
  });

  it('lose every digit of a name in which something was found', () => {
    expect(shown('FY2024/intake 12 34.pdf', true)).toBe('FY2024/intake ## ##.pdf');
  });
});
