import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generalFormat } from '../../src/extract/sheet/number-format.ts';
import { createSheetReader } from '../../src/extract/sheet/sheet-reader.ts';
import { createStringStore } from '../../src/extract/sheet/string-store.ts';
import type { TableBlock } from '../../src/model/index.ts';

interface Cell {
  readonly type: 'number' | 'shared' | 'inline' | 'text' | 'boolean' | 'formula';
  readonly text: string;
}

const WORDS = [
  '',
  'Ana',
  'Müller',
  '山田',
  'a & b',
  'x<y',
  'tab_x0009_end',
  'snake_case',
  '🙂 smile',
  'long '.repeat(30),
];
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const cell = fc.oneof(
  fc.record({ type: fc.constant('number' as const), text: fc.constantFrom('0', '123456789', '-1.5', '1E+2', '0.1') }),
  fc.record({ type: fc.constantFrom('shared', 'inline', 'text', 'formula'), text: fc.constantFrom(...WORDS) }),
  fc.record({ type: fc.constant('boolean' as const), text: fc.constantFrom('0', '1') }),
) as fc.Arbitrary<Cell>;

function letters(column: number): string {
  return column < 26
    ? String.fromCharCode(65 + column)
    : letters(Math.floor(column / 26) - 1) + String.fromCharCode(65 + (column % 26));
}

/** One cell as Excel writes it; `odd` with other quotes and spaces, which no reader of the usual way takes. */
function cellXml({ type, text }: Cell, at: string, odd: boolean): string {
  const written = {
    number: ['', `<v>${text}</v>`],
    shared: [' t="s"', `<v>${WORDS.indexOf(text)}</v>`],
    inline: [' t="inlineStr"', `<is><t xml:space="preserve">${escaped(text)}</t></is>`],
    text: [' t="str"', `<v>${escaped(text)}</v>`],
    boolean: [' t="b"', `<v>${text}</v>`],
    formula: [' t="str"', `<f>A1</f><v>${escaped(text)}</v>`],
  }[type];
  const attributes = ` r="${at}" s="0"${written[0]}`;
  return odd
    ? `<c  ${attributes.replaceAll(/ (s|t)="(\w+)"/g, " $1='$2'")} >${written[1]}</c>`
    : `<c${attributes}>${written[1]}</c>`;
}

function sheetXml(rows: readonly (readonly Cell[])[], odd: boolean, prefix = ''): string {
  const body = rows
    .map((cells, row) => {
      const written = cells.map((one, column) => cellXml(one, `${letters(column)}${row + 1}`, odd));
      return `<row r="${row + 1}">${written.join('')}</row>`;
    })
    .join('');
  const xml = `<worksheet xmlns="urn:x"><cols><col min="1" max="1"/></cols><sheetData>${body}</sheetData><pageMargins/></worksheet>`;
  return prefix === '' ? xml : xml.replaceAll(/<(\/?)(?=\w)/g, `<$1${prefix}:`);
}

/** Rows by number, from a sheet that is handed over in pieces of these lengths, in turn. */
function readRows(xml: string, pieces: readonly number[]): Map<number, readonly string[]> {
  const strings = createStringStore();
  for (const word of WORDS) strings.add(word.replace('_x0009_', '\t'));
  const general = generalFormat;
  const reader = createSheetReader({ place: { members: [] }, table: 0, strings, formats: [general], general });
  const bytes = Buffer.from(xml, 'utf8');
  const blocks: TableBlock[] = [];
  const take = (): void => {
    for (const part of reader.take()) if (part.kind === 'table') blocks.push(part);
  };
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const length = pieces[turn % pieces.length] ?? bytes.length;
    reader.write(bytes.subarray(at, at + length));
    take();
    at += length;
  }
  reader.end();
  take();
  return new Map(blocks.flatMap((block) => block.rows.map((row, index) => [block.firstRow + index, row] as const)));
}

function shown({ type, text }: Cell): string {
  if (type === 'number') return text === '1E+2' ? '100' : text;
  if (type === 'boolean') return text === '1' ? 'TRUE' : 'FALSE';
  return text.replace('_x0009_', '\t');
}

/** Empty cells at the end of a row are not handed on. */
function expectedRows(rows: readonly (readonly Cell[])[]): Map<number, readonly string[]> {
  const all = rows.map((cells, index) => {
    const texts = cells.map(shown);
    while (texts.at(-1) === '') texts.pop();
    return [index + 1, texts] as const;
  });
  return new Map(all.filter(([, texts]) => texts.length > 0));
}

const sheet = fc.array(fc.array(cell, { maxLength: 30 }), { maxLength: 12 });
const cuts = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 });

describe('cells of a sheet', () => {
  it('are the same however they are written and wherever the bytes are cut', () => {
    fc.assert(
      fc.property(sheet, cuts, (rows, pieces) => {
        const expected = expectedRows(rows);
        expect(readRows(sheetXml(rows, false), pieces)).toEqual(expected);
        expect(readRows(sheetXml(rows, true), pieces)).toEqual(expected);
        expect(readRows(sheetXml(rows, false, 'x'), pieces)).toEqual(expected);
      }),
      { numRuns: 80 },
    );
  });

  it('give what is there when the sheet ends within one', () => {
    const xml = '<worksheet><sheetData><row r="1"><c r="A1"><v>123456789</v></c><c r="B1" t="str"><v>cut o';
    expect(readRows(xml, [7]).get(1)).toEqual(['123456789', 'cut o']);
  });
});

describe('shared strings', () => {
  it('are given back whatever their order, length and alphabet', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme-ascii', maxLength: 60 }));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 400 }), fc.array(fc.nat(420)), (texts, asked) => {
        const store = createStringStore();
        texts.forEach((one, index) => {
          const bytes = Buffer.from(`<${one}>`, 'utf8');
          if (index % 2 === 0) store.add(one);
          else store.addUtf8(bytes, 1, bytes.length - 1);
        });
        const order = [...texts.keys(), ...asked];
        expect(order.map((index) => store.get(index))).toEqual(order.map((index) => texts[index] ?? ''));
      }),
      { numRuns: 30 },
    );
  });

  it('keep those that need more than one stretch of memory', () => {
    const store = createStringStore();
    const text = (index: number): string => `${index} ${'word '.repeat(index % 400)}`;
    const indexes = Array.from({ length: 12_000 }, (_, index) => index);
    for (const index of indexes) store.add(text(index));
    expect(indexes.filter((index) => store.get(index) !== text(index))).toEqual([]);
    expect(store.get(12_000)).toBe('');
  });
});
