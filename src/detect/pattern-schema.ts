import { z } from 'zod';
import { ELEMENT_TYPES, LEGAL_CLASSES } from '../model/index.ts';

/**
 * The shape of a pattern file (`patterns/<country>/<id>.yaml`), read with the YAML failsafe schema: every scalar is text.
 * Unknown keys are errors, so that a misspelt key never silently weakens a pattern.
 */

const words = z.array(z.string().min(1)).default([]);
const decimal = z
  .string()
  .regex(/^-?\d{1,2}(\.\d+)?$/, 'must be a number such as "2.5"')
  .transform(Number);

/** How a value is shown: last four characters, first letters, nothing, the domain of an address, the year of a date. */
export const MASK_RULES = ['last-four', 'first-letter', 'all', 'domain', 'year'] as const;

/**
 * Where a shape is looked for.
 * - `anywhere` (default): in all text and in all cells.
 * - `labelled`: only directly after (or before) one of the pattern's `labels`, and in columns named by its `headers`.
 * - `column`: only as the whole cell of a column named by `headers` (SSNs that lost a leading zero).
 * - `near`: like `labelled`, and close to a finding of another element (person names).
 */
export const SHAPE_PLACES = ['anywhere', 'labelled', 'column', 'near'] as const;

const source = z.strictObject({
  name: z.string().min(1),
  url: z.string().min(1).optional(),
  /** Read in the primary text, read in a secondary source, general knowledge, design inference. */
  status: z.enum(['R', 'S', 'G', 'D']),
});

const shape = z.strictObject({
  name: z.string().min(1),
  /**
   * RE2, matched on normalised text. No anchors and no word boundaries are needed: the engine looks at the neighbours.
   * With a capture group, the first group that took part is the value and the rest is its surroundings.
   */
  regex: z.string().min(1),
  /** Log-odds (natural) that this shape alone gives. About: 0 bare digits, 2 typical punctuation, 4 unmistakable. */
  evidence: decimal,
  /** Completes "it is ...": `written with dashes as 3-2-4`. */
  says: z.string().min(1),
  where: z.enum(SHAPE_PLACES).default('anywhere'),
  /**
   * What may touch the value. `digit` (default): no digit before or after, letters may (`SSN449874100Patient`);
   * `word`: no letter, digit or underscore either; `none`: the regex says it itself.
   */
  boundary: z.enum(['digit', 'word', 'none']).default('digit'),
});

const match = z.strictObject({
  text: z.string().min(1),
  /** The exact text of the finding. */
  value: z.string().min(1).optional(),
  /** Least confidence; `medium` where it is not said. */
  confidence: z.enum(['high', 'medium', 'low']).default('medium'),
  why: z.string().min(1),
});

const nonmatch = z.strictObject({ text: z.string().min(1), why: z.string().min(1) });

export const patternFileSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be kebab-case'),
  title: z.string().min(1),
  classes: z.array(z.enum(LEGAL_CLASSES)).min(1),
  element: z.enum(ELEMENT_TYPES),
  /** `person` when one value identifies one person. */
  identity: z.literal('person').optional(),
  mask: z.enum(MASK_RULES),
  sources: z.array(source).min(1, 'needs at least one source'),
  shapes: z.array(shape).min(1),
  /** Name in the validator registry. A value that fails is never a finding. */
  validator: z.string().min(1).optional(),
  /** What passing the validator proves: log-odds and words (`the check digit is right`). Default: 0, no sentence. */
  proof: z.strictObject({ evidence: decimal, says: z.string().min(1) }).optional(),
  /** Directly before the value, or directly after it in brackets. Any case; a space stands for any run of blanks or punctuation. */
  labels: words,
  /** Within the same line or passage; weaker than a label. */
  context: words,
  /** Words nearby that speak for something else. */
  against: words,
  /** Column headers, normalised: lower case, punctuation to single spaces, `#` kept. */
  headers: words,
  /** Other pattern ids or built-in readings that the value is weighed against. */
  competitors: words,
  /** Without it a finding is at most low. `label` is also satisfied by a header. */
  requires: z.enum(['label', 'header', 'none']).default('none'),
  examples: z.strictObject({ match: z.array(match).min(1), nonmatch: z.array(nonmatch).min(1) }),
});

/** A pattern as it stands in its file, checked. Plain cloneable data. */
export type PatternFile = z.infer<typeof patternFileSchema>;
export type PatternShape = PatternFile['shapes'][number];
export type MaskRule = (typeof MASK_RULES)[number];
