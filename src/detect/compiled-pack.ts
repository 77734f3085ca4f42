import RE2 from 're2';
import { type CellSet, compileCellSet } from './cell-set.ts';
import { type CompiledPattern, compilePattern } from './compiled-pattern.ts';
import { DOCUMENT_CLASSES } from './document-classes.ts';
import { labelLead } from './label-regex.ts';
import { CONFUSED_PAIR } from './ocr.ts';
import type { PatternPack } from './pattern-pack.ts';
import { type Vocabulary, vocabularyOf } from './vocabulary.ts';

/** What one look at a window said: which finders to run and whether the text must be folded first. */
export interface Glance {
  /** Accented letters, a digit beside an odd character, or digits that are not ASCII: the text must be folded first. */
  readonly odd: boolean;
  /** An identifier that goes on after a line break. */
  readonly wrapped: boolean;
  readonly anywhere: readonly CompiledPattern[];
  readonly labelled: readonly CompiledPattern[];
  /** A label with digits and confusable letters behind it. */
  readonly confused: boolean;
  /** Numbers of phrases of document classes. */
  readonly phrases: readonly number[];
}

export interface CompiledPack {
  readonly patterns: readonly CompiledPattern[];
  readonly vocabulary: Vocabulary;
  readonly cells: CellSet;
  readonly glance: (window: Uint8Array) => Glance;
}

const ODD_CHARACTERS =
  '\\x{00}\\x{A0}\\x{AD}\\x{202F}\\x{2000}-\\x{2015}\\x{2060}\\x{205F}\\x{2212}\\x{3000}\\x{FE63}\\x{FEFF}\\x{FF0D}';
const ODD = `[\\x{C0}-\\x{24F}\\x{300}-\\x{36F}]|[0-9][${ODD_CHARACTERS}]|[${ODD_CHARACTERS}][0-9]|[\\x{FF10}-\\x{FF19}\\x{660}-\\x{669}\\x{6F0}-\\x{6F9}\\x{1D7CE}-\\x{1D7FF}]`;
const WRAPPED = '[0-9][-\\x{2010}-\\x{2015}][ \\t\\r]*\\n[ \\t>]*[0-9]';
const SET_MEMORY_BYTES = 64 * 1024 * 1024;

/** Compiles a pack in this thread: one set over all finders, so that a window without personal data costs one pass. */
export function compilePack(pack: PatternPack): CompiledPack {
  const patterns = pack.patterns.map(compilePattern);
  const sources: string[] = [ODD, WRAPPED];
  const owners: ((glance: MutableGlance) => void)[] = [
    (glance) => {
      glance.odd = true;
    },
    (glance) => {
      glance.wrapped = true;
    },
  ];
  for (const pattern of patterns) {
    if (pattern.anywhere) {
      sources.push(pattern.anywhere.source);
      owners.push((glance) => glance.anywhere.push(pattern));
    }
    if (pattern.labelled) {
      sources.push(pattern.labelled.source);
      owners.push((glance) => glance.labelled.push(pattern));
    }
  }
  for (const [number, phrase] of DOCUMENT_CLASSES.phrases.entries()) {
    sources.push(phrase.regex);
    owners.push((glance) => glance.phrases.push(number));
  }
  const confusable = patterns.filter((pattern) => pattern.ocr).flatMap((pattern) => pattern.file.labels);
  if (confusable.length > 0) {
    sources.push(`${labelLead(confusable)}${CONFUSED_PAIR}`);
    owners.push((glance) => {
      glance.confused = true;
    });
  }
  const set = new RE2.Set(sources, 'u', { maxMem: SET_MEMORY_BYTES });
  return {
    patterns,
    vocabulary: vocabularyOf(pack.patterns),
    cells: compileCellSet(patterns),
    glance: (window) => {
      const glance: MutableGlance = {
        odd: false,
        wrapped: false,
        confused: false,
        anywhere: [],
        labelled: [],
        phrases: [],
      };
      for (const number of set.match(window)) owners[number]?.(glance);
      return glance;
    },
  };
}

interface MutableGlance {
  odd: boolean;
  wrapped: boolean;
  confused: boolean;
  anywhere: CompiledPattern[];
  labelled: CompiledPattern[];
  phrases: number[];
}
