import { isCommon } from './common-words.ts';

/**
 * Literals of which at least one stands, in any case, in whatever a regex matches: a cheap first test for patterns of words.
 * Undefined where there are none, or where ordinary prose is full of them. A small reader of RE2 syntax; what it does not know it calls unknown, which only makes the test looser.
 */
export function requiredLiterals(regex: string): readonly string[] | undefined {
  const reader: Reader = { source: regex.replace(/\(\?[a-z]+\)/g, ''), at: 0 };
  const info = readAlternatives(reader);
  if (reader.at < reader.source.length) return undefined;
  const needed = bestOf([info.needed, info.exact]);
  if (!needed || [...needed].some(isCommon)) return undefined;
  const sorted = [...needed].sort((a, b) => a.length - b.length);
  return sorted.filter((literal, index) => !sorted.slice(0, index).some((shorter) => literal.includes(shorter)));
}

interface Reader {
  readonly source: string;
  at: number;
}

type Literals = ReadonlySet<string>;

/** `exact`: all texts that the piece matches, where they are few. `needed`: literals of which one stands in every match. */
interface Info {
  readonly exact: Literals | undefined;
  readonly needed: Literals | undefined;
}

const MOST_EXACT = 200;
const MOST_NEEDED = 600;
const LEAST_LENGTH = 3;
const EMPTY: Info = { exact: new Set(['']), needed: undefined };
const UNKNOWN: Info = { exact: undefined, needed: undefined };

function readAlternatives(reader: Reader): Info {
  const parts: Info[] = [readSequence(reader)];
  while (reader.source[reader.at] === '|') {
    reader.at += 1;
    parts.push(readSequence(reader));
  }
  if (parts.length === 1) return parts[0] as Info;
  const exact = parts.every((part) => part.exact)
    ? union(
        parts.map((part) => part.exact),
        MOST_EXACT,
      )
    : undefined;
  const needed = parts.map((part) => bestOf([part.needed, part.exact]));
  return { exact, needed: needed.every((part) => part) ? union(needed, MOST_NEEDED) : undefined };
}

function readSequence(reader: Reader): Info {
  let exact: Literals | undefined = new Set(['']);
  let candidates: (Literals | undefined)[] = [];
  let whole = true;
  while (reader.at < reader.source.length && !'|)'.includes(reader.source[reader.at] as string)) {
    const piece = repeated(readPiece(reader), reader);
    const joined: Literals | undefined = exact && piece.exact ? product(exact, piece.exact) : undefined;
    candidates.push(piece.needed);
    if (joined) {
      exact = joined;
      continue;
    }
    candidates.push(exact, piece.exact);
    exact = piece.exact ?? new Set(['']);
    whole = false;
  }
  candidates = [...candidates, exact];
  return { exact: whole ? exact : undefined, needed: bestOf(candidates) };
}

function readPiece(reader: Reader): Info {
  const char = reader.source[reader.at] as string;
  reader.at += 1;
  if (char === '(') return readGroup(reader);
  if (char === '[') return readClass(reader);
  if (char === '\\') return readEscape(reader);
  if (char === '^' || char === '$') return EMPTY;
  return char === '.' ? UNKNOWN : exactly(char);
}

function readGroup(reader: Reader): Info {
  const opening = /^\?(?:P?<\w+>|[a-zA-Z-]*:)/.exec(reader.source.slice(reader.at, reader.at + 60));
  if (opening) reader.at += opening[0].length;
  const inside = readAlternatives(reader);
  reader.at += 1;
  return inside;
}

function readClass(reader: Reader): Info {
  const start = reader.at;
  if (reader.source[reader.at] === '^') reader.at += 1;
  if (reader.source[reader.at] === ']') reader.at += 1;
  while (reader.at < reader.source.length && reader.source[reader.at] !== ']')
    reader.at += reader.source[reader.at] === '\\' ? 2 : 1;
  const body = reader.source.slice(start, reader.at);
  reader.at += 1;
  return /^[A-Za-z ]{1,4}$/.test(body) ? { exact: new Set([...body.toLowerCase()]), needed: undefined } : UNKNOWN;
}

function readEscape(reader: Reader): Info {
  const char = reader.source[reader.at] as string;
  reader.at += 1;
  if (char === 'b' || char === 'B' || char === 'A' || char === 'z') return EMPTY;
  if (char === 'x' || char === 'p' || char === 'P') {
    const rest = /^(?:\{[^}]*\}|[0-9A-Fa-f]{2}|[A-Z])/.exec(reader.source.slice(reader.at, reader.at + 24));
    reader.at += rest?.[0].length ?? 0;
    return UNKNOWN;
  }
  return /[A-Za-z0-9]/.test(char) ? UNKNOWN : exactly(char);
}

function repeated(piece: Info, reader: Reader): Info {
  const count = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(reader.source.slice(reader.at, reader.at + 16));
  if (!count) return piece;
  reader.at += count[0].length;
  const sign = count[0][0];
  if (sign === '?' && piece.exact) return { exact: new Set(['', ...piece.exact]), needed: undefined };
  const optional = sign === '*' || sign === '?' || (sign === '{' && count[1] === '0');
  return optional ? UNKNOWN : { exact: undefined, needed: bestOf([piece.needed, piece.exact]) };
}

function exactly(char: string): Info {
  return { exact: new Set([char.toLowerCase()]), needed: undefined };
}

function product(a: Literals, b: Literals): Literals | undefined {
  if (a.size * b.size > MOST_EXACT) return undefined;
  const out = new Set<string>();
  for (const left of a) for (const right of b) out.add(left + right);
  return out;
}

function union(sets: readonly (Literals | undefined)[], most: number): Literals | undefined {
  const out = new Set<string>();
  for (const set of sets) for (const literal of set ?? []) out.add(literal);
  return out.size > most ? undefined : out;
}

/** The set without common words whose shortest literal is longest; of equals the smaller. */
function bestOf(sets: readonly (Literals | undefined)[]): Literals | undefined {
  let best: Literals | undefined;
  let bestRank = LEAST_LENGTH - 1;
  for (const set of sets) {
    if (!set || set.size === 0) continue;
    const shortest = Math.min(...[...set].map((literal) => literal.length));
    const rank = [...set].some(isCommon) ? Math.min(shortest, LEAST_LENGTH) : shortest + MOST_EXACT;
    if (rank > bestRank || (rank === bestRank && best && set.size < best.size)) {
      best = set;
      bestRank = rank;
    }
  }
  return best;
}
