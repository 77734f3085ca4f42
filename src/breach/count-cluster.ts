import {
  countPeople,
  elementMask,
  elementNames,
  elementsOf,
  flagsOf,
  groupPeople,
  holdsElement,
  type KeyHalves,
  type MergeReasons,
  NAME_KEY,
  PERSON_FLAG_DECEASED,
  PERSON_FLAG_MINOR,
  type PeopleCount,
  type PeopleGroups,
  type PeopleLedger,
  type PersonRows,
  RESIDENCE_STATES,
  readKey,
  selectRows,
  stateOf,
} from '../model/index.ts';
import type { LawPack } from './law-pack.ts';
import type { ElementSet, StatutoryFacts } from './scan-facts.ts';

/** People behind several ledgers: all of them, and those whom the statute's definition reaches. */
export interface ClusterPeople {
  readonly people: PeopleCount;
  readonly statutory: Omit<StatutoryFacts, 'typesFound'>;
  readonly merges: MergeReasons;
  readonly residents: Readonly<Record<string, number>>;
  readonly minors: number;
  readonly deceased: number;
  readonly elementSets: readonly ElementSet[];
}

/** Counts people over the ledgers of a cluster, each distinct content given once. Linear in the rows. */
export function countCluster(ledgers: readonly PeopleLedger[], law: LawPack): ClusterPeople {
  const tests = law.statute.elements.map((element) => ({ ...element, holds: letterTest(element) }));
  const statutory = ledgers.map((ledger) => selectRows(ledger, holdsAny(tests.map(({ holds }) => holds))));
  const everybody = groupPeople(ledgers);
  const named = isSame(statutory, ledgers) ? everybody : groupPeople(statutory);
  const letters = tests.flatMap(({ letter, title, holds }) => {
    const inLetter = statutory.map((ledger) => selectRows(ledger, holds));
    const people = isSame(inLetter, statutory) ? named.count : countPeople(inLetter);
    return people.upper === 0 ? [] : [{ letter, title, people }];
  });
  const homeState = (RESIDENCE_STATES as readonly string[]).indexOf(law.statute.state);
  const traits = traitsOf(everybody, homeState);
  const { residents } = named === everybody ? traits : traitsOf(named, homeState);
  const { count: people, merges } = everybody;
  return { people, merges, statutory: { letters, people: named.count, residents }, ...traits };
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

/** What is known of each person from all rows together. Who has rows of several states counts for the statute's own. */
function traitsOf(
  { rows, personOf }: PeopleGroups,
  homeState: number,
): Omit<ClusterPeople, 'people' | 'statutory' | 'merges'> {
  const states = new Uint8Array(rows.count);
  const flags = new Uint8Array(rows.count);
  const low = new Uint32Array(rows.count);
  const high = new Uint32Array(rows.count);
  for (let row = 0; row < rows.count; row++) {
    const person = personOf[row] ?? row;
    const state = stateOf(rows, row);
    if (state === homeState || states[person] === 0) states[person] = state;
    flags[person] = (flags[person] ?? 0) | flagsOf(rows, row);
    const elements = elementsOf(rows, row);
    low[person] = (low[person] ?? 0) | elements.low;
    high[person] = (high[person] ?? 0) | elements.high;
  }
  const residents: Record<string, number> = {};
  const sets = new Map<number, Map<number, number>>();
  let [minors, deceased] = [0, 0];
  for (let row = 0; row < rows.count; row++) {
    if (personOf[row] !== row) continue;
    const code = RESIDENCE_STATES[states[row] ?? 0] ?? '';
    residents[code] = (residents[code] ?? 0) + 1;
    if (((flags[row] ?? 0) & PERSON_FLAG_MINOR) !== 0) minors += 1;
    if (((flags[row] ?? 0) & PERSON_FLAG_DECEASED) !== 0) deceased += 1;
    const ofHigh = sets.get(high[row] ?? 0) ?? new Map<number, number>();
    sets.set(high[row] ?? 0, ofHigh);
    ofHigh.set(low[row] ?? 0, (ofHigh.get(low[row] ?? 0) ?? 0) + 1);
  }
  const elementSets = [...sets].flatMap(([ofHigh, counts]) =>
    [...counts].map(([ofLow, people]) => ({ types: elementNames({ low: ofLow, high: ofHigh }), people })),
  );
  elementSets.sort((a, b) => b.people - a.people || (a.types.join() < b.types.join() ? -1 : 1));
  return { residents, minors, deceased, elementSets };
}
