import type { LabelBond, NearPhrase, Surroundings } from './context.ts';
import { labelBond } from './context.ts';
import type { Evidence } from './evidence.ts';

const evidence = (points: number, says: string): Evidence => Object.freeze({ points, says });

const LABEL: Readonly<Record<LabelBond['kind'], Evidence | undefined>> = {
  direct: evidence(5.5, 'its label stands directly before it'),
  close: evidence(4, 'its label stands a few words before it'),
  after: evidence(4, 'its label stands directly after it'),
  far: evidence(1.8, 'its label stands in the same line or sentence'),
  none: undefined,
};
const SHADOWED = evidence(-3, 'a word for something else stands between its label and it');
const SPOILT = evidence(-5, 'its label is that of something else: a word before the label says so');
const RIVAL_DIRECT = evidence(-5, 'the word directly before it names something else');
const RIVAL_CLOSE = evidence(-2.5, 'a word close before it names something else');
const CONTEXT = [
  evidence(1, 'a word of its subject stands near it'),
  evidence(1.6, 'two words of its subject stand near it'),
  evidence(2.1, 'several words of its subject stand near it'),
];
const AGAINST = [
  evidence(-1, 'a word of another subject stands near it'),
  evidence(-1.8, 'several words of another subject stand near it'),
];

export interface WordsVerdict {
  readonly evidence: readonly Evidence[];
  /** A label bond strong enough for patterns and shapes that need one. */
  readonly labelled: boolean;
}

/** Weighs labels, context and rival words around one value for one pattern. `heedRivals`: names of other numbers count against it. */
export function weighWords(
  around: Surroundings,
  pattern: number,
  heedRivals: boolean,
  couldBe: (other: number) => boolean,
): WordsVerdict {
  const bond = labelBond(around, pattern, couldBe);
  const out: Evidence[] = [];
  const label = LABEL[bond.kind];
  if (label) {
    out.push(label);
    if (bond.shadowed) out.push(SHADOWED);
    if (bond.spoilt) out.push(SPOILT);
  } else if (heedRivals && bond.rival === 'direct') out.push(RIVAL_DIRECT);
  else if (heedRivals && bond.rival === 'close') out.push(RIVAL_CLOSE);
  const context = count(around, pattern, 'context') + (bond.kind === 'none' ? count(around, pattern, 'label') : 0);
  const forIt = CONTEXT[Math.min(context, CONTEXT.length) - 1];
  if (forIt) out.push(forIt);
  const told = bond.spoilt || (heedRivals && bond.rival === 'direct');
  const against = told ? 0 : count(around, pattern, 'against');
  const againstIt = AGAINST[Math.min(against, AGAINST.length) - 1];
  if (againstIt) out.push(againstIt);
  return { evidence: out, labelled: bond.kind !== 'none' && bond.kind !== 'far' && !bond.shadowed && !bond.spoilt };
}

function count(around: Surroundings, pattern: number, role: 'label' | 'context' | 'against'): number {
  let found = 0;
  for (const phrases of [around.before, around.after])
    for (const phrase of phrases) if (means(phrase, pattern, role)) found += 1;
  return found;
}

function means(phrase: NearPhrase, pattern: number, role: 'label' | 'context' | 'against'): boolean {
  for (const meaning of phrase.meanings) if (meaning.pattern === pattern && meaning.role === role) return true;
  return false;
}
