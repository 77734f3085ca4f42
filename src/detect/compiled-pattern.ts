import RE2 from 're2';
import { compileFinder, type Finder } from './finder.ts';
import { foldCell } from './fold.ts';
import { labelLead } from './label-regex.ts';
import { ocrFinder } from './ocr.ts';
import type { PackedPattern } from './pattern-pack.ts';
import type { PatternShape } from './pattern-schema.ts';
import type { Validator } from './validators/index.ts';
import { VALIDATORS } from './validators/index.ts';

/** A pattern ready to run in this thread. Compiled regexes do not cross threads; the pack does. */
export interface CompiledPattern {
  readonly index: number;
  readonly file: PackedPattern;
  readonly validator: Validator | undefined;
  /** Shapes that are looked for everywhere. */
  readonly anywhere: Finder | undefined;
  /** Shapes that need a label before them. */
  readonly labelled: Finder | undefined;
  /** The labelled shapes without the label: for what follows a value, and for OCR readings. */
  readonly bare: Finder | undefined;
  /** Shapes that are looked for close to other findings. */
  readonly near: Finder | undefined;
  /** Values behind a label in which letters stand for digits. */
  readonly ocr: RE2 | undefined;
  /** A whole cell. `named`: of a column that is named for this pattern. */
  readonly cell: (cell: string, named: boolean) => PatternShape | undefined;
}

export function compilePattern(file: PackedPattern, index: number): CompiledPattern {
  const shapesOf = (...places: readonly PatternShape['where'][]): PatternShape[] =>
    file.shapes.filter((shape) => places.includes(shape.where));
  const behindLabel = shapesOf('labelled', 'near');
  const lead = file.labels.length > 0 ? labelLead(file.labels) : undefined;
  const tightLead = file.labels.length > 0 ? labelLead(file.labels, 'tight') : undefined;
  const anyCell = shapesOf('anywhere').map(cellShape);
  const namedCell = [...file.shapes].map(cellShape);
  return {
    index,
    file,
    validator: file.validator === undefined ? undefined : VALIDATORS[file.validator],
    anywhere: compileFinder(shapesOf('anywhere')),
    labelled:
      lead === undefined
        ? undefined
        : compileFinder(behindLabel, (shape) => (hasDigits(shape) ? lead : (tightLead ?? lead))),
    bare: compileFinder(behindLabel),
    ocr: isDigits(file) && lead !== undefined ? ocrFinder(lead) : undefined,
    near: compileFinder(shapesOf('near')),
    cell: (cell, named) => (named ? namedCell : anyCell).find(({ regex }) => regex.test(cell))?.shape,
  };
}

function cellShape(shape: PatternShape): { shape: PatternShape; regex: RE2 } {
  return { shape, regex: new RE2(foldCell(`^\\s*(?:${shape.regex})\\s*$`), 'u') };
}

/** Patterns of one person's number: what OCR readings are worth trying for. */
function isDigits(file: PackedPattern): boolean {
  return file.identity === 'person' && file.validator !== undefined && file.shapes.some(hasDigits);
}

function hasDigits(shape: PatternShape): boolean {
  return shape.regex.includes('\\d') || shape.regex.includes('[0-9');
}
