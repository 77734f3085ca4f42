import { describe, expect, it } from 'vitest';
import {
  type BiffWorkbook,
  biffCharacters,
  biffRecord,
  biffString,
  binaryWorkbook,
  double,
  words,
} from '../../fixtures/make/binary-workbook.ts';
import { compoundOf } from '../../fixtures/make/compound.ts';
import type { Sample } from './read-sample.ts';
import { everythingOf, placesOf, readSample, textOf } from './read-sample.ts';

const label = (row: number, column: number, text: string): Buffer =>
  biffRecord(0x204, words(row, column, 0), biffString(text));
const number = (row: number, column: number, format: number, value: number): Buffer =>
  biffRecord(0x203, words(row, column, format), double(value));
const packed = (value: number, isDivided: boolean): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE((value << 2) | 2 | (isDivided ? 1 : 0));
  return bytes;
};

const read = (book: BiffWorkbook): Promise<Sample> =>
  readSample('pay.xls', compoundOf({ [book.isOld ? 'Book' : 'Workbook']: binaryWorkbook(book) }));
const sheet = (...records: readonly Buffer[]): BiffWorkbook => ({ sheets: [{ name: 'Pay', records }] });
const rowsOf = (sample: Sample): (readonly string[])[] => sample.tables.flatMap(({ rows }) => [...rows]);

const FORMATS = [
  biffRecord(0x41e, words(164), biffString('000-00-0000')),
  biffRecord(0xe0, words(0, 0)),
  biffRecord(0xe0, words(0, 164)),
];

describe('cells of a binary workbook', () => {
  it('are shown as the program shows them', async () => {
    const sample = await read({
      globals: FORMATS,
      sheets: [
        {
          name: 'Pay',
          records: [
            label(0, 0, 'Name'),
            label(0, 1, 'Łódź'),
            number(1, 0, 1, 12_345_678),
            biffRecord(0x27e, words(1, 1, 1), packed(123_456_789, false)),
            biffRecord(0xbd, words(2, 0, 0), packed(7, false), words(0), packed(150, true), words(1)),
            biffRecord(0x205, words(3, 0, 0), Buffer.from([1, 0])),
            biffRecord(0x06, words(4, 0, 0), double(212_441_987), words(0, 0, 0)),
            biffRecord(0x06, words(5, 0, 0, 0, 0, 0, 0xffff), words(0, 0, 0)),
            biffRecord(0x207, biffString('212-44-1988')),
          ],
        },
      ],
    });
    expect(sample).toMatchObject({ format: 'xls', unread: [] });
    expect(rowsOf(sample)).toEqual([
      ['Name', 'Łódź'],
      ['012-34-5678', '123-45-6789'],
      ['7', '1.5'],
      ['TRUE'],
      ['212441987'],
      ['212-44-1988'],
    ]);
  });

  it('find their shared strings, also those that go on in the next record in another width', async () => {
    const table = biffRecord(
      0xfc,
      words(3, 0, 3, 0),
      biffString('Ada'),
      words(11),
      Buffer.from([0]),
      biffCharacters('212-4'),
    );
    const rest = biffRecord(0x3c, Buffer.from([1]), biffCharacters('4-1989', true), biffString('Bo'));
    const cell = (row: number, index: number): Buffer => biffRecord(0xfd, words(row, 0, 0, index, 0));
    const book = { globals: [table, rest], sheets: [{ name: 'Pay', records: [cell(0, 0), cell(1, 1), cell(2, 2)] }] };
    expect(rowsOf(await read(book))).toEqual([['Ada'], ['212-44-1989'], ['Bo']]);
    const lost = await read({ ...book, sheets: [{ name: 'Pay', records: [cell(0, 0), cell(1, 7)] }] });
    expect(lost.unread).toMatchObject([{ reason: 'damaged', place: { sheet: 'Pay' } }]);
  });

  it('are put in the order of their rows where a writer went by columns', async () => {
    const cells = [label(0, 0, 'a1'), label(1, 0, 'a2'), label(0, 1, 'b1'), label(1, 1, 'b2')];
    const sample = await read(sheet(...cells));
    expect(rowsOf(sample)).toEqual([
      ['a1', 'b1'],
      ['a2', 'b2'],
    ]);
    expect(sample.tables).toHaveLength(1);
  });

  it('lie in hidden rows, columns and sheets', async () => {
    const hiddenRow = biffRecord(0x208, words(1, 0, 1, 0, 0, 0, 0x20, 0));
    const hiddenColumn = biffRecord(0x7d, words(1, 1, 0, 0, 1, 0));
    const sample = await read({
      sheets: [
        { name: 'Pay', records: [hiddenColumn, hiddenRow, label(0, 0, 'shown'), label(1, 0, '212-44-1990')] },
        { name: 'Old', hidden: true, records: [label(0, 0, '212-44-1991')] },
      ],
    });
    expect(placesOf(sample, '212-44-1990')).toMatchObject([{ sheet: 'Pay', row: 2, part: 'hidden-row' }]);
    expect(placesOf(sample, '212-44-1991')).toMatchObject([{ sheet: 'Old', row: 1, part: 'hidden-sheet' }]);
    expect(sample.tables[0]?.hiddenColumns).toEqual([1]);
  });

  it('of Excel 95 are in its code page', async () => {
    const text = Buffer.from([0xcf, 0xf0, 0xe8]);
    const sample = await read({
      isOld: true,
      globals: [biffRecord(0x42, words(1251))],
      sheets: [{ name: 'Pay', records: [biffRecord(0x204, words(0, 0, 0, text.length), text)] }],
    });
    expect(sample).toMatchObject({ format: 'xls', unread: [] });
    expect(rowsOf(sample)).toEqual([['При']]);
  });
});

