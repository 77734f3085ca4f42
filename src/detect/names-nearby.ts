import type { CompiledPack } from './compiled-pack.ts';
import type { CompiledPattern } from './compiled-pattern.ts';
import type { ElementType } from './elements.ts';
import { ANCHOR_ELEMENTS } from './elements.ts';
import { nameLexicon } from './lexicon/name-lexicon.ts';
import { type PhraseHit, phraseAt } from './phrases.ts';
import { proofOf, shapeEvidence } from './read-match.ts';
import type { TextMeaning, Vocabulary } from './vocabulary.ts';
import { isAtLeast, reading, settle, type Weighed } from './weigh.ts';
import { type Word, wordsOf } from './words.ts';

/** How far from a finding a name may stand to be its person's, in characters. */
const REACH = 160;
/** Names are looked for around so many findings of one window; a window with more is a table and is read as one. */
const MOST_ANCHORS = 4000;

/** Findings on each side that a name could overlap within the reach. */
const NEAR = 24;

const PARTNER = Object.freeze({
  points: 2.5,
  says: 'it stands close to an identifier, as the name of its person does',
});

const STRANGER = Object.freeze({
  points: 1.5,
  says: 'it stands close to an identifier, as the name of its person does, and so do names of places and firms',
});

/** Adds names that stand close to identifiers in the same passage. Both lists are sorted by start. */
export function readNames(pack: CompiledPack, text: string, weighed: readonly Weighed[]): Weighed[] {
  const patterns = pack.patterns.filter((pattern) => pattern.near);
  if (patterns.length === 0) return [...weighed];
  const found: Weighed[] = [];
  let done = 0;
  let anchors = 0;
  for (const [index, anchor] of weighed.entries()) {
    if (!ANCHOR_ELEMENTS.has(anchor.pattern.file.element as ElementType) || !isAtLeast(anchor.confidence, 'medium'))
      continue;
    anchors += 1;
    if (anchors > MOST_ANCHORS) break;
    const from = Math.max(done, passageStart(text, anchor.start));
    const to = passageEnd(text, anchor.end);
    if (from >= to) continue;
    for (const pattern of patterns)
      found.push(
        ...namesIn(pattern, pack.vocabulary, text, from, to, weighed.slice(Math.max(0, index - NEAR), index + NEAR)),
      );
    done = Math.max(done, to);
  }
  if (found.length === 0) return [...weighed];
  return [...weighed, ...found].sort((a, b) => a.start - b.start || b.end - a.end);
}

function namesIn(
  pattern: CompiledPattern,
  vocabulary: Vocabulary,
  text: string,
  from: number,
  to: number,
  weighed: readonly Weighed[],
): Weighed[] {
  const slice = text.slice(from, to);
  const names: Weighed[] = [];
  for (const match of pattern.near?.find(Buffer.from(slice, 'latin1'), slice) ?? []) {
    const end = from + match.end;
    const start = nameStart(vocabulary, text, from + match.start, end);
    if (start === undefined) continue;
    if (weighed.some((other) => other.start < end && start < other.end)) continue;
    const value = text.slice(start, end);
    const proof = proofOf(pattern, value);
    if (!proof) continue;
    const isKnown = proof.evidence.every(({ points }) => points > 0);
    const evidence = [shapeEvidence(match.shape), ...proof.evidence, isKnown ? PARTNER : STRANGER];
    names.push(...settle([reading({ pattern, shape: match.shape, start, end, value, evidence, ceiling: 'medium' })]));
  }
  return names;
}

/**
 * Where the name begins behind words that name a field (`Client Rosa Ortega`); nothing when the words are a field's name
 * (`Alien Number`, `contactEmail`) or half of `key=value`.
 */
function nameStart(vocabulary: Vocabulary, text: string, from: number, end: number): number | undefined {
  if (/^["'\])]?\s?=/.test(text.slice(end, end + 3))) return undefined;
  const words = wordsOf(text, from, end);
  let first = 0;
  for (let hit = fieldAt(vocabulary, words, first); hit; hit = fieldAt(vocabulary, words, first)) first = hit.to;
  const begin = words[first];
  const least = first === 0 ? 1 : 2;
  if (!begin || words.length - first < least) return undefined;
  for (let at = first + 1; at < words.length; at += 1) if (fieldAt(vocabulary, words, at)) return undefined;
  return begin.start;
}

/** A phrase that names a field, unless it is also a known name (`Page`, `Case`, `Card`). */
function fieldAt(vocabulary: Vocabulary, words: readonly Word[], at: number): PhraseHit<TextMeaning> | undefined {
  const hit = phraseAt(vocabulary.text, words, at);
  if (!hit?.meanings.some(({ role }) => role === 'label' || role === 'rival')) return undefined;
  const { given, surnames } = nameLexicon();
  const text = words[at]?.text ?? '';
  return hit.to - hit.from === 1 && (given.has(text) || surnames.has(text)) ? undefined : hit;
}

function passageStart(text: string, start: number): number {
  const from = Math.max(0, start - REACH);
  const blank = text.slice(from, start).lastIndexOf('\n\n');
  return blank >= 0 ? from + blank : from;
}

function passageEnd(text: string, end: number): number {
  const to = Math.min(text.length, end + REACH);
  const blank = text.slice(end, to).indexOf('\n\n');
  return blank >= 0 ? end + blank : to;
}
