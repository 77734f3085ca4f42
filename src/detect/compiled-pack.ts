import { type CellSet, compileCellSet } from './cell-set.ts';
import { type CompiledPattern, compilePattern } from './compiled-pattern.ts';
import { compileGlance, type Glance } from './glance.ts';
import { compileNothingHere, type NothingHere } from './nothing-here.ts';
import type { PatternPack } from './pattern-pack.ts';
import { type Vocabulary, vocabularyOf } from './vocabulary.ts';

/** A pack compiled in this thread. */
export interface CompiledPack {
  readonly patterns: readonly CompiledPattern[];
  readonly vocabulary: Vocabulary;
  readonly cells: CellSet;
  /** One look at a window, so that a window without personal data costs little. */
  readonly glance: (window: Uint8Array) => Glance;
  /** The same for one cell of a table, whatever its digits are. */
  readonly nothingHere: NothingHere;
}

export function compilePack(pack: PatternPack): CompiledPack {
  const patterns = pack.patterns.map(compilePattern);
  return {
    patterns,
    vocabulary: vocabularyOf(pack.patterns),
    cells: compileCellSet(patterns),
    glance: compileGlance(patterns),
    nothingHere: compileNothingHere(patterns),
  };
}
