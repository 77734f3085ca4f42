import { PERSON_ROW_BYTES, type PeopleCount, type PeopleLedger } from './people.ts';
import { NAME_BIRTH_KEY, NAME_KEY, NUMBER_KEY, type PersonRows, personRows } from './person-rows.ts';

const ROW_WORDS = PERSON_ROW_BYTES / 4;
/** Words of a row at which its keys stand. */
const NUMBER_AT = NUMBER_KEY / 4;
const BIRTH_AT = NAME_BIRTH_KEY / 4;
const NAME_AT = NAME_KEY / 4;

/** Why rows became one person: `rows` less the four reasons is the likely count, less `perhapsSame` the lowest. */
export interface MergeReasons {
  readonly rows: number;
  /** The same in every byte as an earlier row. */
  readonly sameRow: number;
  /** Same SSN or ITIN, in rows that differ. */
  readonly sameNumber: number;
  /** Same name and birth date, of rows without a number. */
  readonly sameNameAndBirthDate: number;
  /** Same name, of rows that hold no number and no birth date. */
  readonly sameNameOnly: number;
  /** Likely people whom nothing certain tells apart from another of their name. */
  readonly perhapsSame: number;
}

/** Rows laid together to people. */
export interface PeopleGroups {
  readonly count: PeopleCount;
  readonly merges: MergeReasons;
  /** All rows, ledger after ledger. */
  readonly rows: PersonRows;
  /** For each row the first row of its person, as the likely count merges them. */
  readonly personOf: Int32Array;
}

/** Distinct people over any number of ledgers made with one key; see `groupPeople`. */
export function countPeople(ledgers: readonly PeopleLedger[]): PeopleCount {
  const { upper, likely, lower } = laidTogether(wordsOf(joined(ledgers)));
  return { lower, likely, upper };
}

/**
 * Lays the rows of any number of ledgers made with one key to people. Linear in the rows; about 60 bytes a row beside the ledgers.
 *
 * - `upper`: rows with the same SSN (or ITIN) are one person; every row without one is a person.
 * - `likely`: also rows with the same name and birth date are one person, unless they hold different SSNs, and rows that say
 *   exactly the same.
 * - `lower`: also rows of one name are one person, unless they hold different SSNs, or no SSNs and different birth dates.
 */
export function groupPeople(ledgers: readonly PeopleLedger[]): PeopleGroups {
  const rows = joined(ledgers);
  const words = wordsOf(rows);
  const { count, parent, table, upper, born, likely, lower } = laidTogether(words);
  for (let row = 0; row < count; row += 1) parent[row] = find(parent, row);
  const same = sameRows(words, parent, table);
  return {
    count: { lower, likely, upper },
    merges: {
      rows: count,
      sameRow: same.numbered + same.born + same.named,
      sameNumber: count - upper - same.numbered,
      sameNameAndBirthDate: upper - born - same.born,
      sameNameOnly: born - likely - same.named,
      perhapsSame: likely - lower,
    },
    rows: personRows({ rows }),
    personOf: parent,
  };
}

/** Rows as 32-bit words: only whether they are alike and not zero is asked of them. */
function wordsOf(rows: Uint8Array): Int32Array {
  const own = rows.byteOffset % 4 === 0 ? rows : rows.slice();
  return new Int32Array(own.buffer, own.byteOffset, own.length / 4);
}

interface LaidTogether {
  readonly count: number;
  readonly parent: Int32Array;
  /** For the next search by keys. */
  readonly table: Int32Array;
  readonly upper: number;
  /** After names with birth dates. */
  readonly born: number;
  readonly likely: number;
  readonly lower: number;
}

function laidTogether(words: Int32Array): LaidTogether {
  const count = words.length / ROW_WORDS;
  const parent = new Int32Array(count);
  for (let i = 0; i < count; i += 1) parent[i] = i;
  let groups = count;
  const union = (a: number, b: number): void => {
    const rootA = find(parent, a);
    const rootB = find(parent, b);
    if (rootA === rootB) return;
    parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
    groups -= 1;
  };
  const table = new Int32Array(2 ** Math.ceil(Math.log2(count * 2 + 2)));
  uniteNumbers(words, count, table, union);
  const upper = groups;
  uniteBirths(words, count, table, union);
  const born = groups;
  uniteNameOnly(words, count, table, union);
  const likely = groups;
  return { count, parent, table, upper, born, likely, lower: lowerBound(words, count, parent, table) };
}

/**
 * Rows with a key that say in every byte what an earlier row says, by the key that merges them. Such rows are one person, so that
 * only people of several rows are looked at.
 */
function sameRows(
  words: Int32Array,
  personOf: Int32Array,
  table: Int32Array,
): { numbered: number; born: number; named: number } {
  const same = { numbered: 0, born: 0, named: 0 };
  const isShared = new Uint8Array(personOf.length);
  for (let row = 0; row < personOf.length; row += 1) if (personOf[row] !== row) isShared[personOf[row] as number] = 1;
  table.fill(-1);
  for (let row = 0; row < personOf.length; row += 1) {
    if (isShared[personOf[row] as number] === 0) continue;
    const kind = hasKey(words, row, NUMBER_AT)
      ? 'numbered'
      : hasKey(words, row, BIRTH_AT)
        ? 'born'
        : hasKey(words, row, NAME_AT) && 'named';
    if (kind && firstSameRow(words, row, table) !== row) same[kind] += 1;
  }
  return same;
}

