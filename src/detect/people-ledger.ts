import { ELEMENT_TYPES, PERSON_ROW_BYTES, type PeopleLedger } from '../model/index.ts';
import { elementIndex } from './elements.ts';
import { type Fingerprinter, tagOf } from './fingerprint.ts';
import type { PersonRecord } from './person-record.ts';

/** Collects the people of a file as keyed rows, and how many records pair a name with which element. */
export interface LedgerBuilder {
  readonly add: (record: PersonRecord) => void;
  readonly namePaired: () => Record<string, number>;
  readonly finish: () => PeopleLedger;
  /** Records that found no room: they are told, and counted as a person each in the upper bound. */
  readonly left: () => number;
}

const BATCH = 1024;
const KEY_BYTES = 8;
/** Different rows that a file's ledger holds, 50 MB of them: memory must not follow the size of a file. */
const MOST_PEOPLE_ROWS = 1_250_000;
const LONG_LIST_BYTES = 1 << 20;
const NUMBER_TAG = tagOf('person: number');
const BIRTH_TAG = tagOf('person: name and birth date');
const NAME_TAG = tagOf('person: name');
const NAME = elementIndex('person-name');

/** Elements that anybody may know; alone they make no record of a person. */
const OPEN_ELEMENTS = bitsOf([
  'person-name',
  'phone-number',
  'email-address',
  'postal-address',
  'ip-address',
  'us-ein',
  'aba-routing',
  'us-npi',
  'dea-number',
]);

export function ledgerBuilder(fingerprinter: Fingerprinter, mostRows = MOST_PEOPLE_ROWS): LedgerBuilder {
  const paired = new Array<number>(ELEMENT_TYPES.length).fill(0);
  const rows = personRows(mostRows);
  let pending: PersonRecord[] = [];
  const flush = (): void => {
    if (pending.length === 0) return;
    insertBatch(fingerprinter, pending, rows);
    pending = [];
  };
  return {
    add: (record) => {
      if (record.name !== '') countPairs(record, paired);
      const telling =
        (record.elementsLow & ~OPEN_ELEMENTS.low) !== 0 || (record.elementsHigh & ~OPEN_ELEMENTS.high) !== 0;
      if (!telling || (record.identity === '' && record.name === '')) return;
      pending.push(record);
      if (pending.length >= BATCH) flush();
    },
    namePaired: () => {
      const out: Record<string, number> = {};
      for (const [index, count] of paired.entries()) if (count > 0) out[ELEMENT_TYPES[index] as string] = count;
      return out;
    },
    finish: () => {
      flush();
      return { rows: rows.bytes() };
    },
    left: rows.left,
  };
}

function countPairs(record: PersonRecord, paired: number[]): void {
  let { elementsLow: low, elementsHigh: high } = record;
  while (low !== 0) {
    const index = 31 - Math.clz32(low & -low);
    if (index !== NAME) paired[index] = (paired[index] as number) + 1;
    low &= low - 1;
  }
  while (high !== 0) {
    const index = 63 - Math.clz32(high & -high);
    paired[index] = (paired[index] as number) + 1;
    high &= high - 1;
  }
}

function insertBatch(fingerprinter: Fingerprinter, records: readonly PersonRecord[], rows: PersonRows): void {
  const tags: number[] = [];
  const values: string[] = [];
  for (const { identity, name, birth } of records) {
    if (identity !== '') add(NUMBER_TAG, identity);
    if (name !== '' && birth !== '') add(BIRTH_TAG, `${name}|${birth}`);
    if (name !== '') add(NAME_TAG, name);
  }
  const prints = fingerprinter.batch(tags, values);
  const row = Buffer.alloc(PERSON_ROW_BYTES);
  let next = 0;
  for (const record of records) {
    row.fill(0);
    if (record.identity !== '') next = copyKey(prints, next, row, 0);
    if (record.name !== '' && record.birth !== '') next = copyKey(prints, next, row, KEY_BYTES);
    if (record.name !== '') next = copyKey(prints, next, row, 2 * KEY_BYTES);
    row.writeUInt32LE(record.elementsLow >>> 0, 24);
    row.writeUInt32LE(record.elementsHigh >>> 0, 28);
    row[32] = record.state;
    row[33] = record.flags;
    rows.insert(row);
  }

  function add(tag: number, value: string): void {
    tags.push(tag);
    values.push(value);
  }
}

