import { possibleNames } from '../../detect/index.ts';
import { times } from '../counted.ts';
import type { Explained } from '../explained.ts';
import { ROWS_SHOWN, type Stop, stop } from '../stop.ts';
import { isDigest } from './guess-hash.ts';
import { plainSpelling } from './plain-spelling.ts';
import { ssnShapes } from './ssn-shapes.ts';

/** What only looks like something: numbers written like SSNs, names without a label, digests inside text. Gathered cell by cell. */
export interface Suspicions {
  /** @returns how the text reads in the end, where that is not how it is written */
  look(text: string, row: number | undefined): string | undefined;
  stops(place: string, kind: SuspectPlace): Stop[];
  /** Digests that stood inside of text. */
  digests(): ReadonlySet<string>;
  found(): boolean;
}

/** Where suspicions were gathered: a column of the agreement, text, or the name of a file. */
export type SuspectPlace = 'column' | 'text' | 'file-name';

const DIGEST = /(?<![0-9A-Za-z])[0-9a-f]{32,128}(?![0-9A-Za-z])/gi;
const DIGESTS_KEPT = 1_000;
const DIGEST_LENGTH_MIN = 32;
const NAME_LENGTH_MIN = 5;

interface Gathered {
  count: number;
  readonly rows: number[];
}

export function suspicions({ numbers: numbersExplained, names: namesExplained }: Explained): Suspicions {
  const numbers: Gathered = { count: 0, rows: [] };
  const names: Gathered = { count: 0, rows: [] };
  const digests = new Set<string>();
  const note = (into: Gathered, count: number, row: number | undefined): void => {
    if (count === 0) return;
    into.count += count;
    if (row !== undefined && into.rows.length < ROWS_SHOWN && into.rows.at(-1) !== row) into.rows.push(row);
  };
  return {
    look(text, row) {
      const plain = plainSpelling(text);
      if (!numbersExplained) note(numbers, ssnShapes(plain).length, row);
      if (!namesExplained && plain.length >= NAME_LENGTH_MIN) note(names, possibleNames(plain).length, row);
      if (plain.length > DIGEST_LENGTH_MIN && digests.size < DIGESTS_KEPT)
        for (const [token] of plain.matchAll(DIGEST)) if (isDigest(token)) digests.add(token);
      return plain === text ? undefined : plain;
    },
    stops(place, kind) {
      const stops: Stop[] = [];
      if (numbers.count > 0)
        stops.push(
          stop({
            check: 'unexplained-number',
            place,
            ...numbers,
            fixMends: kind !== 'file-name',
            sentence: `${numbers.count} ${numbers.count === 1 ? 'number that is' : 'numbers that are'} written like a Social Security number, and nothing says what ${numbers.count === 1 ? 'it is' : 'they are'}`,
            remedy: remedyFor(kind, 'case number'),
          }),
        );
      if (names.count > 0)
        stops.push(
          stop({
            check: 'possible-type',
            place,
            type: 'person-name',
            ...names,
            fixMends: kind !== 'file-name',
            sentence: `A known given name and a known surname side by side, ${times(names.count)}`,
            remedy: remedyFor(kind, 'employer'),
          }),
        );
      return stops;
    },
    digests: () => digests,
    found: () => numbers.count + names.count + digests.size > 0,
  };
}

function remedyFor(kind: SuspectPlace, example: string): string {
  switch (kind) {
    case 'column':
      return `Say in the agreement what the column holds (holds: ${example}), or mask them`;
    case 'text':
      return 'Mask them';
    case 'file-name':
      return 'Rename the file';
    default:
      return kind satisfies never;
  }
}
