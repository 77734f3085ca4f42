import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold, foldCell } from '../../src/detect/fold.ts';
import { byteEndOf, byteStartOf, utf16Counter } from '../../src/detect/utf16.ts';
import { detector, found, readParts } from './setting.ts';

const noise = fc
  .string({ unit: 'binary', maxLength: 60 })
  .filter((text) => !/[0-9A-Za-z]/.test(text.normalize('NFKC')));

describe('folding', () => {
  test('places in folded text lead back to the characters they came from', () => {
    fc.assert(
      fc.property(noise, noise, (before, after) => {
        const text = `${before} SSN: 449-87-4100 ${after}`;
        const utf8 = Buffer.from(text);
        const folded = fold(utf8, false);
        const at = folded.text.indexOf('449-87-4100');
        const start = byteStartOf(folded, at);
        const end = byteEndOf(folded, utf8, at + 11);
        expect(utf8.subarray(start, end).toString()).toBe('449-87-4100');
        const count = utf16Counter(utf8);
        expect(utf8.toString().slice(count(start), count(end))).toBe('449-87-4100');
      }),
    );
  });

  test('every character becomes at most one ASCII byte', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const folded = fold(Buffer.from(text), true);
        expect(folded.text.length).toBeLessThanOrEqual([...text].length);
        expect([...folded.bytes].every((byte) => byte < 0x80)).toBe(true);
        expect(foldCell(foldCell(text))).toBe(foldCell(text));
      }),
    );
  });

  test('findings are where the value is, whatever stands around', () => {
    fc.assert(
      fc.property(noise, noise, (before, after) => {
        const text = `${before}\nSSN: 449-87-4100\n${after}`;
        expect(found(text, 'us-ssn').map((one) => one.split(':')[0])).toContain('449-87-4100');
      }),
      { numRuns: 60 },
    );
  });
});

describe('windows', () => {
  const filler = 'the office was open and the weather was fine all week long. ';
  const border = 64 * 1024;

  test.each([-40, -12, -11, -5, -1, 0, 1, 5])('an SSN that begins %i bytes from a border is found once', (shift) => {
    const start = border + shift;
    const text = `${filler.repeat(3000).slice(0, start - 6)} SSN: 449-87-4100 ${filler.repeat(1500)}`;
    expect(found(text, 'us-ssn')).toEqual(['449-87-4100:high']);
  });

  test('however a text is cut into blocks, the same is found at the same lines', () => {
    const lines = Array.from({ length: 6000 }, (_, line) =>
      line % 500 === 250 ? `SSN: 449-87-${String(1000 + line)} é` : `${filler}${line % 7 === 0 ? 'ñ — ' : ''}`,
    );
    const utf8 = Buffer.from(lines.join('\n'));
    const whole = readParts([{ kind: 'text', place: { members: [], line: 1 }, utf8, continues: false }]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 1, maxLength: 12 }), (sizes) => {
        const file = detector.openFile();
        let at = 0;
        let line = 1;
        for (let i = 0; at < utf8.length; i += 1) {
          const wanted = Math.min(utf8.length, at + (sizes[i % sizes.length] as number) + 20_000);
          const newline = utf8.indexOf(10, wanted);
          const end = newline < 0 ? utf8.length : newline + 1;
          file.add({
            kind: 'text',
            place: { members: [], line },
            utf8: utf8.subarray(at, end),
            continues: end < utf8.length,
          });
          line += utf8.subarray(at, end).filter((byte) => byte === 10).length;
          at = end;
        }
        expect(file.finish()).toEqual(whole);
      }),
      { numRuns: 12 },
    );
    expect(whole.findings.filter(({ type }) => type === 'us-ssn').map(({ place }) => place.line)).toEqual(
      lines.flatMap((text, index) => (text.startsWith('SSN') ? [index + 1] : [])),
    );
  });
});

describe('shapes that make others slow', () => {
  test('100,000 repeats of an SSN are 100,000 findings', () => {
    const utf8 = Buffer.from('449-87-4100 SSN\n'.repeat(100_000));
    const reading = readParts([{ kind: 'text', place: { members: [] }, utf8, continues: false }]);
    const count = reading.types.find(({ type }) => type === 'us-ssn');
    expect([count?.count, count?.distinct]).toEqual([100_000, 1]);
    expect(reading.findings.filter(({ type }) => type === 'us-ssn').length).toBe(50);
  });

  test('a single line of 50 MB is read to its end', () => {
    const utf8 = Buffer.alloc(50_000_000, 'a,');
    utf8.write(' SSN: 449-87-4100', utf8.length - 17);
    const file = detector.openFile();
    for (let at = 0; at < utf8.length; at += 1 << 20) {
      const end = Math.min(utf8.length, at + (1 << 20));
      file.add({ kind: 'text', place: { members: [] }, utf8: utf8.subarray(at, end), continues: end < utf8.length });
    }
    expect(file.finish().types.map(({ type, count }) => [type, count])).toEqual([['us-ssn', 1]]);
  });

  test.each([
    ['digits', '1234567890'],
    ['spaced digits', '1 2 3 4 5 6 '],
    ['dashes', '1-'],
    ['labels', 'ssn account number passport '],
    ['quotes', '"'],
    ['NULs', '\0'],
    ['mail signs', 'a@a.'],
  ])('a megabyte of %s is nothing', (_what, piece) => {
    const utf8 = Buffer.from(piece.repeat(1_000_000 / piece.length));
    const reading = readParts([{ kind: 'text', place: { members: [] }, utf8, continues: false }]);
    expect(reading.types.filter(({ high, medium }) => high + medium > 0)).toEqual([]);
  });
});
