import { foldCell } from './fold.ts';
import { type Word, wordsOf } from './words.ts';

/** Phrases by their words, so that all patterns' labels are looked up in one go. */
export interface PhraseBook<T> {
  readonly root: PhraseNode<T>;
}

interface PhraseNode<T> {
  readonly next: Map<string, PhraseNode<T>>;
  readonly meanings: T[];
}

export interface PhraseHit<T> {
  readonly meanings: readonly T[];
  /** Index of the phrase's first word, and of the word after its last. */
  readonly from: number;
  readonly to: number;
}

export function phraseBook<T>(entries: Iterable<readonly [phrase: string, meaning: T]>): PhraseBook<T> {
  const root: PhraseNode<T> = { next: new Map(), meanings: [] };
  for (const [phrase, meaning] of entries) {
    const folded = foldCell(phrase).toLowerCase();
    const words = wordsOf(folded, 0, folded.length);
    if (words.length === 0) continue;
    let node = root;
    for (const word of words) {
      let next = node.next.get(word.text);
      if (!next) {
        next = { next: new Map(), meanings: [] };
        node.next.set(word.text, next);
      }
      node = next;
    }
    if (!node.meanings.includes(meaning)) node.meanings.push(meaning);
  }
  return { root };
}

/** The longest phrase that begins at word `from`. Humps of camelCase may be one word (`HealthNet`); a plural `s` is forgiven. */
export function phraseAt<T>(book: PhraseBook<T>, words: readonly Word[], from: number): PhraseHit<T> | undefined {
  let node: PhraseNode<T> = book.root;
  let best: PhraseHit<T> | undefined;
  for (let at = from; at < words.length; ) {
    const step: Step<T> | undefined = stepFrom(node, words, at);
    if (!step) break;
    node = step.node;
    at = step.to;
    if (node.meanings.length > 0) best = { meanings: node.meanings, from, to: at };
  }
  return best;
}

interface Step<T> {
  readonly node: PhraseNode<T>;
  readonly to: number;
}

function stepFrom<T>(node: PhraseNode<T>, words: readonly Word[], at: number): Step<T> | undefined {
  const word = words[at] as Word;
  const next = words[at + 1];
  if (next && next.start === word.end && next.text !== '#') {
    const joined = node.next.get(word.text + next.text);
    if (joined) return { node: joined, to: at + 2 };
  }
  const { text } = word;
  const single =
    node.next.get(text) ?? (text.length > 3 && text.endsWith('s') ? node.next.get(text.slice(0, -1)) : undefined);
  return single ? { node: single, to: at + 1 } : undefined;
}

/** All phrases in the words, from left to right, longest first, not overlapping. */
export function phrasesIn<T>(book: PhraseBook<T>, words: readonly Word[]): PhraseHit<T>[] {
  const hits: PhraseHit<T>[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const hit = phraseAt(book, words, at);
    if (!hit) continue;
    hits.push(hit);
    at = hit.to - 1;
  }
  return hits;
}
