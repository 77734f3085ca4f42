import RE2 from 're2';
import type { PatternFile } from './pattern-schema.ts';
import { VALIDATORS } from './validators/index.ts';

export interface PatternFault {
  readonly path: readonly (string | number)[];
  readonly problem: string;
  readonly remedy: string;
}

/** What the schema cannot see: RE2 compiles, validators exist, labels are there where shapes need them. First fault, or none. */
export function checkPattern(pattern: PatternFile): PatternFault | undefined {
  for (const [index, shape] of pattern.shapes.entries()) {
    const path = ['shapes', index, 'regex'];
    const problem = re2Problem(shape.regex);
    if (problem) {
      return {
        path,
        problem: `RE2 does not take the regex of shape "${shape.name}": ${problem}`,
        remedy: 'RE2 has no look-around and no back-references; write it without them.',
      };
    }
    if (new RE2(`^(?:${shape.regex})$`, 'u').test('')) {
      return {
        path,
        problem: `the regex of shape "${shape.name}" matches nothing at all`,
        remedy: 'Let it need at least one character.',
      };
    }
    if (shape.where === 'labelled' && pattern.labels.length === 0 && pattern.headers.length === 0) {
      return {
        path: ['shapes', index, 'where'],
        problem: `shape "${shape.name}" needs a label, but there are no labels`,
        remedy: 'Add labels or headers.',
      };
    }
  }
  if (pattern.validator !== undefined && !Object.hasOwn(VALIDATORS, pattern.validator)) {
    return {
      path: ['validator'],
      problem: `there is no validator "${pattern.validator}"`,
      remedy: `Known validators: ${Object.keys(VALIDATORS).join(', ')}.`,
    };
  }
  return undefined;
}

function re2Problem(source: string): string | undefined {
  try {
    new RE2(source, 'u');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'not a regex';
  }
}
