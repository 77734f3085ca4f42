import { canonicalValue } from './canonical.ts';
import type { PatternColumn } from './column-plan.ts';
import { foldCell } from './fold.ts';
import { cellsLike, signatureOf } from './signature.ts';

/** Reads the cells of a column that was decided to be a pattern's. Fast: shapes are looked up, not matched, wherever they can be. */
export interface ColumnReader {
  /** `found`: the cell is a value; `sample`: a published sample; `other`: something else. The value is left in `canonical`. */
  readonly read: (cell: string) => 'found' | 'sample' | 'other';
  /** Of the last cell that was found: folded, and in its one spelling. */
  readonly value: () => string;
  readonly canonical: () => string;
}

type ShapeAnswer = 'yes' | 'no' | 'ask';

const MOST_SIGNATURES = 512;
/** Values such as birth dates and names repeat; their spelling is worked out once. */
const MOST_CACHED = 20_000;
const CACHED_ELEMENTS: ReadonlySet<string> = new Set(['date-of-birth', 'person-name', 'postal-address']);

export function columnReader(column: PatternColumn): ColumnReader {
  const { pattern, named } = column;
  const { element } = pattern.file;
  const answers = new Map<number, ShapeAnswer>();
  const cache = CACHED_ELEMENTS.has(element) ? new Map<string, string>() : undefined;
  let value = '';

  const hasShape = (cell: string): boolean => {
    const signature = signatureOf(cell);
    let known = answers.get(signature);
    if (known === undefined) {
      known = shapeAnswer(cell);
      if (answers.size < MOST_SIGNATURES) answers.set(signature, known);
    }
    return known === 'ask' ? pattern.cell(cell, named) !== undefined : known === 'yes';
  };

  const shapeAnswer = (cell: string): ShapeAnswer => {
    const own = pattern.cell(cell, named) !== undefined;
    const others = cellsLike(cell).filter((other) => (pattern.cell(other, named) !== undefined) === own).length;
    return others < cellsLike(cell).length ? 'ask' : own ? 'yes' : 'no';
  };

  const read = (cell: string): 'found' | 'sample' | 'other' => {
    value = trimmed(foldCell(cell));
    if (value === '' || !hasShape(value)) return 'other';
    const verdict = pattern.validator?.check(element === 'us-ssn' ? withLostZeros(value) : value).verdict ?? 'valid';
    return verdict === 'invalid' ? 'other' : verdict === 'sample' ? 'sample' : 'found';
  };

  const canonical = (): string => {
    if (!cache) return canonicalValue(element, value);
    let known = cache.get(value);
    if (known === undefined) {
      known = canonicalValue(element, value);
      if (cache.size >= MOST_CACHED) cache.clear();
      cache.set(value, known);
    }
    return known;
  };

  return { read, value: () => value, canonical };
}

/** Seven and eight digits of an SSN column are numbers that lost their leading zeros. */
export function withLostZeros(value: string): string {
  return value.length >= 7 && value.length < 9 && /^\d+$/.test(value) ? value.padStart(9, '0') : value;
}

function trimmed(text: string): string {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  return first <= 0x20 || last <= 0x20 ? text.trim() : text;
}
