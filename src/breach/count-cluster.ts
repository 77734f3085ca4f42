import {
  countPeople,
  createKeyTable,
  elementMask,
  flagsOf,
  holdsElement,
  type KeyHalves,
  NAME_BIRTH_KEY,
  NAME_KEY,
  NUMBER_KEY,
  PERSON_FLAG_DECEASED,
  PERSON_FLAG_MINOR,
  type PeopleCount,
  type PeopleLedger,
  type PersonRows,
  personRows,
  RESIDENCE_STATES,
  readKey,
  selectRows,
  stateOf,
} from '../model/index.ts';
import type { LawPack } from './law-pack.ts';
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
  const everybody = countPeople(ledgers);
  const named = isSame(statutory, ledgers) ? everybody : countPeople(statutory);
  const letters = tests.flatMap(({ letter, title, holds }) => {
    const inLetter = statutory.map((ledger) => selectRows(ledger, holds));
    const people = isSame(inLetter, statutory) ? named : countPeople(inLetter);
    return people.upper === 0 ? [] : [{ letter, title, people }];
  });
  const traits = countTraits(ledgers);
  const { residents } = isSame(statutory, ledgers) ? traits : countTraits(statutory);
  return { people: everybody, statutory: { letters, people: named, residents }, ...traits };
}

/** The same rows need not be counted twice; a list of a million people has mostly one kind of row. */
function isSame(some: readonly PeopleLedger[], all: readonly PeopleLedger[]): boolean {
  return some.every((ledger, index) => ledger === all[index]);
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
    if (!holdsElement(rows, row, types) || (codes !== undefined && !holdsElement(rows, row, codes))) return false;
    return holdsElement(rows, row, named) || readKey(rows, row, NAME_KEY, key);
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
