import type { PackedPattern } from './pattern-pack.ts';
import { type PhraseBook, phraseBook } from './phrases.ts';
import { RIVAL_WORDS } from './rival-words.ts';

/** What a phrase in running text means to a pattern. `pattern` -1: it names something that no pattern looks for. */
export interface TextMeaning {
  readonly pattern: number;
  readonly role: 'label' | 'context' | 'against' | 'rival';
  /** It names a number, so that it speaks against other numbers behind it. */
  readonly numeric: boolean;
}

/** All words that the patterns and the engine know, looked up together. */
export interface Vocabulary {
  readonly text: PhraseBook<TextMeaning>;
  /** Header phrases to pattern indexes. */
  readonly headers: PhraseBook<number>;
}

export function vocabularyOf(patterns: readonly PackedPattern[]): Vocabulary {
  const text: [string, TextMeaning][] = [];
  const headers: [string, number][] = [];
  for (const [index, pattern] of patterns.entries()) {
    const numeric = isNumeric(pattern);
    for (const role of ['label', 'context', 'against'] as const) {
      const meaning: TextMeaning = { pattern: index, role, numeric };
      const phrases = role === 'label' ? pattern.labels : pattern[role];
      for (const phrase of role === 'label' ? withJoined(phrases) : phrases) text.push([phrase, meaning]);
    }
    for (const header of withJoined(pattern.headers)) headers.push([header, index]);
  }
  const rival: TextMeaning = { pattern: -1, role: 'rival', numeric: true };
  for (const phrase of RIVAL_WORDS) text.push([phrase, rival]);
  return { text: phraseBook(text), headers: phraseBook(headers) };
}

const LEAST_JOINED = 6;

/** Names as programs write them, too: `card number` is also `cardnumber`. Short ones would be words of their own. */
function withJoined(phrases: readonly string[]): string[] {
  const joined = phrases.map((phrase) => phrase.replace(/[^\p{L}\p{N}#]+/gu, ''));
  return [...phrases, ...joined.filter((phrase, at) => phrase !== phrases[at] && phrase.length >= LEAST_JOINED)];
}

const WORD_ELEMENTS: ReadonlySet<string> = new Set([
  'person-name',
  'email-address',
  'postal-address',
  'medical-term',
  'disability-term',
  'education-record',
  'criminal-record',
  'mothers-maiden-name',
  'place-of-birth',
  'marital-status',
  'username-password',
  'private-key',
  'api-secret',
  'ui-wage-record',
]);

/** Whether a pattern's values are numbers that could be taken for one another. */
export function isNumeric(pattern: PackedPattern): boolean {
  return !WORD_ELEMENTS.has(pattern.element);
}
