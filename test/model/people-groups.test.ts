import { describe, expect, it } from 'vitest';
import { countPeople, groupPeople } from '../../src/model/index.ts';
import { ledgerOf, type Person } from '../breach/breach-fixture.ts';

const elements = ['person-name', 'us-ssn'];
const merges = (...files: Person[][]) => groupPeople(files.map(ledgerOf)).merges;
const none = { sameRow: 0, sameNumber: 0, sameNameAndBirthDate: 0, sameNameOnly: 0, perhapsSame: 0 };

describe('why rows are one person', () => {
  it('the same row in another file', () => {
    const row = { ssn: 1, nameBirth: 1, name: 1, elements };
    expect(merges([row], [row], [row])).toEqual({ ...none, rows: 3, sameRow: 2 });
  });

  it('the same number in rows that differ', () => {
    expect(merges([{ ssn: 1, name: 1 }], [{ ssn: 1, name: 2 }])).toEqual({ ...none, rows: 2, sameNumber: 1 });
  });

  it('the same name and birth date, of a row without a number', () => {
    const rows = [
      { ssn: 1, nameBirth: 4, name: 4 },
      { nameBirth: 4, name: 4 },
    ];
    expect(merges(rows)).toEqual({ ...none, rows: 2, sameNameAndBirthDate: 1 });
  });

  it('the same name and nothing else', () => {
    const rows = [
      { name: 4, elements: ['medical-term'] },
      { name: 4, elements },
    ];
    expect(merges(rows)).toEqual({ ...none, rows: 2, sameNameOnly: 1 });
  });

  it('perhaps the same: a bare name beside a number', () => {
    expect(merges([{ ssn: 1, name: 5 }, { name: 5 }])).toEqual({ ...none, rows: 2, perhapsSame: 1 });
  });

  it('the reasons add up to the counts for any rows, and every row belongs to a person', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 16) % below;
    };
    for (let round = 0; round < 200; round++) {
      const files = Array.from({ length: 3 }, () =>
        ledgerOf(Array.from({ length: 20 }, () => ({ ssn: random(8), nameBirth: random(6), name: random(5) }))),
      );
      const { count, merges: why, personOf, rows } = groupPeople(files);
      expect(count).toEqual(countPeople(files));
      const merged = why.sameRow + why.sameNumber + why.sameNameAndBirthDate + why.sameNameOnly;
      expect([why.rows - merged, why.rows - merged - why.perhapsSame]).toEqual([count.likely, count.lower]);
      expect(Math.min(...Object.values(why))).toBeGreaterThanOrEqual(0);
      expect(new Set(personOf).size).toBe(count.likely);
      expect(personOf).toHaveLength(rows.count);
    }
  });
});
