import RE2 from 're2';
import type { CompiledPattern } from './compiled-pattern.ts';
import { foldCell } from './fold.ts';
import { lazily } from './lazily.ts';

/** Which patterns take a whole cell: one pass over all shapes at once. */
export type CellSet = (cell: string) => readonly CellMatch[];

export interface CellMatch {
  readonly pattern: CompiledPattern;
  /** Only in a column that is named for the pattern. */
  readonly onlyNamed: boolean;
}

const LONGEST_CELL = 96;
const NONE: readonly CellMatch[] = [];

export function compileCellSet(patterns: readonly CompiledPattern[]): CellSet {
  const sources: string[] = [];
  const owners: CellMatch[] = [];
  for (const pattern of patterns) {
    for (const shape of pattern.file.shapes) {
      sources.push(foldCell(`\\s*(?:${shape.regex})\\s*`));
      owners.push({ pattern, onlyNamed: shape.where !== 'anywhere' });
    }
  }
  if (sources.length === 0) return () => NONE;
  const set = lazily(() => new RE2.Set(sources, 'u', { anchor: 'both', maxMem: 32 * 1024 * 1024 }));
  return (cell) => {
    if (cell.length > LONGEST_CELL) return NONE;
    const found: CellMatch[] = [];
    for (const number of set().match(cell)) {
      const owner = owners[number] as CellMatch;
      const held = found.findIndex((match) => match.pattern === owner.pattern);
      if (held < 0) found.push(owner);
      else if (!owner.onlyNamed) found[held] = owner;
    }
    return found;
  };
}
