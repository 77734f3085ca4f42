import RE2 from 're2';
import { elementIndex } from './elements.ts';
import { compileFinder, type Finder } from './finder.ts';
import { foldCell } from './fold.ts';
import { labelLead } from './label-regex.ts';
import { lazily } from './lazily.ts';
import { ocrFinder } from './ocr.ts';
import type { PackedPattern } from './pattern-pack.ts';
import type { PatternShape } from './pattern-schema.ts';
import { withoutCaptures } from './regex-source.ts';
import type { Validator } from './validators/index.ts';
import { VALIDATORS } from './validators/index.ts';

/** A pattern ready to run in this thread. Compiled regexes do not cross threads; the pack does. */
export interface CompiledPattern {
  readonly index: number;
  readonly file: PackedPattern;
  /** Position in `ELEMENT_TYPES`. */
  readonly elementIndex: number;
  readonly validator: Validator | undefined;
  /** Shapes that are looked for everywhere. */
  readonly anywhere: Finder | undefined;
  /** Labelled shapes with digits: any text may stand between label and value. */
  readonly labelled: Finder | undefined;
  /** Labelled shapes of letters, and of few digits: only signs and filler words may. */
  readonly behind: Finder | undefined;
  /** The labelled shapes without the label, for members of a list. */
  readonly bare: Finder | undefined;
  /** Shapes that are looked for close to other findings. */
  readonly near: Finder | undefined;
  /** Values behind a label in which letters stand for digits. */
  readonly ocr: (() => RE2) | undefined;
  /** A whole cell. `named`: of a column that is named for this pattern. */
  readonly cell: (cell: string, named: boolean) => PatternShape | undefined;
  /** Whether `cell` would find one; quicker. */
  readonly isCell: (cell: string, named: boolean) => boolean;
}

export function compilePattern(file: PackedPattern, index: number): CompiledPattern {
  const labelled =
    file.labels.length === 0 ? [] : file.shapes.filter(({ where }) => where === 'labelled' || where === 'near');
  const wide = labelled.filter(isLongNumber);
  const tight = labelled.filter((shape) => !isLongNumber(shape));
  const lead = labelled.length === 0 ? '' : labelLead(file.labels, 'wide');
  const tightLead = labelled.length === 0 ? '' : labelLead(file.labels, 'tight');
  const anywhere = file.shapes.filter(({ where }) => where === 'anywhere');
  const anyCell = lazily(() => anywhere.map(cellShape));
  const namedCell = lazily(() => file.shapes.map(cellShape));
  const anyOf = lazily(() => wholeRegex(anywhere.map(({ regex }) => regex)));
  const namedOf = lazily(() => wholeRegex(file.shapes.map(({ regex }) => regex)));
  const ocr = isOfDigits(file) ? lazily(() => ocrFinder(labelLead(file.labels, 'wide'))) : undefined;
  return {
    index,
    file,
    elementIndex: elementIndex(file.element),
    validator: file.validator === undefined ? undefined : VALIDATORS[file.validator],
    anywhere: compileFinder(anywhere),
    labelled: compileFinder(wide, () => lead),
    behind: compileFinder(tight, () => tightLead),
    bare: compileFinder(labelled),
    near: compileFinder(file.shapes.filter(({ where }) => where === 'near')),
    ocr,
    cell: (cell, named) => (named ? namedCell() : anyCell()).find(({ regex }) => regex.test(cell))?.shape,
    isCell: (cell, named) => (named ? namedOf() : anyOf())?.test(cell) ?? false,
  };
}

function cellShape(shape: PatternShape): { shape: PatternShape; regex: RE2 } {
  return { shape, regex: wholeRegex([shape.regex]) as RE2 };
}

function wholeRegex(regexes: readonly string[]): RE2 | undefined {
  if (regexes.length === 0) return undefined;
  return new RE2(withoutCaptures(foldCell(`^\\s*(?:${regexes.map((regex) => `(?:${regex})`).join('|')})\\s*$`)), 'u');
}

/** Patterns of one person's number: what OCR readings are worth trying for. */
function isOfDigits(file: PackedPattern): boolean {
  return (
    file.identity === 'person' && file.validator !== undefined && file.labels.length > 0 && file.shapes.some(hasDigits)
  );
}

const SHORT_VALUES = ['12', '123', '1234', 'A12', 'A123', '12A', '12.3', '1/2', '1A2B'];

/** A shape that only values with five digits and more have: rare enough in running text to be looked for first. */
function isLongNumber(shape: PatternShape): boolean {
  if (!hasDigits(shape)) return false;
  const whole = new RE2(foldCell(`^(?:${shape.regex})$`), 'u');
  return !SHORT_VALUES.some((value) => whole.test(value));
}

function hasDigits(shape: PatternShape): boolean {
  return shape.regex.includes('\\d') || shape.regex.includes('[0-9');
}
