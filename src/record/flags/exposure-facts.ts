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
import { grouped } from '../grouped.ts';
import { readLedgers } from '../read-ledgers.ts';
import type { Schema } from '../schema.ts';
import { inChunks } from './in-chunks.ts';

/** What is known of the people and values of one exposure; keys are keyed fingerprints of 8 bytes. */
export interface ExposureFacts {
  readonly people: PeopleCount;
  readonly distinctContents: number;
  /** Distinct values by type, the most that one content holds. */
  readonly types: Readonly<Record<string, number>>;
  /** All rows of its distinct contents. */
  readonly ledger: PeopleLedger;
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

const FILES_AT_ONCE = 100;

/** An exposure with one file of each of its distinct contents. */
export interface ExposureContents {
  readonly exposureId: number;
  readonly fileIds: readonly number[];
}

/** Reads what is known of exposures, in the order given; small ones together. */
export async function* readExposureFacts(
  trx: Transaction<Schema>,
  exposures: Iterable<ExposureContents>,
): AsyncGenerator<{ readonly exposureId: number; readonly facts: ExposureFacts }> {
  for (const together of togetherUpTo(FILES_AT_ONCE, exposures)) {
    const fileIds = together.flatMap((exposure) => exposure.fileIds);
    const details = await readContents(trx, fileIds);
    const ledgers = readLedgers(trx, fileIds);
    for (const { exposureId, fileIds: own } of together) {
      const found: PeopleLedger[] = [];
      for (const _ of own) {
        const { value: ledger } = await ledgers.next();
        if (ledger) found.push(ledger);
      }
      yield { exposureId, facts: factsOf(own, joined(found), details) };
    }
  }
}

/** Groups of exposures with at most so many files in all, or of one exposure. */
function* togetherUpTo(mostFiles: number, exposures: Iterable<ExposureContents>): Generator<ExposureContents[]> {
  let together: ExposureContents[] = [];
  let files = 0;
  for (const exposure of exposures) {
    if (together.length > 0 && files + exposure.fileIds.length > mostFiles) {
      yield together;
      together = [];
      files = 0;
    }
    together.push(exposure);
    files += exposure.fileIds.length;
  }
  if (together.length > 0) yield together;
}

interface ContentDetails {
  /** Keyed fingerprints of medium and high findings, by file. */
  readonly values: ReadonlyMap<number, Uint8Array>;
  readonly types: ReadonlyMap<number, readonly { readonly type: string; readonly distinct_values: number }[]>;
}

async function readContents(trx: Transaction<Schema>, fileIds: readonly number[]): Promise<ContentDetails> {
  const values = new Map<number, KeyList>();
  const types: { file_id: number; type: string; distinct_values: number }[] = [];
  for (const chunk of inChunks(fileIds, FILES_AT_ONCE)) {
    const findings = await trx
      .selectFrom('findings')
      .select(['file_id', 'fingerprint'])
      .where('file_id', 'in', chunk)
      .where('confidence', '<>', 'low')
      .orderBy('id')
      .execute();
    for (const { file_id, fingerprint } of findings) {
      const list = values.get(file_id) ?? keyList();
      values.set(file_id, list);
      list.add(Number.parseInt(fingerprint.slice(0, 8), 16), Number.parseInt(fingerprint.slice(8, 16), 16));
    }
    const counts = await trx
      .selectFrom('type_counts')
      .select(['file_id', 'type', 'distinct_values'])
      .where('file_id', 'in', chunk)
      .where(({ eb }) => eb(eb('high', '+', eb.ref('medium')), '>', 0))
      .execute();
    for (const count of counts) types.push(count);
  }
  return {
    values: new Map([...values].map(([fileId, list]) => [fileId, list.bytes()])),
    types: grouped(types, ({ file_id }) => file_id),
  };
}

function factsOf(fileIds: readonly number[], ledger: PeopleLedger, details: ContentDetails): ExposureFacts {
  const seen = createKeyTable(64);
  const valueKeys = keyList();
  const types: Record<string, number> = {};
  for (const fileId of fileIds) {
    eachKey(details.values.get(fileId) ?? NO_KEYS, (low, high) => {
      if (seen.find(low, high) >= 0) return;
      seen.set(low, high, 1);
      valueKeys.add(low, high);
    });
    for (const { type, distinct_values } of details.types.get(fileId) ?? [])
      types[type] = Math.max(types[type] ?? 0, distinct_values);
  }
  const sorted = Object.entries(types).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    people: countPeople([ledger]),
    distinctContents: fileIds.length,
    types: Object.fromEntries(sorted),
    ledger,
    valueKeys: valueKeys.bytes(),
  };
}

