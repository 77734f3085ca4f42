import { describe, expect, test } from 'vitest';
import { withAnyDigits } from '../../src/detect/any-digits.ts';
import { compilePack } from '../../src/detect/compiled-pack.ts';
import { quietCells } from '../../src/detect/quiet-cells.ts';
import { PATTERNS, pack, readTable } from './setting.ts';

const compiled = compilePack(pack);
const zeros = (text: string) => text.replace(/[0-9]/g, '0');

describe('a cell is only passed over when nothing could be found in it, whatever its digits', () => {
  test.each(compiled.patterns.map((pattern) => [pattern.file.id, pattern] as const))('%s', (_id, pattern) => {
    const { match, nonmatch } = pattern.file.examples;
    const texts = [...match, ...nonmatch].map(({ text }) => text).filter((text) => !/[^\x20-\x7e]/.test(text));
    for (const text of texts) {
      const bytes = Buffer.from(text);
      if (pattern.anywhere?.find(bytes, text).length) expect(compiled.nothingHere(zeros(text)), text).toBe(false);
      if (pattern.labelled?.find(bytes, text).length) expect(compiled.nothingHere(zeros(text)), text).toBe(false);
      if (pattern.behind?.find(bytes, text).length) expect(compiled.nothingHere(zeros(text)), text).toBe(false);
    }
  });

  test.each([
    ['4\\d{3}|5[1-5]\\d{2}', '[0-9]\\d{3}|[0-9][1-50-9]\\d{2}'],
    ['[^0-9]7', '[^0-9][0-9]'],
    ['[^5]', '(?:[^5]|[0-9])'],
    ['\\x1a{3,12}\\x{2010}[A-Z2-7]', '\\x1a{3,12}\\x{2010}[A-Z2-70-9]'],
  ])('%s takes any digits as %s', (regex, widened) => {
    expect(withAnyDigits(regex)).toBe(widened);
  });
});

test('what one cell said holds for cells that differ in digits only', () => {
  const asked: string[] = [];
  const voices = quietCells(
    (shape) => {
      asked.push(shape);
      return !shape.includes('-');
    },
    (cell) => cell === 'Status',
  );
  expect(voices.voiceOf(0, '', 'A17')).toBe('quiet');
  expect(voices.voiceOf(0, '', 'A94')).toBe('quiet');
  expect(voices.voiceOf(0, '', 'B94')).toBe('quiet');
  expect(voices.voiceOf(0, '', '1-2')).toBe('loud');
  expect(voices.voiceOf(0, '', '3-4')).toBe('loud');
  expect(voices.voiceOf(0, '', 'Status')).toBe('header');
  expect(voices.voiceOf(0, '', 'Jos\u00e9')).toBe('loud');
  expect(asked).toEqual(['A00', 'B00', '0-0', 'Status']);
});

describe('a row in which one cell must be read is read in full', () => {
  const filler = Array.from({ length: 1500 }, (_, row) => ['north', `part ${row}`, `A${row}`]);
  test.each([
    ['a label in one cell, its number in the next', ['Social security number', '449874100', 'x'], 'us-ssn'],
    ['a number among letters', ['north', 'see 449-87-4100 on file', 'A9'], 'us-ssn'],
    ['a card', ['north', 'paid by 4539 1488 0343 6467 visa card', 'A9'], 'payment-card'],
  ])('%s', (_name, row, type) => {
    const { types } = readTable([['region', 'what', 'lot'], ...filler, row, ...filler]);
    expect(types.map((one) => one.type)).toContain(type);
  });
});

test('the shipped patterns are the ones tested', () => {
  expect(PATTERNS).toMatch(/patterns$/);
  expect(compiled.patterns.length).toBeGreaterThan(30);
});
