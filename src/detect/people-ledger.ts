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
  const tails: string[] = [];
  for (const { identity, name, birth } of records) {
    if (identity !== '') add(NUMBER_TAG, identity, '');
    if (name !== '' && birth !== '') add(BIRTH_TAG, name, `|${birth}`);
    if (name !== '') add(NAME_TAG, name, '');
  }
  const prints = fingerprinter.batch(tags, values, tails);
  // Of its own buffer, so that it can be read in words.
  const words = new Int32Array(Uint8Array.from(prints).buffer);
  let next = 0;
  for (const record of records) {
    const { row, bytes } = rows.next();
    next = copyKey(words, next, row, 0, record.identity !== '');
    next = copyKey(words, next, row, 2, record.name !== '' && record.birth !== '');
    next = copyKey(words, next, row, 4, record.name !== '');
    writeBits(bytes, 24, record.elementsLow);
    writeBits(bytes, 28, record.elementsHigh);
    bytes[32] = record.state;
    bytes[33] = record.flags;
    rows.insert();
  }

  function add(tag: number, value: string, tail: string): void {
    tags.push(tag);
    values.push(value);
    tails.push(tail);
  }
}

function copyKey(prints: Int32Array, index: number, row: Int32Array, word: number, isThere: boolean): number {
  row[word] = isThere ? (prints[index * 4] as number) : 0;
  row[word + 1] = isThere ? (prints[index * 4 + 1] as number) : 0;
  return isThere ? index + 1 : index;
}

function writeBits(bytes: Uint8Array, at: number, bits: number): void {
  for (let i = 0; i < 4; i += 1) bytes[at + i] = (bits >>> (8 * i)) & 0xff;
}

interface PersonRows {
  /** A row to write to, in words and in bytes: the same for each call. */
  readonly next: () => { readonly row: Int32Array; readonly bytes: Uint8Array };
  /** Adds what was written, or joins its elements to the row with the same three keys. */
  readonly insert: () => void;
  readonly bytes: () => Uint8Array;
  readonly left: () => number;
}

const ROW_WORDS = PERSON_ROW_BYTES / 4;
const KEY_WORDS = 6;

function personRows(mostRows: number): PersonRows {
  let left = 0;
  const fresh = new Int32Array(ROW_WORDS);
  const written = { row: fresh, bytes: new Uint8Array(fresh.buffer) };
  let rows = new Int32Array(64 * ROW_WORDS);
  let count = 0;
  let index = new Int32Array(128).fill(-1);

  /** Where the row with the keys of `row[at...]` stands in the index, or would. */
  const slotOf = (row: Int32Array, at: number): number => {
    const mask = index.length - 1;
    let slot = ((row[at] as number) ^ (row[at + 2] as number) ^ (row[at + 4] as number)) & mask;
    for (let held = index[slot] as number; held >= 0; held = index[slot] as number) {
      if (hasSameKeys(rows, held * ROW_WORDS, row, at)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  };

  /** A long list is given all the room at once, which costs nothing before it is written: each longer copy would be one more in memory. */
  const makeRoom = (): void => {
    const mostBytes = mostRows * PERSON_ROW_BYTES;
    const bytes = rows.byteLength * 2 < LONG_LIST_BYTES ? Math.min(rows.byteLength * 2, mostBytes) : mostBytes;
    const larger = new Int32Array(bytes / 4);
    larger.set(rows);
    rows = larger;
  };

  const grow = (): void => {
    if (count >= mostRows) return;
    if ((count + 1) * ROW_WORDS > rows.length) makeRoom();
    if (count * 2 < index.length) return;
    index = new Int32Array(index.length * 2).fill(-1);
    for (let i = 0; i < count; i += 1) index[slotOf(rows, i * ROW_WORDS)] = i;
  };

  return {
    next: () => written,
    insert: () => {
      grow();
      const slot = slotOf(fresh, 0);
      const held = index[slot] as number;
      if (held < 0 && count >= mostRows) {
        left += 1;
        return;
      }
      if (held < 0) {
        rows.set(fresh, count * ROW_WORDS);
        index[slot] = count;
        count += 1;
        return;
      }
      const at = held * ROW_WORDS;
      rows[at + 6] = (rows[at + 6] as number) | (fresh[6] as number);
      rows[at + 7] = (rows[at + 7] as number) | (fresh[7] as number);
      const known = new Uint8Array(rows.buffer, at * 4 + 32, 2);
      if (known[0] === 0) known[0] = written.bytes[32] as number;
      known[1] = (known[1] as number) | (written.bytes[33] as number);
    },
    bytes: () => {
      const bytes = new Uint8Array(rows.buffer, 0, count * PERSON_ROW_BYTES);
      return bytes.length === rows.byteLength ? bytes : bytes.slice();
    },
    left: () => left,
  };
}

function hasSameKeys(a: Int32Array, at: number, b: Int32Array, bt: number): boolean {
  for (let i = 0; i < KEY_WORDS; i += 1) if (a[at + i] !== b[bt + i]) return false;
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
