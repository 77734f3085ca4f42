import type { ScanFacts } from '../../src/breach/index.ts';

export const people = (count: number) => ({ lower: count, likely: count, upper: count });

/** SSNs with names in one file that everyone can read. */
export function factsOf(count: number, changes: Partial<ScanFacts> = {}): ScanFacts {
  return {
    runId: 1,
    atMs: 0,
    files: 1,
    distinctContents: 1,
    sizeBytes: 1,
    filesNoLongerExposed: 0,
    audiences: { everyone: 1 },
    locations: { unregistered: 1 },
    owners: {},
    elements: [{ type: 'us-ssn', count, files: 1, withName: count }],
    statutory: {
      letters: [{ letter: 'a', title: 'Social Security number', people: people(count) }],
      people: people(count),
      residents: { MO: count },
      typesFound: ['us-ssn'],
    },
    protectedPii: [{ type: 'us-ssn', origin: '2 CFR 200.1', status: 'R' }],
    regimes: [],
    people: people(count),
    merges: { rows: count, sameRow: 0, sameNumber: 0, sameNameAndBirthDate: 0, sameNameOnly: 0, perhapsSame: 0 },
    elementSets: [{ types: ['person-name', 'us-ssn'], people: count }],
    residents: { MO: count },
    minors: 0,
    deceased: 0,
    onlyRedacted: false,
    unreadParts: 0,
    rules: [],
    window: { audiences: [] },
    ...changes,
  };
}
