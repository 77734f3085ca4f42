import RE2 from 're2';
import type { CompiledPattern } from './compiled-pattern.ts';
import { DOCUMENT_CLASSES } from './document-classes.ts';
import { anyLabel } from './label-regex.ts';
import { CONFUSED_TOKEN_SHAPE } from './ocr.ts';

/** What one look at a window said: which finders to run and whether the text must be folded first. */
export interface Glance {
  /** Accented letters, a digit beside an odd character, or digits that are not ASCII: the text must be folded first. */
  odd: boolean;
  /** An identifier that goes on after a line break. */
  wrapped: boolean;
  readonly anywhere: CompiledPattern[];
  readonly labelled: CompiledPattern[];
  readonly behind: CompiledPattern[];
  readonly ocr: CompiledPattern[];
  /** Numbers of phrases of document classes. */
  readonly phrases: number[];
}

const ODD_CHARACTERS =
  '\\x{00}\\x{A0}\\x{AD}\\x{202F}\\x{2000}-\\x{2015}\\x{2060}\\x{205F}\\x{2212}\\x{3000}\\x{FE63}\\x{FEFF}\\x{FF0D}';
const ODD = `[\\x{C0}-\\x{24F}\\x{300}-\\x{36F}]|[0-9][${ODD_CHARACTERS}]|[${ODD_CHARACTERS}][0-9]|[\\x{FF10}-\\x{FF19}\\x{660}-\\x{669}\\x{6F0}-\\x{6F9}\\x{1D7CE}-\\x{1D7FF}]`;
const WRAPPED = '[0-9][-\\x{2010}-\\x{2015}][ \\t\\r]*\\n[ \\t>]*[0-9]';
const SET_MEMORY_BYTES = 64 * 1024 * 1024;

type Note = (glance: Glance) => void;

/**
 * Compiles the look at a window. Three sets, because the states of one over everything multiply: shapes of numbers, shapes of
 * words, and labels. Labels are only looked for where a number stands that needs one.
 */
export function compileGlance(patterns: readonly CompiledPattern[]): (window: Uint8Array) => Glance {
  const numbers = setOf();
  const words = setOf();
  const labels = setOf();
  numbers.add(ODD, (glance) => {
    glance.odd = true;
  });
  numbers.add(WRAPPED, (glance) => {
    glance.wrapped = true;
  });
  const confusable = patterns.filter((pattern) => pattern.ocr);
  if (confusable.length > 0) numbers.add(CONFUSED_TOKEN_SHAPE, (glance) => glance.ocr.push(...confusable));
  for (const pattern of patterns) {
    const { anywhere, labelled, behind } = pattern;
    if (anywhere)
      (isOfWords(anywhere.filter) ? words : numbers).add(anywhere.filter, (glance) => glance.anywhere.push(pattern));
    if (labelled) numbers.add(labelled.filter, (glance) => glance.labelled.push(pattern));
    if (behind) words.add(behind.filter, (glance) => glance.behind.push(pattern));
  }
  for (const [number, phrase] of DOCUMENT_CLASSES.phrases.entries())
    words.add(phrase.regex, (glance) => glance.phrases.push(number));
  const named: CompiledPattern[] = patterns.filter((pattern) => pattern.labelled || pattern.ocr);
  for (const pattern of named) labels.add(anyLabel(pattern.file.labels), () => undefined);
  const numberSet = numbers.compile();
  const wordSet = words.compile();
  const labelSet = labels.compile();
  return (window) => {
    const glance: Glance = { odd: false, wrapped: false, anywhere: [], labelled: [], behind: [], ocr: [], phrases: [] };
    numberSet(window, glance);
    wordSet(window, glance);
    if (glance.labelled.length === 0 && glance.ocr.length === 0) return glance;
    const present = new Set(labelSet(window, glance).map((number) => named[number]));
    return {
      ...glance,
      labelled: glance.labelled.filter((pattern) => present.has(pattern)),
      ocr: glance.ocr.filter((pattern) => present.has(pattern)),
    };
  };
}

function setOf(): {
  add: (source: string, note: Note) => void;
  compile: () => (window: Uint8Array, glance: Glance) => number[];
} {
  const sources: string[] = [];
  const notes: Note[] = [];
  return {
    add: (source, note) => {
      sources.push(source);
      notes.push(note);
    },
    compile: () => {
      if (sources.length === 0) return () => [];
      const set = new RE2.Set(sources, 'u', { maxMem: SET_MEMORY_BYTES });
      return (window, glance) => {
        const found = set.match(window);
        for (const number of found) notes[number]?.(glance);
        return found;
      };
    },
  };
}

/** A regex with words in it, escapes aside. */
function isOfWords(regex: string): boolean {
  return /[A-Za-z]{3}/.test(regex.replace(/\\[A-Za-z]|\(\?[a-z]+[:)]/g, ' '));
}