function copyKey(prints: Uint8Array, index: number, row: Uint8Array, at: number): number {
  for (let i = 0; i < KEY_BYTES; i += 1) row[at + i] = prints[index * 16 + i] as number;
  return index + 1;
}

interface PersonRows {
  /** Adds a row, or joins its elements to the row with the same three keys. */
  readonly insert: (row: Buffer) => void;
  readonly bytes: () => Uint8Array;
  readonly left: () => number;
}

function personRows(mostRows: number): PersonRows {
  let left = 0;
  let rows = Buffer.from(new ArrayBuffer(64 * PERSON_ROW_BYTES));
  let count = 0;
  let index = new Int32Array(128).fill(-1);

  const slotOf = (row: Buffer, offset: number): number => {
    let slot =
      (row.readUInt32LE(offset) ^ row.readUInt32LE(offset + 8) ^ row.readUInt32LE(offset + 16)) & (index.length - 1);
    while ((index[slot] as number) >= 0 && !sameKeys(rows, (index[slot] as number) * PERSON_ROW_BYTES, row, offset))
      slot = (slot + 1) & (index.length - 1);
    return slot;
  };

  /** A long list is given all the room at once, which costs nothing before it is written: each longer copy would be one more in memory. */
  const makeRoom = (): void => {
    const mostBytes = mostRows * PERSON_ROW_BYTES;
    const bytes = rows.length * 2 < LONG_LIST_BYTES ? Math.min(rows.length * 2, mostBytes) : mostBytes;
    const larger = Buffer.from(new ArrayBuffer(bytes));
    larger.set(rows);
    rows = larger;
  };

  const grow = (): void => {
    if (count >= mostRows) return;
    if ((count + 1) * PERSON_ROW_BYTES > rows.length) makeRoom();
    if (count * 2 < index.length) return;
    index = new Int32Array(index.length * 2).fill(-1);
    for (let i = 0; i < count; i += 1) index[slotOf(rows, i * PERSON_ROW_BYTES)] = i;
  };

  return {
    insert: (row) => {
      grow();
      const slot = slotOf(row, 0);
      const held = index[slot] as number;
      if (held < 0 && count >= mostRows) {
        left += 1;
        return;
      }
      if (held < 0) {
        row.copy(rows, count * PERSON_ROW_BYTES);
        index[slot] = count;
        count += 1;
        return;
      }
      const at = held * PERSON_ROW_BYTES;
      for (let i = 24; i < 32; i += 1) rows[at + i] = (rows[at + i] as number) | (row[i] as number);
      if (rows[at + 32] === 0) rows[at + 32] = row[32] as number;
      rows[at + 33] = (rows[at + 33] as number) | (row[33] as number);
    },
    bytes: () => {
      const bytes = count * PERSON_ROW_BYTES;
      return bytes === rows.length ? new Uint8Array(rows.buffer) : new Uint8Array(rows.subarray(0, bytes));
    },
    left: () => left,
  };
}

function sameKeys(a: Buffer, at: number, b: Buffer, bt: number): boolean {
  for (let i = 0; i < 3 * KEY_BYTES; i += 4) if (a.readUInt32LE(at + i) !== b.readUInt32LE(bt + i)) return false;
  return true;
}

function bitsOf(elements: readonly string[]): { low: number; high: number } {
  const record = { low: 0, high: 0 };
  for (const element of elements) {
    const index = elementIndex(element);
    if (index < 32) record.low |= 1 << index;
    else record.high |= 1 << (index - 32);
  }
  return record;
}
