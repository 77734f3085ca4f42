import RE2 from 're2';
import { ORDINARY_PROSE } from './common-words.ts';
import { foldCell } from './fold.ts';
import { lazily } from './lazily.ts';
import type { PatternShape } from './pattern-schema.ts';
import { afterLongGap, groupCount, hasLongGap, withOpenCounts, withoutCaptures } from './regex-source.ts';
import { requiredLiterals } from './required-literals.ts';

/** Where a shape was found in folded text. */
export interface ShapeMatch {
  readonly shape: PatternShape;
  readonly start: number;
  readonly end: number;
  /** The value as it is read, where letters stand for digits; otherwise it is the text itself. */
  readonly readAs?: string;
  /** The shape brought its own surroundings: words before the value are part of the match. */
  readonly framed?: boolean;
}

/** Finds the shapes of one pattern, left to right. `source` is its whole regex without captures. */
export interface Finder {
  readonly source: string;
  /** A looser regex that matches wherever `source` does, without long gaps, for the set of all patterns. */
  readonly filter: string;
  readonly find: (bytes: Uint8Array, text: string) => ShapeMatch[];
  /** The first match in a short text that ends where it ends. */
  readonly first: (text: string) => ShapeMatch | undefined;
}

/** Says which shape matched, and where. */
interface Picker {
  readonly regex: RE2;
  readonly groups: readonly ShapeGroups[];
}

interface ShapeGroups {
  readonly shape: PatternShape;
  readonly outer: number;
  readonly inner: number;
}

/** What may stand before and after a shape; consumed, because RE2 has no look-around. */
const BOUNDARIES = {
  digit: ['(?:^|[^0-9])', '(?:[^0-9]|$)'],
  // Two underscores and more are the line of a form to write on.
  word: ['(?:^|[^0-9A-Za-z_]|__)', '(?:[^0-9A-Za-z_]|__|$)'],
  none: ['', ''],
} as const;

/** Longest stretch looked back over for the beginning of a match, in rising order: most matches are short. */
const LOOK_BACK = [96, 512, 4096, 70_000];

/**
 * Compiles shapes into one finder. `leadOf` is what stands before a shape (labels and a gap), without captures.
 * Text is folded before it is matched, so the regex is folded too.
 * Two compiled forms: one without captures that only says where a match ends (fast on a large buffer), one with captures that
 * is run on the few bytes before that end.
 */
export function compileFinder(
  shapes: readonly PatternShape[],
  leadOf: (shape: PatternShape) => string = () => '',
): Finder | undefined {
  if (shapes.length === 0) return undefined;
  const bodies: { readonly lead: string; readonly bodies: string[] }[] = [];
  for (const shape of shapes) {
    const [before, after] = BOUNDARIES[shape.boundary];
    const lead = leadOf(shape);
    const last = bodies.at(-1);
    const body = `${before}(${shape.regex})${after}`;
    if (last?.lead === lead) last.bodies.push(body);
    else bodies.push({ lead, bodies: [body] });
  }
  const written = bodies.map(({ lead, bodies }) => `${lead}(?:${bodies.join('|')})`).join('|');
  const folded = foldCell(written);
  const source = withoutCaptures(folded);
  const scanner = lazily(() => new RE2(source, 'gu'));
  const picker = lazily((): Picker => ({ regex: new RE2(folded, 'du'), groups: groupsOf(shapes) }));
  return {
    source,
    filter: withOpenCounts(withoutCaptures(foldCell(filterOf(shapes, leadOf)))),
    first: (text) => {
      const { regex, groups } = picker();
      const found = regex.exec(text);
      return found ? shapeMatch(found, groups, 0) : undefined;
    },
    find: (bytes, text) => {
      const matches: ShapeMatch[] = [];
      const scan = scanner();
      let from = 0;
      scan.lastIndex = 0;
      while (from < text.length && scan.test(bytes)) {
        const end = scan.lastIndex;
        const match = locateBefore(picker(), text, from, end);
        if (match) matches.push(match);
        from = Math.max(match?.end ?? end, from + 1);
        scan.lastIndex = from;
      }
      scan.lastIndex = 0;
      return matches;
    },
  };
}

function groupsOf(shapes: readonly PatternShape[]): ShapeGroups[] {
  let next = 1;
  return shapes.map((shape) => {
    const inner = groupCount(shape.regex);
    const outer = next;
    next += inner + 1;
    return { shape, outer, inner };
  });
}

/**
 * What a window is tested for: rare words that every match holds; else the shape itself, without what stands before a long gap,
 * because counted gaps multiply the states of a set.
 */
function filterOf(shapes: readonly PatternShape[], leadOf: (shape: PatternShape) => string): string {
  const words = new Set<string>();
  const exact: string[] = [];
  for (const shape of shapes) {
    const [before, after] = BOUNDARIES[shape.boundary];
    const wide = hasLongGap(leadOf(shape));
    const lead = wide ? '' : leadOf(shape);
    if (wide && new RE2(foldCell(`${before}(?:${shape.regex})${after}`), 'u').test(ORDINARY_PROSE)) {
      exact.push(`${leadOf(shape).slice(0, leadOf(shape).lastIndexOf('(?s:'))}s?(?:[^a-z]|$)`);
      continue;
    }
    const literals = requiredLiterals(foldCell(lead + shape.regex));
    const tail = afterLongGap(shape.regex);
    if (literals) for (const literal of literals) words.add(literal);
    else exact.push(tail === shape.regex ? `${lead}${before}(?:${shape.regex})${after}` : `(?:${tail})`);
  }
  const rare = [...words].map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
  return [...(rare === '' ? [] : [`(?i:${rare})`]), ...exact].join('|');
}

function locateBefore({ regex, groups }: Picker, text: string, from: number, end: number): ShapeMatch | undefined {
  for (const span of LOOK_BACK) {
    const start = Math.max(from, end - span);
    const slice = text.slice(start, end);
    const found = regex.exec(slice);
    if (found && found.index + found[0].length === slice.length && (start === from || found.index > 0)) {
      return shapeMatch(found, groups, start);
    }
    if (start === from) return found ? shapeMatch(found, groups, start) : undefined;
  }
  return undefined;
}

function shapeMatch(found: RegExpExecArray, groups: readonly ShapeGroups[], offset: number): ShapeMatch | undefined {
  for (const { shape, outer, inner } of groups) {
    const whole = found.indices?.[outer];
    if (!whole) continue;
    for (let group = outer + 1; group <= outer + inner; group += 1) {
      const part = found.indices?.[group];
      if (part) return { shape, start: offset + part[0], end: offset + part[1], framed: true };
    }
    return { shape, start: offset + whole[0], end: offset + whole[1] };
  }
  return undefined;
}
