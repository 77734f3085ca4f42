import { describe, expect, test } from 'vitest';
import {
  countPeople,
  ELEMENT_TYPES,
  PERSON_FLAG_MINOR,
  PERSON_ROW_BYTES,
  RESIDENCE_STATES,
} from '../../src/model/index.ts';
import { detector, readParts, readTable, seeded, ssn } from './setting.ts';

const text = (content: string) =>
  readParts([{ kind: 'text', place: { members: [], line: 1 }, utf8: Buffer.from(content), continues: false }]);

function row(number: number, birth: number, name: number): Uint8Array {
  const bytes = Buffer.alloc(PERSON_ROW_BYTES);
  bytes.writeUInt32LE(number, 0);
  bytes.writeUInt32LE(birth, 8);
  bytes.writeUInt32LE(name, 16);
  return bytes;
}
const count = (...rows: Uint8Array[]) => countPeople([{ rows: Buffer.concat(rows) }]);

describe('counting people', () => {
  test('nobody', () => expect(countPeople([])).toEqual({ lower: 0, likely: 0, upper: 0 }));
  test('one SSN is one person under two names', () =>
    expect(count(row(1, 0, 5), row(1, 0, 6))).toEqual({ lower: 1, likely: 1, upper: 1 }));
  test('name and birth date join rows only for likely and lower', () => {
    expect(count(row(1, 9, 5), row(0, 9, 5))).toEqual({ lower: 1, likely: 1, upper: 2 });
  });
  test('two numbers are two people, whatever name and birth date they share, in any order', () => {
    expect(count(row(1, 9, 5), row(2, 9, 5))).toEqual({ lower: 2, likely: 2, upper: 2 });
    expect(count(row(0, 9, 5), row(1, 9, 5), row(2, 9, 5))).toEqual({ lower: 2, likely: 2, upper: 3 });
  });
  test('a bare name joins only the lower bound', () =>
    expect(count(row(1, 0, 5), row(0, 0, 5))).toEqual({ lower: 1, likely: 2, upper: 2 }));
  test('two SSNs under one name stay two people', () =>
    expect(count(row(1, 0, 5), row(2, 0, 5), row(0, 0, 5))).toEqual({ lower: 2, likely: 3, upper: 3 }));
  test('over several ledgers', () => {
    expect(countPeople([{ rows: row(1, 0, 5) }, { rows: row(1, 0, 5) }, { rows: row(2, 0, 6) }])).toEqual({
      lower: 2,
      likely: 2,
      upper: 2,
    });
  });
  test('bounds are in order for any rows', () => {
    const random = seeded(9);
    for (let round = 0; round < 50; round += 1) {
      const { lower, likely, upper } = count(
        ...Array.from({ length: 60 }, () => row(random(12), random(8), random(8))),
      );
      expect(lower).toBeLessThanOrEqual(likely);
      expect(likely).toBeLessThanOrEqual(upper);
    }
  });
  test('a hundred thousand rows are exact', () => {
    const rows = Buffer.alloc(100_000 * PERSON_ROW_BYTES);
    for (let i = 0; i < 100_000; i += 1) {
      rows.writeUInt32LE(Math.imul(1 + (i % 60_000), 2654435761) >>> 0, i * PERSON_ROW_BYTES);
      rows.writeUInt32LE(1, i * PERSON_ROW_BYTES + 4);
    }
    expect(countPeople([{ rows }])).toEqual({ lower: 60_000, likely: 60_000, upper: 60_000 });
  });
});

