import { ELEMENT_TYPES, PERSON_ROW_BYTES, type PeopleLedger } from './people.ts';

/** One 64-bit key as two halves; both zero where it is absent. */
export interface KeyHalves {
  low: number;
  high: number;
}

/** A view of a ledger's rows, without copying them. */
export interface PersonRows {
  readonly count: number;
  readonly view: DataView;
}

/** Offsets in a row; see `PeopleLedger`. */
export const NUMBER_KEY = 0;
export const NAME_BIRTH_KEY = 8;
export const NAME_KEY = 16;
const ELEMENT_BITS = 24;
const STATE = 32;
const FLAGS = 33;

export function personRows({ rows }: PeopleLedger): PersonRows {
  const count = Math.floor(rows.byteLength / PERSON_ROW_BYTES);
  return { count, view: new DataView(rows.buffer, rows.byteOffset, rows.byteLength) };
}

/** Reads a key into `into`; false where it is absent. */
export function readKey(rows: PersonRows, row: number, offset: number, into: KeyHalves): boolean {
  const at = row * PERSON_ROW_BYTES + offset;
  into.low = rows.view.getUint32(at, true);
  into.high = rows.view.getUint32(at + 4, true);
  return into.low !== 0 || into.high !== 0;
}

/** Index of the state of residence, 0 unknown. */
export function stateOf(rows: PersonRows, row: number): number {
  return rows.view.getUint8(row * PERSON_ROW_BYTES + STATE);
}

export function flagsOf(rows: PersonRows, row: number): number {
  return rows.view.getUint8(row * PERSON_ROW_BYTES + FLAGS);
}

/** Element types as two halves of a 64-bit mask: whole numbers of 32 bits are much faster than big ones. */
export interface ElementMask {
  readonly low: number;
  readonly high: number;
}

/** Mask of element types; types that are not elements have no bit. */
export function elementMask(types: readonly string[]): ElementMask {
  let [low, high] = [0, 0];
  for (const type of types) {
    const index = (ELEMENT_TYPES as readonly string[]).indexOf(type);
    if (index >= 32) high |= 1 << (index - 32);
    else if (index >= 0) low |= 1 << index;
  }
  return { low, high };
}

/** Whether the row holds one of the types. */
export function holdsElement(rows: PersonRows, row: number, mask: ElementMask): boolean {
  const at = row * PERSON_ROW_BYTES + ELEMENT_BITS;
  return (rows.view.getInt32(at, true) & mask.low) !== 0 || (rows.view.getInt32(at + 4, true) & mask.high) !== 0;
}

/** Element types of the row. */
export function elementsOf(rows: PersonRows, row: number): ElementMask {
  const at = row * PERSON_ROW_BYTES + ELEMENT_BITS;
  return { low: rows.view.getUint32(at, true), high: rows.view.getUint32(at + 4, true) };
}

/** Names of the element types of a mask. */
export function elementNames({ low, high }: ElementMask): readonly string[] {
  return ELEMENT_TYPES.filter((_, index) =>
    index < 32 ? (low & (1 << index)) !== 0 : (high & (1 << (index - 32))) !== 0,
  );
}

/** A ledger of the rows that hold the condition; the same ledger where all do. */
export function selectRows(ledger: PeopleLedger, keep: (rows: PersonRows, row: number) => boolean): PeopleLedger {
  const rows = personRows(ledger);
  let count = 0;
  for (let row = 0; row < rows.count; row++) if (keep(rows, row)) count += 1;
  if (count === rows.count) return ledger;
  const kept = new Uint8Array(count * PERSON_ROW_BYTES);
  let length = 0;
  for (let row = 0; row < rows.count; row++) {
    if (!keep(rows, row)) continue;
    const start = row * PERSON_ROW_BYTES;
    kept.set(ledger.rows.subarray(start, start + PERSON_ROW_BYTES), length);
    length += PERSON_ROW_BYTES;
  }
  return { rows: kept };
}
