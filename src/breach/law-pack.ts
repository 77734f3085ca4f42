import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { FINDING_TYPES, OperatorError } from '../model/index.ts';

const words = z.string().trim().min(1);
const status = z.enum(['R', 'S', 'G', 'D']);
const types = z.array(z.enum(FINDING_TYPES)).min(1);
const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, 'not a whole number')
  .transform(Number);

const threshold = z.strictObject({ more_than: wholeNumber, counts: words, clause: words, status });
const duty = z.strictObject({ text: words, when: words, clause: words, status });

const statuteSchema = z.strictObject({
  id: z.literal('mo-407-1500'),
  title: words,
  citation: words,
  state: words,
  status,
  elements: z
    .array(
      z.strictObject({
        letter: z.string().regex(/^[a-z]$/),
        title: words,
        types,
        with: types.optional(),
        status,
        note: words.optional(),
      }),
    )
    .min(1),
  redacted: z.strictObject({ types, says: words, clause: words, status }),
  thresholds: z.strictObject({
    attorney_general_consumers: threshold,
    substitute_cost_usd: threshold,
    substitute_consumers: threshold,
  }),
  no_notice_retention_years: z.strictObject({ years: wholeNumber, clause: words, status }),
  duties: z.strictObject({
    'notify-consumers': duty,
    'notify-owner': duty,
    'notify-attorney-general': duty,
    'keep-no-notice-memo': duty,
    'substitute-notice-allowed': duty,
    'document-decision': duty,
  }),
});

const federalSchema = z.strictObject({
  id: z.literal('federal-labels'),
  title: words,
  protected_pii: z.array(z.strictObject({ types, origin: words, status })).min(1),
  regimes: z.array(z.strictObject({ id: words, title: words, types, duty: words, when: words, clause: words, status })),
  fti: z.strictObject({ duty: words, within_hours: wholeNumber, clause: words, status }),
  eta: z.strictObject({ duty: words, when: words, clause: words, status }),
  public_ssn: z.strictObject({ types, says: words, clause: words, status }),
  major_incident: z.strictObject({ at_least: wholeNumber, says: words, clause: words, status }),
  neighbour_states: z.array(
    z.strictObject({
      state: z.string().regex(/^[A-Z]{2}$/),
      authority: words,
      from: wholeNumber,
      within_days: wholeNumber.optional(),
      says: words,
      status,
    }),
  ),
});

const riskSchema = z.strictObject({
  id: z.literal('risk-factors'),
  title: words,
  result: z.strictObject({ says: words, clause: words, status }),
  factors: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-z-]*$/),
        kind: z.enum(['impact', 'likelihood']),
        title: words,
        source: words,
        status,
        moderate_from: wholeNumber.optional(),
        high_from: wholeNumber.optional(),
        note: words.optional(),
      }),
    )
    .min(1),
});

const documentsSchema = z.strictObject({
  id: z.literal('documents'),
  title: words,
  documents: z
    .array(
      z.strictObject({
        id: words,
        title: words,
        requires: z.array(z.strictObject({ id: words, says: words, clause: words, status })).min(1),
      }),
    )
    .min(1),
});

export type RiskFactors = z.output<typeof riskSchema>;
export type Statute = z.output<typeof statuteSchema>;
export type FederalLabels = z.output<typeof federalSchema>;
export type DutyName = keyof Statute['duties'];

/** The law as data: every threshold, duty and mark. */
export interface LawPack {
  readonly statute: Statute;
  readonly federal: FederalLabels;
  readonly risk: RiskFactors;
  /** What each document has to hold. */
  readonly documents: z.output<typeof documentsSchema>;
}

/** The packs that ship with the product, found from the compiled file's place. */
export const BUILT_IN_LAW = fileURLToPath(new URL('../../policies/law', import.meta.url));

/** Loads the law packs of a folder. Throws OperatorError naming file, key and remedy. */
export function loadLaw(directory: string = BUILT_IN_LAW): LawPack {
  return {
    statute: readLaw(join(directory, 'mo-407-1500.yaml'), statuteSchema),
    federal: readLaw(join(directory, 'federal-labels.yaml'), federalSchema),
    risk: readLaw(join(directory, 'risk-factors.yaml'), riskSchema),
    documents: readLaw(join(directory, 'documents.yaml'), documentsSchema),
  };
}

function readLaw<Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema> {
  let source: unknown;
  try {
    // Failsafe: every scalar stays text, so that no number loses what it was written as.
    source = parse(readFileSync(path, 'utf8'), { schema: 'failsafe' });
  } catch (error) {
    const problem = error instanceof Error ? (error.message.split('\n')[0] ?? 'unknown error') : 'unknown error';
    throw new OperatorError(path, `law pack cannot be read: ${problem}`, 'Mend or restore the file.');
  }
  const checked = schema.safeParse(source);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new OperatorError(
    path,
    `${issue?.path.join('.') || 'the whole file'}: ${issue?.message}`,
    'Mend this entry; the shipped pack shows how it is meant.',
  );
}