/** One list of all rows; the lists given can go. */
function joined(ledgers: PeopleLedger[]): PeopleLedger {
  const [first] = ledgers;
  if (ledgers.length === 1 && first) return first;
  const rows = new Uint8Array(ledgers.reduce((sum, ledger) => sum + ledger.rows.length, 0));
  let at = 0;
  for (const ledger of ledgers.splice(0)) {
    rows.set(ledger.rows, at);
    at += ledger.rows.length;
  }
  return { rows };
}

const NO_KEYS = new Uint8Array();
const IDENTITY_KEYS = [NUMBER_KEY, NAME_BIRTH_KEY, NAME_KEY] as const;

/** Every key of every row, each once: a row that says less of the same person is known by it too. Sorted in place, so that no table of them is needed. */
export function peopleKeys(ledger: PeopleLedger): Uint8Array {
  const rows = personRows(ledger);
  const keys = new BigUint64Array(rows.count * IDENTITY_KEYS.length);
  const halves = new Uint32Array(keys.buffer);
  const key: KeyHalves = { low: 0, high: 0 };
  let length = 0;
  for (let row = 0; row < rows.count; row++) {
    for (const offset of IDENTITY_KEYS) {
      if (!readKey(rows, row, offset, key)) continue;
      halves[length] = key.low;
      halves[length + 1] = key.high;
      length += 2;
    }
  }
  keys.subarray(0, length / 2).sort();
  let kept = 0;
  for (let at = 0; at < length; at += 2) {
    if (kept > 0 && halves[at] === halves[kept - 2] && halves[at + 1] === halves[kept - 1]) continue;
    halves[kept] = halves[at] ?? 0;
    halves[kept + 1] = halves[at + 1] ?? 0;
    kept += 2;
  }
  return new Uint8Array(keys.buffer, 0, kept * 4);
}

/** People, values and types that were not known. A person is told by the strongest key of a row. */
export function newDataSince(known: KnownData, now: ExposureFacts): NewData {
  return {
    newPeople: newPeopleIn(tableOf(known.people_keys, personRows(now.ledger).count), now.ledger),
    newValues: newKeysIn(tableOf(known.value_keys, 0), now.valueKeys),
    newTypes: newTypesIn(JSON.parse(known.types) as Record<string, number>, now.types),
  };
}

function newPeopleIn(known: KeyTable, ledger: PeopleLedger): number {
  const rows = personRows(ledger);
  const key: KeyHalves = { low: 0, high: 0 };
  let people = 0;
  for (let row = 0; row < rows.count; row++) {
    const isPerson = IDENTITY_KEYS.some((offset) => readKey(rows, row, offset, key));
    if (!isPerson || known.find(key.low, key.high) >= 0) continue;
    known.set(key.low, key.high, 1);
    people += 1;
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

/** With room for as many keys more. */
function tableOf(bytes: Uint8Array, moreKeys: number): KeyTable {
  const table = createKeyTable(bytes.byteLength / 8 + moreKeys);
  eachKey(bytes, (low, high) => table.set(low, high, 1));
  return table;
}

function eachKey(bytes: Uint8Array, use: (low: number, high: number) => void): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 8 <= bytes.byteLength; at += 8) use(view.getUint32(at, true), view.getUint32(at + 4, true));
}

interface KeyList {
  readonly add: (low: number, high: number) => void;
  readonly bytes: () => Uint8Array;
}

/** Keys one behind the other, 8 bytes each, little-endian. */
function keyList(): KeyList {
  let view = new DataView(new ArrayBuffer(64));
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
