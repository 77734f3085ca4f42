import { canonicalValue } from './canonical.ts';
import type { PatternColumn } from './column-plan.ts';
import { foldCell } from './fold.ts';
import { type KnownCell, knownCell, repeatedCells } from './repeated-cells.ts';
import { cellsLike, signatureOf } from './signature.ts';
import { hashSpelling, hashText, type TextHash } from './text-hash.ts';

/** What a cell of a pattern's column is: a value, a published sample, or something else. */
export type CellAnswer = 'found' | 'sample' | 'other';

/** Reads the cells of a column that was decided to be a pattern's. Fast: shapes are looked up, not matched, wherever they can be. */
export interface ColumnReader {
  /** What the cell `text[from, to)` is. After `found` and `sample` the others tell of it. */
  readonly read: (text: string, from: number, to: number) => CellAnswer;
  /** Folded. */
  readonly value: () => string;
  /** In its one spelling. */
  readonly canonical: () => string;
  /** Hash of the one spelling. */
  readonly hash: (out: TextHash) => void;
  /** All of it, to be kept. */
  readonly known: () => KnownCell;
}

type ShapeAnswer = 'yes' | 'no' | 'ask';

const MOST_SIGNATURES = 2048;
/** Elements whose one spelling is more than letters and digits. */
const SPELT: ReadonlySet<string> = new Set([
  'person-name',
  'date-of-birth',
  'username-password',
  'private-key',
  'api-secret',
]);
const REPEATING: ReadonlySet<string> = new Set([
  'date-of-birth',
  'person-name',
  'medical-term',
  'disability-term',
  'marital-status',
]);

export function columnReader(column: PatternColumn): ColumnReader {
  const reader = plainReader(column);
  return REPEATING.has(column.pattern.file.element) ? repeatedCells(reader) : reader;
}

function plainReader({ pattern, named }: PatternColumn): ColumnReader {
  const { element } = pattern.file;
  const isSsn = element === 'us-ssn';
  const answers = new Map<number, ShapeAnswer>();
  let lastSignature = 0;
  let lastAnswer: ShapeAnswer | undefined;
  let value = '';

  const hasShape = (cell: string): boolean => {
    // What stands in a column named for addresses is one when it has a number and a name: no regex knows all streets.
    if (named && element === 'postal-address') return hasNumberAndName(cell);
    const signature = signatureOf(cell);
    let known = signature === lastSignature ? lastAnswer : answers.get(signature);
    if (known === undefined) {
      known = shapeAnswer(cell);
      if (answers.size >= MOST_SIGNATURES) return known === 'ask' ? pattern.isCell(cell, named) : known === 'yes';
      answers.set(signature, known);
    }
    lastSignature = signature;
    lastAnswer = known;
    return known === 'ask' ? pattern.isCell(cell, named) : known === 'yes';
  };

  const shapeAnswer = (cell: string): ShapeAnswer => {
    const own = pattern.isCell(cell, named);
    return cellsLike(cell).every((other) => pattern.isCell(other, named) === own) ? (own ? 'yes' : 'no') : 'ask';
  };

  return {
    read: (text, from, to) => {
      value = trimmed(foldCell(text.substring(from, to)));
      if (value === '' || !hasShape(value)) return 'other';
      if (!pattern.validator) return 'found';
      const { verdict } = pattern.validator.check(isSsn ? withLostZeros(value) : value);
      return verdict === 'invalid' ? 'other' : verdict === 'sample' ? 'sample' : 'found';
    },
    value: () => value,
    canonical: () => canonicalValue(element, value),
    hash: (out) => {
      if (SPELT.has(element) || (isSsn && value.length < 9)) hashText(canonicalValue(element, value), out);
      else hashSpelling(value, element !== 'email-address', out);
    },
    known: () => knownCell(value, 0, { answer: 'found', value, canonical: canonicalValue(element, value) }),
  };
}

/** A digit, and two letters side by side. */
function hasNumberAndName(cell: string): boolean {
  let hasNumber = false;
  let hasName = false;
  let wasLetter = false;
  for (let i = 0; i < cell.length; i += 1) {
    const code = cell.charCodeAt(i);
    const isLetter = (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
    if (code >= 0x30 && code <= 0x39) hasNumber = true;
    else if (isLetter && wasLetter) hasName = true;
    if (hasNumber && hasName) return true;
    wasLetter = isLetter;
  }
  return false;
}

/** Seven and eight digits of an SSN column are numbers that lost their leading zeros. */
export function withLostZeros(value: string): string {
  return (value.length === 7 || value.length === 8) && /^\d+$/.test(value) ? value.padStart(9, '0') : value;
}

function trimmed(text: string): string {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  return first <= 0x20 || last <= 0x20 ? text.trim() : text;
}
