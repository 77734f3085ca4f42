import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellSplitter } from '../../src/extract/table/cell-spans.ts';
import { createDelimitedParser } from '../../src/extract/table/delimited-rows.ts';
import { rowOfSpans } from '../../src/model/index.ts';

function byBytes(text: string, delimiter: string): string[][] | undefined {
  const spans = cellSplitter(delimiter)?.split(Buffer.from(text));
  return spans && Array.from({ length: spans.rowCount }, (_, row) => rowOfSpans(spans, row));
}

function byText(text: string, delimiter: string): string[][] {
  return createDelimitedParser(delimiter).write(text);
}

const PIECES = [
  'a',
  '12',
  ' ',
  ',',
  ',',
  ';',
  '\t',
  '\n',
  '\n',
  '\r\n',
  '\r',
  '"',
  '"',
  '""',
  'é',
  '449-87-4100',
  '"x, y"',
];

describe('cells found in the bytes are those that the parser of text gives', () => {
  test.each([',', ';', '\t'])('split by %j, or left to it', (delimiter) => {
    let told = 0;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }), (pieces) => {
        const text = `${pieces.join('')}\n`;
        const rows = byBytes(text, delimiter);
        if (!rows) return;
        told += 1;
        expect(rows).toEqual(byText(text, delimiter));
      }),
      { numRuns: 2000, seed: 5 },
    );
    expect(told).toBeGreaterThan(300);
  });

  test('plain quotes are told, others are left to the parser', () => {
    expect(byBytes('"Li, Bo",4\r\n"",x\n', ',')).toEqual([
      ['Li, Bo', '4'],
      ['', 'x'],
    ]);
    expect(byBytes('"a ""b""",4\n', ',')).toBeUndefined();
    expect(byBytes('"a\nb",4\n', ',')).toBeUndefined();
    expect(byBytes('a,b', ',')).toBeUndefined();
  });
});
