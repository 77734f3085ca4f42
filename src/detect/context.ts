import type { PhraseHit } from './phrases.ts';
import { phraseAt, phrasesIn } from './phrases.ts';
import { FILLER_WORDS } from './rival-words.ts';
import type { TextMeaning, Vocabulary } from './vocabulary.ts';
import { type Word, wordsOf } from './words.ts';

/** How far around a value words are read, in characters. All bounds are constants: the cost per value is constant. */
const BEFORE = 140;
const AFTER = 90;
const LABEL_REACH = 96;
const LABEL_AFTER_REACH = 40;

/** A phrase near a value, with its distance in words that are not filler, and in characters. */
export interface NearPhrase {
  readonly meanings: readonly TextMeaning[];
  readonly strangers: number;
  readonly distance: number;
  readonly sameLine: boolean;
  /** Digits, or the end of a sentence, stand between. */
  readonly broken: boolean;
  /** Joined to the next nearer phrase (`SSN or ITIN`, `SSN/EIN`). */
  readonly joined: boolean;
  /** Nothing but blanks stands between it and the next nearer phrase. */
  readonly adjoining: boolean;
}

/** What stands around one value, read once and weighed for every pattern that claims it. Nearest phrase first. */
export interface Surroundings {
  readonly before: readonly NearPhrase[];
  readonly after: readonly NearPhrase[];
  readonly aloneOnLine: boolean;
}

/** `floor`: nothing before it is read; in a table inside text, a value does not hear the row above it. */
export function surroundingsOf(
  text: string,
  start: number,
  end: number,
  vocabulary: Vocabulary,
  floor = 0,
): Surroundings {
  const near = Math.max(0, start - BEFORE);
  const newline = text.slice(near, start).lastIndexOf('\n');
  const lineStart = newline >= 0 ? near + newline + 1 : near;
  const aloneOnLine = (newline >= 0 || near === 0) && !/[A-Za-z0-9]/.test(text.slice(lineStart, start));
  const from = Math.max(floor, start - BEFORE);
  const to = Math.min(text.length, end + AFTER);
  return {
    before: phrasesBefore(text, from, start, Math.max(lineStart, from), vocabulary),
    after: phrasesAfter(text, end, to, vocabulary),
    aloneOnLine,
  };
}

function phrasesBefore(
  text: string,
  from: number,
  start: number,
  lineStart: number,
  vocabulary: Vocabulary,
): NearPhrase[] {
  const words = wordsOf(text, from, start);
  const firstOnLine = words.findIndex((word) => word.start >= lineStart);
  const hits = phrasesIn(vocabulary.text, words).map((hit) => ownLine(hit, words, firstOnLine, vocabulary));
  const near: NearPhrase[] = [];
  let next: PhraseHit<TextMeaning> | undefined;
  for (let i = hits.length - 1; i >= 0; i -= 1) {
    const hit = hits[i] as PhraseHit<TextMeaning>;
    const hitEnd = words[hit.to - 1]?.end ?? start;
    const hitStart = words[hit.from]?.start ?? start;
    const nextStart = next ? (words[next.from]?.start ?? start) : start;
    near.push({
      meanings: hit.meanings,
      strangers: strangersAmong(words, hit.to, words.length),
      distance: start - hitEnd,
      sameLine: hitStart >= lineStart,
      broken: isBroken(text, hitEnd, start) || (hitStart < lineStart && !isOwnLine(text, words, hit, hitEnd, from)),
      joined: next !== undefined && isJoint(text.slice(hitEnd, nextStart)),
      adjoining: next !== undefined && nextStart - hitEnd <= 2 && /^[ -]*$/.test(text.slice(hitEnd, nextStart)),
    });
    next = hit;
  }
  return near;
}

/** `… Bank` above and `Routing number:` on the line of the value: the line's own label counts, not the one that spans both. */
function ownLine(
  hit: PhraseHit<TextMeaning>,
  words: readonly Word[],
  firstOnLine: number,
  vocabulary: Vocabulary,
): PhraseHit<TextMeaning> {
  if (firstOnLine <= hit.from || firstOnLine >= hit.to) return hit;
  const own = phraseAt(vocabulary.text, words, firstOnLine);
  return own && own.to >= hit.to ? own : hit;
}

/** A label on the line before its value fills that line, or ends in a colon: a sentence that happens to end in the word does not. */
function isOwnLine(
  text: string,
  words: readonly Word[],
  hit: PhraseHit<TextMeaning>,
  hitEnd: number,
  from: number,
): boolean {
  if (/^\W{0,2}:/.test(text.slice(hitEnd, hitEnd + 4))) return true;
  const start = words[hit.from]?.start ?? from;
  const lineStart = from + text.slice(from, start).lastIndexOf('\n') + 1;
  const first = words.findIndex((word) => word.start >= lineStart);
  return strangersAmong(words, first < 0 ? hit.from : first, hit.from) <= 1;
}

