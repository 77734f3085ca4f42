import {
  createKeyTable,
  type KeyHalves,
  NAME_BIRTH_KEY,
  NUMBER_KEY,
  type PeopleLedger,
  type PersonRows,
  personRows,
  readKey,
} from '../model/index.ts';

/** Which cluster knows which person, by SSN or by name and birth date. */
export interface PeopleIndex {
  /** Rows that each cluster knows already, by cluster. */
  overlaps(people: IdentifiedPeople): ReadonlyMap<number, number>;
  /** Makes the people known to the cluster. */
  add(people: IdentifiedPeople, cluster: number): void;
  /** Distinct people that the cluster knows. */
  sizeOf(cluster: number): number;
}

/** The rows of a ledger that identify somebody, each person once. */
export interface IdentifiedPeople {
  readonly rows: PersonRows;
  readonly distinct: Uint32Array;
}

/** One key in more unrelated clusters than this says nothing of any of them; the bound keeps the work linear. */
const HOLDERS_PER_KEY = 64;

const IDENTITY_KEYS = [NUMBER_KEY, NAME_BIRTH_KEY] as const;

/** Lists up to this length share one table of what was seen: most files hold few people. */
const SHORT_ROWS = 400;

/** Distinct rows with an SSN or a name and birth date; a row without them identifies nobody across files. */
export function createIdentifier(): (ledger: PeopleLedger) => IdentifiedPeople {
  const forShort = createKeyTable(SHORT_ROWS);
  const key: KeyHalves = { low: 0, high: 0 };
  return (ledger) => {
    const rows = personRows(ledger);
    const isShort = rows.count <= SHORT_ROWS;
    if (isShort) forShort.clear();
    const seen = isShort ? forShort : createKeyTable(rows.count);
    const distinct = new Uint32Array(rows.count);
    let length = 0;
    for (let row = 0; row < rows.count; row++) {
      const identified = readKey(rows, row, NUMBER_KEY, key) || readKey(rows, row, NAME_BIRTH_KEY, key);
      if (!identified || seen.find(key.low, key.high) >= 0) continue;
      seen.set(key.low, key.high, 1);
      distinct[length++] = row;
    }
    return { rows, distinct: distinct.subarray(0, length) };
  };
}

export function createPeopleIndex(expectedPeople: number): PeopleIndex {
  // A value is the index of the key's holders; most keys share the list of the one cluster that holds them.
  const table = createKeyTable(expectedPeople * IDENTITY_KEYS.length);
  const holders: (readonly number[])[] = [];
  const aloneList = new Map<number, number>();
  const sizes = new Map<number, number>();
  const key: KeyHalves = { low: 0, high: 0 };

  const listOfAlone = (cluster: number): number => {
    const known = aloneList.get(cluster);
    if (known !== undefined) return known;
    const made = holders.push([cluster]) - 1;
    aloneList.set(cluster, made);
    return made;
  };

  const holdersOf = (rows: PersonRows, row: number, offset: number): readonly number[] => {
    if (!readKey(rows, row, offset, key)) return [];
    const list = table.find(key.low, key.high);
    return list < 0 ? [] : (holders[list] ?? []);
  };

  return {
    overlaps({ rows, distinct }) {
      const counts = new Map<number, number>();
      if (sizes.size === 0) return counts;
      for (const row of distinct) {
        const byNumber = holdersOf(rows, row, NUMBER_KEY);
        const byName = holdersOf(rows, row, NAME_BIRTH_KEY);
        for (const cluster of byNumber) counts.set(cluster, (counts.get(cluster) ?? 0) + 1);
        for (const cluster of byName) {
          if (!byNumber.includes(cluster)) counts.set(cluster, (counts.get(cluster) ?? 0) + 1);
        }
      }
      return counts;
    },
    add({ rows, distinct }, cluster) {
      let added = 0;
      for (const row of distinct) {
        let known = false;
        for (const offset of IDENTITY_KEYS) {
          if (!readKey(rows, row, offset, key)) continue;
          const list = table.find(key.low, key.high);
          const held = list < 0 ? [] : (holders[list] ?? []);
          if (held.includes(cluster)) known = true;
          else if (list < 0) table.set(key.low, key.high, listOfAlone(cluster));
          else if (held.length < HOLDERS_PER_KEY) table.set(key.low, key.high, holders.push([...held, cluster]) - 1);
        }
        if (!known) added += 1;
      }
      sizes.set(cluster, (sizes.get(cluster) ?? 0) + added);
    },
    sizeOf: (cluster) => sizes.get(cluster) ?? 0,
  };
}
