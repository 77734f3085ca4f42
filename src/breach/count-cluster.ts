import {
  countPeople,
  PERSON_FLAG_DECEASED,
  PERSON_FLAG_MINOR,
  type PeopleCount,
  type PeopleLedger,
  RESIDENCE_STATES,
} from '../model/index.ts';
import { createKeyTable } from './key-table.ts';
import type { LawPack } from './law-pack.ts';
import {
  elementMask,
  elementsOf,
  flagsOf,
  type KeyHalves,
  NAME_BIRTH_KEY,
  NAME_KEY,
  NUMBER_KEY,
  type PersonRows,
  personRows,
  readKey,
  selectRows,
  stateOf,
} from './person-rows.ts';
import type { StatutoryFacts } from './scan-facts.ts';

/** People behind several ledgers: all of them, and those whom the statute's definition reaches. */
export interface ClusterPeople {
  readonly people: PeopleCount;
  readonly statutory: Omit<StatutoryFacts, 'typesFound'>;
  readonly residents: Readonly<Record<string, number>>;
  readonly minors: number;
  readonly deceased: number;
}

/** Counts people over the ledgers of a cluster, each distinct content given once. Linear in the rows. */
export function countCluster(ledgers: readonly PeopleLedger[], law: LawPack): ClusterPeople {
  const tests = law.statute.elements.map((element) => ({ ...element, holds: letterTest(element) }));
  const statutory = ledgers.map((ledger) => selectRows(ledger, holdsAny(tests.map(({ holds }) => holds))));
  const letters = tests.flatMap(({ letter, title, holds }) => {
    const people = countPeople(statutory.map((ledger) => selectRows(ledger, holds)));
    return people.upper === 0 ? [] : [{ letter, title, people }];
  });
  const all = countTraits(ledgers);
  return {
    people: countPeople(ledgers),
    statutory: { letters, people: countPeople(statutory), residents: countTraits(statutory).residents },
    ...all,
  };
}

type RowTest = (rows: PersonRows, row: number) => boolean;

function holdsAny(tests: readonly RowTest[]): RowTest {
  return (rows, row) => tests.some((holds) => holds(rows, row));
}

/** A row is in a letter when it holds a name, one of the types, and where the letter asks for it a code or password. */
function letterTest(element: {
  readonly types: readonly string[];
  readonly with?: readonly string[] | undefined;
}): RowTest {
  const types = elementMask(element.types);
  const codes = element.with ? elementMask(element.with) : undefined;
  const named = elementMask(['person-name']);
  const key: KeyHalves = { low: 0, high: 0 };
  return (rows, row) => {
    const held = elementsOf(rows, row);
    if ((held & types) === 0n || (codes !== undefined && (held & codes) === 0n)) return false;
    return (held & named) !== 0n || readKey(rows, row, NAME_KEY, key);
  };
}

/** State and flags of each identified person once, taken from the first row that tells them. */
function countTraits(ledgers: readonly PeopleLedger[]): Omit<ClusterPeople, 'people' | 'statutory'> {
  const total = ledgers.reduce((sum, ledger) => sum + personRows(ledger).count, 0);
  const seen = createKeyTable(total);
  const states: number[] = [];
  const flags: number[] = [];
  const key: KeyHalves = { low: 0, high: 0 };
  for (const ledger of ledgers) {
    const rows = personRows(ledger);
    for (let row = 0; row < rows.count; row++) {
      const identified = [NUMBER_KEY, NAME_BIRTH_KEY, NAME_KEY].some((offset) => readKey(rows, row, offset, key));
      const known = identified ? seen.find(key.low, key.high) : -1;
      const person = known < 0 ? states.length : known;
      if (known < 0 && identified) seen.set(key.low, key.high, person);
      states[person] = states[person] || stateOf(rows, row);
      flags[person] = (flags[person] ?? 0) | flagsOf(rows, row);
    }
  }
  const residents: Record<string, number> = {};
  for (const state of states) {
    const code = RESIDENCE_STATES[state] ?? '';
    residents[code] = (residents[code] ?? 0) + 1;
  }
  return {
    residents,
    minors: flags.filter((flag) => (flag & PERSON_FLAG_MINOR) !== 0).length,
    deceased: flags.filter((flag) => (flag & PERSON_FLAG_DECEASED) !== 0).length,
  };
}
