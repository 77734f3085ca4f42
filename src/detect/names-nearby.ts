import type { CompiledPack } from './compiled-pack.ts';
import type { CompiledPattern } from './compiled-pattern.ts';
import type { ElementType } from './elements.ts';
import { ANCHOR_ELEMENTS } from './elements.ts';
import { proofOf, shapeEvidence } from './read-match.ts';
import { isAtLeast, reading, settle, type Weighed } from './weigh.ts';

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
      found.push(...namesIn(pattern, text, from, to, weighed.slice(Math.max(0, index - NEAR), index + NEAR)));
    done = Math.max(done, to);
  }
  if (found.length === 0) return [...weighed];
  return [...weighed, ...found].sort((a, b) => a.start - b.start || b.end - a.end);
}

function namesIn(
  pattern: CompiledPattern,
  text: string,
  from: number,
  to: number,
  weighed: readonly Weighed[],
): Weighed[] {
  const slice = text.slice(from, to);
  const names: Weighed[] = [];
  for (const match of pattern.near?.find(Buffer.from(slice, 'latin1'), slice) ?? []) {
    const start = from + match.start;
    const end = from + match.end;
    if (weighed.some((other) => other.start < end && start < other.end)) continue;
    const value = text.slice(start, end);
    const proof = proofOf(pattern, value);
    if (!proof) continue;
    const evidence = [shapeEvidence(match.shape), ...proof.evidence, PARTNER];
    names.push(...settle([reading({ pattern, shape: match.shape, start, end, value, evidence, ceiling: 'medium' })]));
  }
  return names;
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
