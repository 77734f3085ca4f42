import { expect, test } from 'vitest';
import { elementIndex } from '../../src/detect/elements.ts';
import { createFingerprinter } from '../../src/detect/fingerprint.ts';
import { ledgerBuilder } from '../../src/detect/people-ledger.ts';
import { addElement, emptyRecord } from '../../src/detect/person-record.ts';
import { countPeople } from '../../src/model/index.ts';

test('a ledger that is full tells how many records it left, and still joins what it holds', () => {
  const ledger = ledgerBuilder(createFingerprinter(new Uint8Array(32).fill(7)), 100);
  const add = (identity: string) => {
    const record = emptyRecord();
    addElement(record, elementIndex('us-ssn'));
    ledger.add({ ...record, identity });
  };
  for (let person = 0; person < 250; person += 1) add(`449${100000 + person}`);
  for (let person = 0; person < 100; person += 1) add(`449${100000 + person}`);
  expect(countPeople([ledger.finish()])).toEqual({ lower: 100, likely: 100, upper: 100 });
  expect(ledger.left()).toBe(150);
});
