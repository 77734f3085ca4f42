import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalName, canonicalValue } from '../../src/detect/canonical.ts';
import { distinctCounter } from '../../src/detect/distinct.ts';
import { createFingerprinter, tagOf } from '../../src/detect/fingerprint.ts';
import { maskOf } from '../../src/detect/mask.ts';
import { requiredLiterals } from '../../src/detect/required-literals.ts';
import { hashSpelling, hashText, type TextHash } from '../../src/detect/text-hash.ts';
import { detector } from './setting.ts';

describe('fingerprints', () => {
  const printer = createFingerprinter(new Uint8Array(32).fill(1));
  test('are 32 hex digits that depend on key, type and value and never hold the value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 400 }), (value) => {
        const print = printer.hex(tagOf('us-ssn'), value);
        expect(print).toMatch(/^[0-9a-f]{32}$/);
        expect(print).toBe(printer.hex(tagOf('us-ssn'), value));
        expect(print).not.toBe(printer.hex(tagOf('us-itin'), value));
        expect(print).not.toBe(createFingerprinter(new Uint8Array(32).fill(2)).hex(tagOf('us-ssn'), value));
        if (value.length > 3) expect(print).not.toContain(Buffer.from(value).toString('hex').slice(0, 32));
      }),
    );
  });
  test('a batch gives what single calls give', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { minLength: 1, maxLength: 20 }),
        (values) => {
          const batch = Buffer.from(
            printer.batch(
              values.map(() => 7),
              values,
            ),
          );
          values.forEach((value, at) => {
            expect(batch.subarray(at * 16, at * 16 + 16).toString('hex')).toBe(printer.hex(7, value));
          });
        },
      ),
    );
  });
  test('zeros at the end of a value count', () => expect(printer.hex(1, 'ab')).not.toBe(printer.hex(1, 'ab\0')));
  test('one value in two spellings is one fingerprint', () => {
    const [a] = detector.detectText('SSN: 449-87-4100');
    const [b] = detector.detectText('SSN 449 87 4100');
    expect(a?.fingerprint).toBe(b?.fingerprint);
  });
});

describe('masks', () => {
  test.each([
    ['449-87-4100', 'last-four', '***-**-4100'],
    ['449874100', 'last-four', '*****4100'],
    ['12345', 'last-four', '***45'],
    ['Rosa Ortega', 'first-letter', 'R*** O***'],
    ['rosa@agency.org', 'domain', '***@agency.org'],
    ['03/12/1984', 'year', '**** 1984'],
    ['secret', 'all', '******'],
  ] as const)('%s by %s', (value, rule, masked) => expect(maskOf(value, rule)).toBe(masked));
  test('never shows more than four characters of an identifier, nor more than half', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Z -]{1,60}$/), (value) => {
        const shown = maskOf(value, 'last-four').replace(/[^0-9A-Z]/g, '').length;
        expect(shown).toBeLessThanOrEqual(Math.min(4, value.replace(/[^0-9A-Z]/g, '').length / 2));
      }),
    );
  });
});

test('one spelling for names, dates and numbers', () => {
  expect(canonicalName('Ortega, Rosa M.')).toBe(canonicalName('rosa ortega'));
  expect(canonicalName('ROSA ORTEGA')).toBe(canonicalName('Mrs. Rosa Ortega'));
  expect(canonicalValue('date-of-birth', 'March 12, 1984')).toBe('1984-03-12');
  expect(canonicalValue('us-ssn', '1234567')).toBe('001234567');
});

test('hashing a spelling is hashing the spelt text', () => {
  const a: TextHash = { high: 0, low: 0 };
  const b: TextHash = { high: 0, low: 0 };
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9A-Za-z ().-]{0,40}$/), (value) => {
      hashSpelling(value, true, a);
      hashText(canonicalValue('phone-number', value), b);
      expect(a).toEqual(b);
    }),
  );
});

describe('distinct counting', () => {
  const hash: TextHash = { high: 0, low: 0 };
  const countUpTo = (values: number, most?: number): number => {
    const counter = distinctCounter(most);
    for (let round = 0; round < 2; round += 1) {
      for (let i = 0; i < values; i += 1) {
        hashText(`value ${i}`, hash);
        counter.add(hash.high, hash.low);
      }
    }
    return counter.count();
  };
  test('is exact while there is room', () => expect(countUpTo(50_000)).toBe(50_000));
  test('is close when there is none', () => {
    const estimate = countUpTo(60_000, 1 << 12);
    expect(Math.abs(estimate - 60_000)).toBeLessThan(6000);
  });
});

describe('literals that a regex needs', () => {
  test.each([
    ['(?i)pass ?word: \\S+', ['password: ', 'pass word: ']],
    ['(?:AKIA|ASIA)[A-Z2-7]{16}', ['akia', 'asia']],
    ['\\d{3}-\\d{2}', undefined],
    ['(?:the|and) .*', undefined],
    ['x?felony(?:es)?', ['felony']],
  ])('%s', (regex, literals) => expect(requiredLiterals(regex)?.toSorted()).toEqual(literals?.toSorted()));
});
