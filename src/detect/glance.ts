import RE2 from 're2';
import type { CompiledPattern } from './compiled-pattern.ts';
import { DOCUMENT_CLASSES } from './document-classes.ts';
import { anyLabel } from './label-regex.ts';
import { lazily } from './lazily.ts';
import { CONFUSED_TOKEN_SHAPE } from './ocr.ts';
import { dismissal, setTree } from './set-tree.ts';

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
type Note = (glance: Glance, window: Uint8Array) => void;

/**
 * Compiles the look at a window. Two trees, because the states of one over everything multiply: shapes of numbers and shapes of
 * words. Labels are only looked for where a number stands that needs one.
 */
export function compileGlance(patterns: readonly CompiledPattern[]): (window: Uint8Array) => Glance {
  const numbers = noted();
  const words = noted();
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
  const phrases = setTree(
    DOCUMENT_CLASSES.phrases.map(({ regex }) => regex),
    8,
  );
  words.add(DOCUMENT_CLASSES.phrases.map(({ regex }) => `(?:${regex})`).join('|'), (glance, window) =>
    glance.phrases.push(...phrases.match(window)),
  );
  const labels = new Map(
    patterns
      .filter((pattern) => pattern.labelled || pattern.ocr)
      .map((pattern) => [pattern, lazily(() => new RE2(anyLabel(pattern.file.labels), 'u'))]),
  );
  const isNothing = dismissal([...numbers.sources, ...words.sources]);
  const numberTree = numbers.compile(8);
  const wordTree = words.compile(4);
  return (window) => {
    const glance: Glance = { odd: false, wrapped: false, anywhere: [], labelled: [], behind: [], ocr: [], phrases: [] };
    if (isNothing(window)) return glance;
    numberTree(window, glance);
    wordTree(window, glance);
    const present = new Map<CompiledPattern, boolean>();
    const isNamed = (pattern: CompiledPattern): boolean => {
      let named = present.get(pattern);
      if (named === undefined) {
        named = labels.get(pattern)?.().test(window) ?? false;
        present.set(pattern, named);
      }
      return named;
    };
    return { ...glance, labelled: glance.labelled.filter(isNamed), ocr: glance.ocr.filter(isNamed) };
  };
}

interface Noted {
  readonly sources: readonly string[];
  readonly add: (source: string, note: Note) => void;
  readonly compile: (groupSize: number) => (window: Uint8Array, glance: Glance) => void;
}

function noted(): Noted {
  const sources: string[] = [];
  const notes: Note[] = [];
  return {
    sources,
    add: (source, note) => {
      sources.push(source);
      notes.push(note);
    },
    compile: (groupSize) => {
      const tree = setTree(sources, groupSize);
      return (window, glance) => {
        for (const number of tree.match(window)) notes[number]?.(glance, window);
      };
    },
  };
}

/** A regex with words in it, escapes aside. */
function isOfWords(regex: string): boolean {
  return /[A-Za-z]{3}/.test(regex.replace(/\\[A-Za-z]|\(\?[a-z]+[:)]/g, ' '));
}
