import type { Confidence } from '../model/index.ts';
import type { CompiledPattern } from './compiled-pattern.ts';
import type { Surroundings } from './context.ts';
import type { Evidence } from './evidence.ts';
import type { ShapeMatch } from './finder.ts';
import { dateEvidence, neighbourEvidence } from './neighbours.ts';
import { isInCode } from './source-code.ts';
import { type Reading, reading } from './weigh.ts';
import { weighWords } from './words-around.ts';

const LISTED: Evidence = Object.freeze({ points: 4.5, says: 'it goes on a list whose first member is labelled' });

const CONFUSED: Evidence = Object.freeze({
  points: -1,
  says: 'letters that scanning programs mix up with digits were read as digits',
});

const MADE_UP: Evidence = Object.freeze({
  points: -3,
  says: 'it begins with 123-45, as numbers made up for manuals do',
});

/**
 * Elements whose published test numbers people also write down as if they were real: one that is named, and not in source
 * code, is told at medium with its reason. Samples of other elements are never more than low.
 */
const TEST_NUMBERS_IN_USE: ReadonlySet<string> = new Set(['payment-card', 'medicare-mbi']);

/** The best confidence of a published sample that a label or a header names. */
export function namedSampleCeiling(pattern: CompiledPattern): Confidence {
  return TEST_NUMBERS_IN_USE.has(pattern.file.element) ? 'medium' : 'low';
}

/** What of a match does not depend on the pattern that claims it, read when it is first needed. */
export interface MatchSetting {
  readonly text: string;
  readonly patterns: readonly CompiledPattern[];
  /** What the header over a place says against a pattern, in tables inside text. */
  readonly headerAgainst: (start: number, pattern: number) => Evidence | undefined;
  readonly around: (start: number, end: number) => Surroundings;
  /** The reading of the same pattern that ends shortly before, when it was labelled: lists inherit their first label. */
  readonly labelledBefore: (pattern: CompiledPattern, start: number) => boolean;
}

/** What one match means to its pattern, or nothing when it cannot be one. */
export function readMatch(pattern: CompiledPattern, match: ShapeMatch, setting: MatchSetting): ReadMatch | undefined {
  const { shape, start, end } = match;
  const value = match.readAs ?? setting.text.slice(start, end);
  const proof = proofOf(pattern, value);
  if (!proof || (pattern.file.element === 'email-address' && isHostBehindPassword(setting.text, start)))
    return undefined;
  const words = weighWords(
    setting.around(start, end),
    pattern.index,
    isNumberLike(value) && !match.framed,
    (other) => setting.patterns[other]?.isCell(value, true) ?? false,
  );
  const listed = !words.labelled && setting.labelledBefore(pattern, start);
  const labelled = words.labelled || listed;
  if (shape.where === 'column' || (shape.where !== 'anywhere' && !labelled)) return undefined;
  const evidence: Evidence[] = [shapeEvidence(shape), ...proof.evidence, ...words.evidence];
  if (listed) evidence.push(LISTED);
  if (match.readAs !== undefined) {
    if (!labelled) return undefined;
    evidence.push(CONFUSED);
  }
  const header = words.labelled ? undefined : setting.headerAgainst(start, pattern.index);
  if (header) evidence.push(header);
  // A shape that brings its own surroundings has looked at what touches the value.
  if (isNumberLike(value) && !match.framed) evidence.push(...neighbourEvidence(setting.text, start, end));
  const date = pattern.file.element === 'date-of-birth' ? undefined : dateEvidence(value);
  if (date) evidence.push(date);
  const madeUp = pattern.file.element === 'us-ssn' && /^123\D?45/.test(value);
  if (madeUp) evidence.push(MADE_UP);
  const isNamedSample = proof.verdict === 'sample' && words.labelled && !isInCode(setting.text, start, end);
  const ceiling = lowerOf(
    madeUp ? 'low' : isNamedSample ? namedSampleCeiling(pattern) : proof.ceiling,
    needsLabel(pattern) && !labelled ? 'low' : 'high',
    ownCeiling(pattern),
  );
  return { reading: reading({ pattern, shape, start, end, value, evidence, ceiling }), labelled };
}

/** `https://user:secret@host`: what stands around the sign is a password and a host, no address of mail. */
function isHostBehindPassword(text: string, start: number): boolean {
  return /:\/\/[^\s/@]{0,64}[:@]$/.test(text.slice(Math.max(0, start - 70), start));
}

export interface ReadMatch {
  readonly reading: Reading;
  readonly labelled: boolean;
}

export interface Proof {
  readonly evidence: readonly Evidence[];
  readonly ceiling: Confidence;
  readonly verdict: 'valid' | 'sample';
}

const UNPROVED: Proof = { evidence: [], ceiling: 'high', verdict: 'valid' };

/** What the validator says; nothing when the value cannot be one. */
export function proofOf(pattern: CompiledPattern, value: string): Proof | undefined {
  if (!pattern.validator) return UNPROVED;
  const checked = pattern.validator.check(value);
  if (checked.verdict === 'invalid') return undefined;
  const evidence: Evidence[] = [];
  if (pattern.file.proof) evidence.push({ points: pattern.file.proof.evidence, says: pattern.file.proof.says });
  if (checked.evidence !== 0) evidence.push({ points: checked.evidence, says: checked.says });
  return { evidence, ceiling: checked.verdict === 'sample' ? 'low' : 'high', verdict: checked.verdict };
}

const SHAPE_EVIDENCE = new WeakMap<object, Evidence>();

export function shapeEvidence(shape: ShapeMatch['shape']): Evidence {
  let evidence = SHAPE_EVIDENCE.get(shape);
  if (!evidence) {
    evidence = Object.freeze({ points: shape.evidence === 0 ? -0.01 : shape.evidence, says: `it is ${shape.says}` });
    SHAPE_EVIDENCE.set(shape, evidence);
  }
  return evidence;
}

export function needsLabel(pattern: CompiledPattern): boolean {
  return pattern.file.requires !== 'none';
}

/** A name alone is never an alarm. */
export function ownCeiling(pattern: CompiledPattern): Confidence {
  return pattern.file.element === 'person-name' ? 'medium' : 'high';
}

export function lowerOf(...confidences: readonly Confidence[]): Confidence {
  return confidences.includes('low') ? 'low' : confidences.includes('medium') ? 'medium' : 'high';
}

/** Neighbours such as fractions and hashes matter to values that are mostly digits. */
export function isNumberLike(value: string): boolean {
  let digits = 0;
  let letters = 0;
  for (let i = 0; i < value.length && i < 64; i += 1) {
    const code = value.charCodeAt(i);
    if (code >= 0x30 && code <= 0x39) digits += 1;
    else if ((code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)) letters += 1;
  }
  return digits >= 4 && digits >= letters;
}
