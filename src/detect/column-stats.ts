import type { CellSet } from './cell-set.ts';
import { withLostZeros } from './column-reader.ts';
import type { CompiledPattern } from './compiled-pattern.ts';
import { shapeEvidence } from './read-match.ts';

/** What a sample of a column's cells says, before any header is heard. */
export interface ColumnStats {
  /** Cells that hold anything. */
  readonly filled: number;
  readonly distinctShare: number;
  /** Of the cells that are one number (separators aside): they rise from row to row; by little steps. */
  readonly rising: boolean;
  readonly consecutive: boolean;
  /** Share that begins with a year from 1950 to 2039. */
  readonly yearShare: number;
  /** Different first five digits for each different value, 0..1. */
  readonly headVariety: number;
  /** All values share their first three digits. */
  readonly sameStart: boolean;
  /** Share of cells without letters. */
  readonly numericShare: number;
  readonly fits: readonly PatternFit[];
}

/** How well a column's cells fit one pattern. */
export interface PatternFit {
  readonly pattern: CompiledPattern;
  /** Share of filled cells that have one of its shapes. */
  readonly shapeShare: number;
  /** Share that has a shape which needs no name of the column. */
  readonly openShare: number;
  /** Of those with the shape, the share that the validator takes. */
  readonly validShare: number;
  readonly sampleShare: number;
  readonly tested: number;
  /** Mean log-odds of shape and validator. */
  readonly shapePoints: number;
  readonly says: string;
}

interface FitSums {
  shaped: number;
  open: number;
  valid: number;
  samples: number;
  points: number;
  says: string;
}

/** Reads a sample of folded, filled cells of one column. */
export function columnStats(cells: readonly string[], cellSet: CellSet): ColumnStats {
  const sums = new Map<CompiledPattern, FitSums>();
  for (const cell of cells) for (const { pattern, onlyNamed } of cellSet(cell)) addFit(sums, pattern, cell, onlyNamed);
  const numbers = cells.map((cell) => cell.replace(/[^0-9]/g, ''));
  const distinct = new Set(cells).size;
  const heads = new Set(numbers.map((number) => number.slice(0, 5))).size;
  return {
    filled: cells.length,
    distinctShare: cells.length === 0 ? 0 : distinct / cells.length,
    ...orderOf(numbers),
    yearShare: share(numbers, (number) => /^(?:19[5-9]|20[0-3])\d/.test(number)),
    headVariety: distinct === 0 ? 1 : heads / distinct,
    sameStart: numbers.length >= 20 && new Set(numbers.map((number) => number.slice(0, 3))).size === 1,
    numericShare: share(cells, (cell) => !/[A-Za-z]/.test(cell)),
    fits: [...sums].map(([pattern, sum]) => ({
      pattern,
      shapeShare: sum.shaped / cells.length,
      openShare: sum.open / cells.length,
      validShare: sum.valid / sum.shaped,
      sampleShare: sum.valid === 0 ? 0 : sum.samples / sum.valid,
      tested: sum.shaped,
      shapePoints: sum.points / sum.shaped,
      says: sum.says,
    })),
  };
}

function addFit(sums: Map<CompiledPattern, FitSums>, pattern: CompiledPattern, cell: string, onlyNamed: boolean): void {
  let sum = sums.get(pattern);
  if (!sum) {
    sum = { shaped: 0, open: 0, valid: 0, samples: 0, points: 0, says: '' };
    sums.set(pattern, sum);
  }
  const shape = pattern.cell(cell, true);
  if (!shape) return;
  sum.shaped += 1;
  if (!onlyNamed) sum.open += 1;
  const checked = pattern.validator?.check(pattern.file.element === 'us-ssn' ? withLostZeros(cell) : cell);
  if (checked?.verdict !== 'invalid') sum.valid += 1;
  if (checked?.verdict === 'sample') sum.samples += 1;
  sum.points += shape.evidence + (checked && checked.verdict === 'valid' ? checked.evidence : 0);
  sum.says ||= shapeEvidence(shape).says;
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(holds).length / items.length;
}

/** Serial numbers rise; ledgers and logs do it in little steps. */
function orderOf(numbers: readonly string[]): { rising: boolean; consecutive: boolean } {
  const values = numbers.filter((number) => number !== '' && number.length <= 15).map(Number);
  if (values.length < 6) return { rising: false, consecutive: false };
  let up = 0;
  let down = 0;
  let small = 0;
  for (let i = 1; i < values.length; i += 1) {
    const step = (values[i] as number) - (values[i - 1] as number);
    if (step > 0) up += 1;
    if (step < 0) down += 1;
    if (Math.abs(step) > 0 && Math.abs(step) <= 1000) small += 1;
  }
  const steps = values.length - 1;
  return { rising: up >= steps * 0.97 || down >= steps * 0.97, consecutive: small >= steps * 0.8 };
}