/** The first row with the same bytes, which is entered when it is this one. */
function firstSameRow(words: Int32Array, row: number, table: Int32Array): number {
  const at = row * ROW_WORDS;
  let slot = 0;
  for (let i = 0; i < ROW_WORDS; i += 1) slot = Math.imul(slot ^ (words[at + i] as number), 0x9e3779b1) ^ (slot >>> 13);
  slot = (slot ^ (slot >>> 15)) & (table.length - 1);
  for (;;) {
    const held = table[slot] as number;
    if (held < 0) {
      table[slot] = row;
      return row;
    }
    if (isSameRow(words, at, held * ROW_WORDS)) return held;
    slot = (slot + 1) & (table.length - 1);
  }
}

function isSameRow(words: Int32Array, at: number, other: number): boolean {
  for (let i = 0; i < ROW_WORDS; i += 1) if (words[at + i] !== words[other + i]) return false;
  return true;
}

function joined(ledgers: readonly PeopleLedger[]): Uint8Array {
  if (ledgers.length === 1 && ledgers[0]) return ledgers[0].rows;
  const rows = new Uint8Array(ledgers.reduce((sum, ledger) => sum + ledger.rows.length, 0));
  let at = 0;
  for (const ledger of ledgers) {
    rows.set(ledger.rows, at);
    at += ledger.rows.length;
  }
  return rows;
}

function find(parent: Int32Array, start: number): number {
  let at = start;
  for (;;) {
    const up = parent[at] as number;
    if (up === at) return at;
    const over = parent[up] as number;
    parent[at] = over;
    at = over;
  }
}

/** Rows with the same number are one person; rows without one are left alone. */
function uniteNumbers(
  words: Int32Array,
  count: number,
  table: Int32Array,
  union: (a: number, b: number) => void,
): void {
  table.fill(-1);
  for (let row = 0; row < count; row += 1) {
    if (!hasKey(words, row, NUMBER_AT)) continue;
    const first = firstWithKey(words, row, NUMBER_AT, table);
    if (first !== row) union(first, row);
  }
}

/** Rows without a number join a row of the same name and birth date; two numbers are two people, whatever else they share. */
function uniteBirths(words: Int32Array, count: number, table: Int32Array, union: (a: number, b: number) => void): void {
  let last = count - 1;
  while (last >= 0 && (hasKey(words, last, NUMBER_AT) || !hasKey(words, last, BIRTH_AT))) last -= 1;
  // Mostly every row has a number.
  if (last < 0) return;
  table.fill(-1);
  for (let row = 0; row < count; row += 1)
    if (hasKey(words, row, NUMBER_AT) && hasKey(words, row, BIRTH_AT)) firstWithKey(words, row, BIRTH_AT, table);
  for (let row = 0; row < count; row += 1) {
    if (hasKey(words, row, NUMBER_AT) || !hasKey(words, row, BIRTH_AT)) continue;
    const first = firstWithKey(words, row, BIRTH_AT, table);
    if (first !== row) union(first, row);
  }
}

/** Rows that hold nothing but the same name: told apart by nothing. */
function uniteNameOnly(
  words: Int32Array,
  count: number,
  table: Int32Array,
  union: (a: number, b: number) => void,
): void {
  table.fill(-1);
  for (let row = 0; row < count; row += 1) {
    if (hasKey(words, row, NUMBER_AT) || hasKey(words, row, BIRTH_AT) || !hasKey(words, row, NAME_AT)) continue;
    const first = firstWithKey(words, row, NAME_AT, table);
    if (first !== row) union(first, row);
  }
}

/** For each name: as many people as it has different SSNs, or different birth dates without SSN, whichever is more. */
function lowerBound(words: Int32Array, count: number, parent: Int32Array, table: Int32Array): number {
  const kind = new Uint8Array(count);
  const nameOf = new Int32Array(count).fill(-1);
  table.fill(-1);
  for (let row = 0; row < count; row += 1) {
    const group = find(parent, row);
    if (hasKey(words, row, NUMBER_AT)) kind[group] = (kind[group] as number) | 1;
    if (hasKey(words, row, BIRTH_AT)) kind[group] = (kind[group] as number) | 2;
    if (hasKey(words, row, NAME_AT)) {
      const name = firstWithKey(words, row, NAME_AT, table);
      if ((nameOf[group] as number) < 0) nameOf[group] = name;
    }
  }
  const numbered = new Uint32Array(count);
  const born = new Uint32Array(count);
  const plain = new Uint8Array(count);
  let people = 0;
  for (let row = 0; row < count; row += 1) {
    if (parent[row] !== row) continue;
    const name = nameOf[row] as number;
    if (name < 0) people += 1;
    else if ((kind[row] as number) & 1) numbered[name] = (numbered[name] as number) + 1;
    else if ((kind[row] as number) & 2) born[name] = (born[name] as number) + 1;
    else plain[name] = 1;
  }
  for (let name = 0; name < count; name += 1)
    people += Math.max(numbered[name] as number, born[name] as number, plain[name] as number);
  return people;
}

function hasKey(words: Int32Array, row: number, keyAt: number): boolean {
  const at = row * ROW_WORDS + keyAt;
  return words[at] !== 0 || words[at + 1] !== 0;
}

/** The first row with the same key, which is entered when it is this one. Keys are pseudo-random, so they are their own hash. */
function firstWithKey(words: Int32Array, row: number, keyAt: number, table: Int32Array): number {
  const at = row * ROW_WORDS + keyAt;
  const low = words[at] as number;
  const high = words[at + 1] as number;
  const mask = table.length - 1;
  let slot = low & mask;
  for (;;) {
    const held = table[slot] as number;
    if (held < 0) {
      table[slot] = row;
      return row;
    }
    const other = held * ROW_WORDS + keyAt;
    if (words[other] === low && words[other + 1] === high) return held;
    slot = (slot + 1) & mask;
  }
}