describe('what stands beside the cells of a binary workbook', () => {
  it('comments stand at their cell, other boxes do not', async () => {
    const box = (object: number, text: string): Buffer[] => [
      biffRecord(0x5d, words(0x15, 0x12, 0x19, object), Buffer.alloc(14)),
      biffRecord(0x1b6, words(0, 0, 0, 0, 0, text.length, 0, 0, 0)),
      biffRecord(0x3c, Buffer.from([0]), biffCharacters(text)),
    ];
    const note = biffRecord(0x1c, words(4, 2, 0, 1), biffString('Ada'), Buffer.alloc(1));
    const sample = await read(sheet(...box(1, 'is 212-44-1992'), ...box(2, 'box 212-44-1993'), note));
    expect(placesOf(sample, '212-44-1992')).toMatchObject([{ part: 'comment', row: 5, column: 'C' }]);
    expect(placesOf(sample, '212-44-1993')).toMatchObject([{ part: 'text-box' }]);
  });

  it('strings within formulas and in any other record are read', async () => {
    const token = Buffer.concat([Buffer.from([0x17, 11, 0]), biffCharacters('212-44-1994')]);
    const formula = biffRecord(0x06, words(0, 0, 0), double(1), words(0, 0, 0, token.length), token);
    const sample = await read(sheet(formula, biffRecord(0x1ae, biffCharacters('book 212-44-1995'))));
    expect(textOf(sample)).toContain('212-44-1994');
    expect(textOf(sample)).toContain('212-44-1995');
  });
});

describe('a binary workbook that lies', () => {
  const good = binaryWorkbook({
    globals: FORMATS,
    sheets: [
      { name: 'One', records: [label(0, 0, '212-44-1996')] },
      { name: 'Two', records: [label(0, 0, '212-44-1997')] },
    ],
  });
  const changed = (at: number, value: number): Promise<Sample> => {
    const bytes = Buffer.from(good);
    bytes.writeUInt16LE(value, at);
    return readSample('pay.xls', compoundOf({ Workbook: bytes }));
  };
  const second = good.lastIndexOf(words(0x809));

  it('about the length of a record loses no other sheet, and is told', async () => {
    const first = good.indexOf(words(0x204));
    const sample = await changed(first + 2, 0xffff);
    expect(placesOf(sample, '212-44-1997')).toMatchObject([{ sheet: 'Two' }]);
    expect(everythingOf(sample)).toContain('212-44-1996');
    expect(sample.unread).toMatchObject([{ reason: 'damaged', place: { sheet: 'One' } }]);
  });

  it('about the place of a sheet still gives it, and is told', async () => {
    const entry = good.lastIndexOf(words(second));
    const sample = await changed(entry, 3);
    expect(everythingOf(sample)).toContain('212-44-1997');
    expect(sample.unread).toMatchObject([{ reason: 'damaged' }]);
  });

  it('by being cut off anywhere, ends by itself and is told', async () => {
    for (let length = 20; length < good.length; length += 7) {
      const sample = await readSample('pay.xls', compoundOf({ Workbook: good.subarray(0, length) }));
      expect(sample.unread.length, `${length} bytes`).toBeGreaterThan(0);
    }
  });
});