function phrasesAfter(text: string, end: number, to: number, vocabulary: Vocabulary): NearPhrase[] {
  const newline = text.slice(end, to).indexOf('\n');
  const limit = newline >= 0 ? end + newline : to;
  const words = wordsOf(text, end, limit);
  return phrasesIn(vocabulary.text, words).map((hit) => {
    const hitStart = words[hit.from]?.start ?? end;
    const hitEnd = words[hit.to - 1]?.end ?? end;
    return {
      meanings: hit.meanings,
      strangers: strangersAmong(words, 0, hit.from),
      distance: hitStart - end,
      sameLine: true,
      // A label that is followed by a colon or a number belongs to what follows it.
      broken:
        isBroken(text, end, hitStart) ||
        /^["'\])}]*\s*(?:[:=#]|(?:no|num|number)?\.?\s*\d)/i.test(text.slice(hitEnd, hitEnd + 14)),
      joined: false,
      adjoining: false,
    };
  });
}

function strangersAmong(words: readonly Word[], from: number, to: number): number {
  let strangers = 0;
  for (let i = from; i < to; i += 1) if (!FILLER_WORDS.has(words[i]?.text ?? '')) strangers += 1;
  return strangers;
}

function isBroken(text: string, from: number, to: number): boolean {
  return /\d{3}|[.!?;]\s+[A-Z]|\n\s*\n\s*\n|^\W*\b(?:or|and|nor|y|o|u)\b/.test(text.slice(from, to));
}

function isJoint(between: string): boolean {
  return /^[\s_-]*(?:or|and|o|y|u|\/|&|,|\()?[\s_-]*$/i.test(between) && between.length <= 6;
}

/** How a pattern is named near a value. */
export interface LabelBond {
  readonly kind: 'direct' | 'close' | 'after' | 'far' | 'none';
  /** A phrase that names something else stands nearer. */
  readonly shadowed: boolean;
  /** A word that speaks against the pattern stands directly before the label: `utility account number`. */
  readonly spoilt: boolean;
  /** Something else is named directly before the value. */
  readonly rival: 'direct' | 'close' | 'none';
}

const NO_BOND: LabelBond = { kind: 'none', shadowed: false, spoilt: false, rival: 'none' };

/** `couldBe`: whether the value has a shape of that other pattern; the label of one that it cannot be is no rival. */
export function labelBond(around: Surroundings, pattern: number, couldBe: (other: number) => boolean): LabelBond {
  let shadow: 'direct' | 'close' | 'none' = 'none';
  let open = true;
  for (const phrase of around.before) {
    if (phrase.distance > LABEL_REACH) break;
    const ours = phrase.meanings.some((meaning) => meaning.pattern === pattern && meaning.role === 'label');
    if (ours) {
      if (!phrase.sameLine && !around.aloneOnLine) break;
      const kind = bondKind(phrase);
      if (kind === 'none') break;
      return {
        kind,
        shadowed: shadow !== 'none' && !open,
        spoilt: isSpoilt(around.before, phrase, pattern),
        rival: open ? 'none' : shadow,
      };
    }
    const rival = phrase.meanings.some(
      (meaning) =>
        meaning.role === 'rival' ||
        (meaning.role === 'label' && meaning.numeric && couldBe(meaning.pattern)) ||
        (meaning.pattern === pattern && meaning.role === 'against'),
    );
    if (rival && (phrase.sameLine || around.aloneOnLine)) {
      if (shadow === 'none')
        shadow = phrase.broken
          ? 'none'
          : phrase.strangers === 0 && phrase.distance <= 24
            ? 'direct'
            : phrase.strangers <= 2
              ? 'close'
              : 'none';
      if (!isJoinedOnwards(around.before, phrase)) open = false;
    }
  }
  for (const phrase of around.after) {
    if (phrase.distance > LABEL_AFTER_REACH) break;
    if (phrase.broken || phrase.strangers > 0) continue;
    if (phrase.meanings.some((meaning) => meaning.pattern === pattern && meaning.role === 'label')) {
      return { kind: 'after', shadowed: false, spoilt: false, rival: shadow };
    }
  }
  return shadow === 'none' ? NO_BOND : { kind: 'none', shadowed: false, spoilt: false, rival: shadow };
}

function isSpoilt(before: readonly NearPhrase[], label: NearPhrase, pattern: number): boolean {
  const previous = before[before.indexOf(label) + 1];
  return (
    previous?.adjoining === true &&
    previous.meanings.some((meaning) => meaning.pattern === pattern && meaning.role === 'against')
  );
}

function isJoinedOnwards(before: readonly NearPhrase[], phrase: NearPhrase): boolean {
  return before[before.indexOf(phrase) + 1]?.joined === true;
}

function bondKind(phrase: NearPhrase): LabelBond['kind'] {
  if (phrase.broken) return phrase.distance <= 60 ? 'far' : 'none';
  if (phrase.strangers === 0) return 'direct';
  if (phrase.strangers <= 2) return 'close';
  return phrase.strangers <= 6 ? 'far' : 'none';
}
