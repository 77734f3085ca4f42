import type { Transaction } from 'kysely';
import {
  countPeople,
  createKeyTable,
  type KeyHalves,
  type KeyTable,
  NAME_BIRTH_KEY,
  NAME_KEY,
  NUMBER_KEY,
  type PeopleCount,
  type PeopleLedger,
  personRows,
  readKey,
} from '../../model/index.ts';
import type { Schema } from '../schema.ts';
import { inChunks } from './in-chunks.ts';

/** What is known of the people and values of one exposure; keys are keyed fingerprints of 8 bytes. */
export interface ExposureFacts {
  readonly people: PeopleCount;
  readonly distinctContents: number;
  /** Distinct values by type, the most that one content holds. */
  readonly types: Readonly<Record<string, number>>;
  readonly ledgers: readonly PeopleLedger[];
  readonly valueKeys: Uint8Array;
}

/** What somebody had before their eyes. */
export interface KnownData {
  readonly people_keys: Uint8Array;
  readonly value_keys: Uint8Array;
  readonly types: string;
}

export interface NewData {
  readonly newPeople: number;
  readonly newValues: number;
  readonly newTypes: readonly string[];
}

const LEDGERS_AT_ONCE = 100;

/** Reads the distinct contents of an exposure, one file of each. */
export async function readExposureFacts(trx: Transaction<Schema>, fileIds: readonly number[]): Promise<ExposureFacts> {
  const ledgers: PeopleLedger[] = [];
  const values = createKeyTable(64);
  const valueKeys = keyList();
  const types: Record<string, number> = {};
  for (const chunk of inChunks(fileIds, LEDGERS_AT_ONCE)) {
    const people = await trx
      .selectFrom('people')
      .select('rows')
      .where('file_id', 'in', chunk)
      .orderBy('file_id')
      .execute();
    for (const { rows } of people) ledgers.push({ rows });
    const findings = await trx
      .selectFrom('findings')
      .select('fingerprint')
      .where('file_id', 'in', chunk)
      .where('confidence', '<>', 'low')
      .orderBy('id')
      .execute();
    for (const { fingerprint } of findings) {
      const [low, high] = [Number.parseInt(fingerprint.slice(0, 8), 16), Number.parseInt(fingerprint.slice(8, 16), 16)];
      if (values.find(low, high) >= 0) continue;
      values.set(low, high, 1);
      valueKeys.add(low, high);
    }
    const counts = await trx
      .selectFrom('type_counts')
      .select(['type', 'distinct_values'])
      .where('file_id', 'in', chunk)
      .where(({ eb }) => eb(eb('high', '+', eb.ref('medium')), '>', 0))
      .orderBy('type')
      .execute();
    for (const { type, distinct_values } of counts) types[type] = Math.max(types[type] ?? 0, distinct_values);
  }
  const sorted = Object.entries(types).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    people: countPeople(ledgers),
    distinctContents: fileIds.length,
    types: Object.fromEntries(sorted),
    ledgers,
    valueKeys: valueKeys.bytes(),
  };
}

const IDENTITY_KEYS = [NUMBER_KEY, NAME_BIRTH_KEY, NAME_KEY] as const;

/** Every key of every row, each once: a row that says less of the same person is known by it too. */
export function peopleKeys(ledgers: readonly PeopleLedger[]): Uint8Array {
  const seen = createKeyTable(64);
  const keys = keyList();
  const key: KeyHalves = { low: 0, high: 0 };
  for (const ledger of ledgers) {
    const rows = personRows(ledger);
    for (let row = 0; row < rows.count; row++) {
      for (const offset of IDENTITY_KEYS) {
        if (!readKey(rows, row, offset, key) || seen.find(key.low, key.high) >= 0) continue;
        seen.set(key.low, key.high, 1);
        keys.add(key.low, key.high);
      }
    }
  }
  return keys.bytes();
}

/** People, values and types that were not known. A person is told by the strongest key of a row. */
export function newDataSince(known: KnownData, now: ExposureFacts): NewData {
  return {
    newPeople: newPeopleIn(tableOf(known.people_keys), now.ledgers),
    newValues: newKeysIn(tableOf(known.value_keys), now.valueKeys),
    newTypes: newTypesIn(JSON.parse(known.types) as Record<string, number>, now.types),
  };
}

function newPeopleIn(known: KeyTable, ledgers: readonly PeopleLedger[]): number {
  const key: KeyHalves = { low: 0, high: 0 };
  let people = 0;
  for (const ledger of ledgers) {
    const rows = personRows(ledger);
    for (let row = 0; row < rows.count; row++) {
      const isPerson = IDENTITY_KEYS.some((offset) => readKey(rows, row, offset, key));
      if (!isPerson || known.find(key.low, key.high) >= 0) continue;
      known.set(key.low, key.high, 1);
      people += 1;
    }
  }
  return people;
}

function newKeysIn(known: KeyTable, bytes: Uint8Array): number {
  let count = 0;
  eachKey(bytes, (low, high) => {
    if (known.find(low, high) < 0) count += 1;
  });
  return count;
}

/** A type that was not there, or of which one content holds more distinct values than any did: not all values are kept. */
function newTypesIn(before: Readonly<Record<string, number>>, now: Readonly<Record<string, number>>): string[] {
  return Object.entries(now).flatMap(([type, distinct]) => (distinct > (before[type] ?? 0) ? type : []));
}

function tableOf(bytes: Uint8Array): KeyTable {
  const table = createKeyTable(bytes.byteLength / 8);
  eachKey(bytes, (low, high) => table.set(low, high, 1));
  return table;
}

function eachKey(bytes: Uint8Array, use: (low: number, high: number) => void): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 8 <= bytes.byteLength; at += 8) use(view.getUint32(at, true), view.getUint32(at + 4, true));
}

/** Keys one behind the other, 8 bytes each, little-endian. */
function keyList(): { readonly add: (low: number, high: number) => void; readonly bytes: () => Uint8Array } {
  let view = new DataView(new ArrayBuffer(1024));
  let length = 0;
  return {
    add: (low, high) => {
      if (length === view.byteLength) {
        const larger = new Uint8Array(length * 2);
        larger.set(new Uint8Array(view.buffer));
        view = new DataView(larger.buffer);
      }
      view.setUint32(length, low, true);
      view.setUint32(length + 4, high, true);
      length += 8;
    },
    bytes: () => new Uint8Array(view.buffer, 0, length),
  };
}
