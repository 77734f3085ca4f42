import { type NameLexicon, nameLexicon } from './lexicon/name-lexicon.ts';

export interface NameSpan {
  readonly start: number;
  readonly end: number;
}

interface NameWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly isCapital: boolean;
}

const WORD = /\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)?/gu;
const BETWEEN = /^(?:[ \t\u00a0_]+|,[ \t]*|[ \t_]\p{Lu}\.?[ \t_]+|-)$/u;
/** In running text in small letters, shorter words are seldom names. */
const SMALL_WORD_LENGTH_MIN = 4;

/**
 * Where a known given name and a known surname stand side by side, in either order. A suspicion without a label: for places where a
 * person looks before something leaves, not for a scan. Names in small letters count where both words are long. Offsets in UTF-16 units.
 */
export function possibleNames(text: string): NameSpan[] {
  const lexicon = nameLexicon();
  const words: NameWord[] = [];
  for (const match of text.matchAll(WORD)) {
    const start = match.index;
    const plain = match[0].normalize('NFD').replace(/[^\p{L}]/gu, '');
    words.push({
      text: plain.toLowerCase(),
      start,
      end: start + match[0].length,
      isCapital: /^\p{Lu}/u.test(match[0]),
    });
  }
  const spans: NameSpan[] = [];
  for (let at = 1; at < words.length; at += 1) {
    const [first, second] = [words[at - 1], words[at]];
    if (!first || !second || !BETWEEN.test(text.slice(first.end, second.start))) continue;
    const after = words[at + 1];
    if (
      after?.isCapital &&
      lexicon.organization.has(after.text) &&
      /^[ \t]+$/.test(text.slice(second.end, after.start))
    )
      continue;
    if (!isPair(first, second, lexicon)) continue;
    spans.push({ start: first.start, end: second.end });
    at += 1;
  }
  return spans;
}

function isPair(first: NameWord, second: NameWord, lexicon: NameLexicon): boolean {
  const isSmall = !first.isCapital || !second.isCapital;
  if (isSmall && (first.isCapital !== second.isCapital || shortest(first, second) < SMALL_WORD_LENGTH_MIN))
    return false;
  for (const { text } of [first, second])
    if (text.length < 2 || lexicon.everyday.has(text) || lexicon.organization.has(text)) return false;
  return (
    (lexicon.given.has(first.text) && lexicon.surnames.has(second.text)) ||
    (lexicon.surnames.has(first.text) && lexicon.given.has(second.text))
  );
}

function shortest(first: NameWord, second: NameWord): number {
  return Math.min(first.text.length, second.text.length);
}