describe('people of a file', () => {
  test('a table: one person each, repeated rows once, with elements and state', () => {
    const random = seeded(4);
    const numbers = Array.from({ length: 300 }, () => ssn(random));
    const rows = numbers.map((number, at) => [
      'Rosa',
      `Ortega${String.fromCharCode(97 + (at % 26))}`,
      number,
      '03/12/1984',
      'MO',
    ]);
    const header = ['First Name', 'Last Name', 'SSN', 'DOB', 'State'];
    const { people, ledger, namePaired } = readTable([header, ...rows, ...rows.slice(0, 100)]);
    expect(people.upper).toBe(300);
    expect(namePaired).toEqual({ 'us-ssn': 400, 'date-of-birth': 400 });
    const view = Buffer.from(ledger.rows);
    expect(RESIDENCE_STATES[view[32] as number]).toBe('MO');
    const bits = view.readUInt32LE(24);
    for (const element of ['person-name', 'us-ssn', 'date-of-birth'] as const)
      expect(bits & (1 << ELEMENT_TYPES.indexOf(element))).not.toBe(0);
  });

  test('passages: a second SSN begins another record', () => {
    const { people, namePaired } = text(
      'Name: Rosa Ortega\nSSN: 449-87-4100\n\nName: Darnell Whitfield\nSSN: 512-38-4471\n',
    );
    expect(people).toEqual({ lower: 2, likely: 2, upper: 2 });
    expect(namePaired['us-ssn']).toBe(2);
  });

  test('JSON objects on one line', () => {
    const { people } = text('[{"name":"Rosa Ortega","ssn":"449-87-4100"},{"name":"Ann Bell","ssn":"512-38-4471"}]');
    expect(people.likely).toBe(2);
  });

  test('the address tells the state', () => {
    const { ledger } = text('Rosa Ortega, SSN 449-87-4100, 12 Elm Street, Springfield, IL 62701');
    expect(RESIDENCE_STATES[Buffer.from(ledger.rows)[32] as number]).toBe('IL');
  });

  test('names, phones and mail alone make no record', () => {
    expect(text('Name: Rosa Ortega\nPhone: 573-555-0142\nrosa@agency.org\n').people.upper).toBe(0);
  });
});

describe('minors', () => {
  const flagsOf = (rows: readonly (readonly string[])[]): number[] => {
    const file = detector.openFile({ asOf: '2026-11-24' });
    file.add({ kind: 'table', place: { members: [] }, table: 1, firstRow: 1, rows });
    const { rows: people } = file.finish().ledger;
    return Array.from(
      { length: people.length / PERSON_ROW_BYTES },
      (_, row) => (people[row * PERSON_ROW_BYTES + 33] ?? 0) & PERSON_FLAG_MINOR,
    ).sort();
  };

  test.each([
    ['a birth date', ['Name', 'DOB'], ['Rosa Ortega', '11/25/2008'], 1],
    ['the eighteenth birthday', ['Name', 'DOB'], ['Rosa Ortega', '11/24/2008'], 0],
    ['a birth date to come', ['Name', 'DOB'], ['Rosa Ortega', '11/25/2028'], 0],
    ['an age', ['Name', 'SSN', 'Age'], ['Rosa Ortega', '449-87-4100', '16'], 1],
    ['an age of 18', ['Name', 'SSN', 'Age'], ['Rosa Ortega', '449-87-4100', '18'], 0],
    ['a yes under minor', ['Name', 'SSN', 'Minor'], ['Rosa Ortega', '449-87-4100', 'Y'], 1],
    ['a no under minor', ['Name', 'SSN', 'Minor'], ['Rosa Ortega', '449-87-4100', 'N'], 0],
  ])('are known by %s', (_what, header, row, flag) => {
    expect(flagsOf([header, row])).toEqual([flag]);
  });

  test('are known by a birth date in running text, and by none when no day is given', () => {
    const flag = (asOf: string | undefined): number | undefined => {
      const file = detector.openFile(asOf === undefined ? {} : { asOf });
      const text = 'Participant: Rosa Ortega\nDOB: 03/12/2011\nSSN: 449-87-4100\n';
      file.add({ kind: 'text', place: { members: [] }, utf8: Buffer.from(text), continues: false });
      return file.finish().ledger.rows[33];
    };
    expect([flag('2026-11-24'), flag(undefined)]).toEqual([PERSON_FLAG_MINOR, 0]);
  });
});
