import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { OperatorError, suggestion } from '../model/index.ts';
import { FORMS } from './forms.ts';

/** Ground on which a third party may receive the data; what each one asks for is in `basis-requirements.ts`. */
export const LEGAL_BASES = [
  '20-cfr-603.10',
  '34-cfr-99.30',
  '34-cfr-99.33',
  '34-cfr-99.35',
  '34-cfr-361.38',
  'rsmo-610.032',
  'consent',
] as const;

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is written year-month-day');
const word = z.string().trim().min(1);

const columnSchema = z.strictObject({
  /** As the header row says it; capitals and punctuation do not matter. */
  name: word,
  /** Identifier types that may stand in it. */
  types: z.array(word).default([]),
  form: z.enum(FORMS).default('full'),
  /** Could single somebody out together with others: counts for k-anonymity. */
  quasi: z.boolean().default(false),
  /** What must not be learnt of a person from the group alone: counts for l-diversity. */
  sensitive: z.boolean().default(false),
  /** Aggregates: a number of people, a share of them in percent, or the total of a row. */
  kind: z.enum(['value', 'count', 'percent', 'total']).default('value'),
});

const agreementSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,63}$/, 'small letters, digits, dots and hyphens'),
  recipient: word,
  purpose: word,
  basis: z.enum(LEGAL_BASES),
  begins: day,
  expires: day,
  /** Day until which the recipient must have destroyed it; 34 CFR 99.35 agreements must say it. */
  destroyBy: day.optional(),
  signatures: z.array(z.strictObject({ name: word, for: word, on: day })).default([]),
  columns: z.array(columnSchema).min(1),
  /** Identifier types that may stand in text outside of the named columns. */
  textTypes: z.array(word).default([]),
  /** Types that may not stand together in one record, although each may. */
  forbiddenTogether: z.array(z.array(word).min(2)).default([]),
  minimumCellSize: z.number().int().min(2).max(100).default(10),
  minimumClassSize: z.number().int().min(2).max(100).optional(),
  minimumDistinctSensitive: z.number().int().min(1).max(20).default(2),
  /** Whether a fixed copy may leave out the rows of people who stand out. */
  suppressRows: z.boolean().default(false),
});

/** What a third party may receive, for what, until when. Read from YAML. */
export type Agreement = z.infer<typeof agreementSchema>;
export type AgreementColumn = Agreement['columns'][number];

export interface ReadAgreement {
  readonly agreement: Agreement;
  /** Of the file's bytes: an edited agreement is another one. */
  readonly sha256: string;
}

/** @throws OperatorError that names the file and the key, an unknown type with the nearest right one. */
export function readAgreement(path: string, knownTypes: readonly string[]): ReadAgreement {
  const bytes = bytesOf(path);
  const parsed = agreementSchema.safeParse(yamlOf(path, bytes.toString('utf8')));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const key = issue?.path.join('.') || 'the agreement';
    throw new OperatorError(path, `${key}: ${issue?.message ?? 'is not as it should be'}`, 'See docs/certificate.md');
  }
  const agreement = parsed.data;
  checkNames(path, agreement, knownTypes);
  return { agreement, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(path, `the agreement cannot be read (${code})`, 'Check --agreement');
  }
}

function yamlOf(path: string, text: string): unknown {
  try {
    return parse(text, { schema: 'failsafe' }) === null ? {} : parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new OperatorError(`${path}:${error.linePos?.[0].line ?? 1}`, 'is not valid YAML', 'Mend that line');
  }
}

function checkNames(path: string, agreement: Agreement, knownTypes: readonly string[]): void {
  const named = [
    ...agreement.columns.flatMap(({ types }) => types),
    ...agreement.textTypes,
    ...agreement.forbiddenTogether.flat(),
  ];
  for (const type of named)
    if (!knownTypes.includes(type))
      throw new OperatorError(path, `"${type}" is no identifier type${suggestion(type, knownTypes)}`, 'Mend the name');
  const seen = new Set<string>();
  for (const { name } of agreement.columns) {
    const key = columnKey(name);
    if (seen.has(key)) throw new OperatorError(path, `the column "${name}" stands there twice`, 'Take one out');
    seen.add(key);
  }
  if (agreement.expires < agreement.begins)
    throw new OperatorError(path, 'it expires before it begins', 'Mend begins or expires');
}

/** One spelling for all spellings of a column's name. */
export function columnKey(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
