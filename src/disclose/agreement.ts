import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { OperatorError, suggestion } from '../model/index.ts';
import { day, termsSchema, word } from './agreement-terms.ts';
import { FORMS } from './forms.ts';
import { LEGAL_BASIS_NAMES } from './legal-bases.ts';
import { valueAt, yamlMistake } from './yaml-mistake.ts';

const columnSchema = z.strictObject({
  /** As the header row says it; capitals and punctuation do not matter. */
  name: word,
  /** Identifier types that may stand in it. */
  types: z.array(word).default([]),
  form: z.enum(FORMS).default('full'),
  /** In words, what numbers or words in it are that look like SSNs, names or counts and are none: `case number`, `employer`. */
  holds: word.optional(),
  /** Could single somebody out together with others: counts for k-anonymity. */
  quasi: z.boolean().default(false),
  /** What must not be learnt of a person from the group alone: counts for l-diversity. */
  sensitive: z.boolean().default(false),
  /** Aggregates: a number of people, a share of them in percent, or the total of a row. */
  kind: z.enum(['value', 'count', 'percent', 'total']).default('value'),
});

/** The sides that sign: who discloses, and who receives. */
export const SIDES = ['agency', 'recipient'] as const;

const signatureSchema = z.strictObject({ name: word, for: z.enum(SIDES), on: day });

const agreementSchema = z.strictObject({
  ...termsSchema.shape,
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,63}$/, 'small letters, digits, dots and hyphens'),
  purpose: word,
  /** Ground on which the recipient may have the data; `legal-bases.ts` says what each asks for. */
  basis: z.enum(LEGAL_BASIS_NAMES),
  expires: day,
  signatures: z.array(signatureSchema).default([]),
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

const KNOWN_KEYS = [agreementSchema, columnSchema, signatureSchema].flatMap(({ shape }) => Object.keys(shape));

/** What a third party may receive, for what, until when. Read from YAML. */
export type Agreement = z.infer<typeof agreementSchema>;
export type AgreementColumn = Agreement['columns'][number];

export interface ReadAgreement {
  readonly agreement: Agreement;
  /** Of the file's bytes: an edited agreement is another one. */
  readonly sha256: string;
}

/** @throws OperatorError that names the file, the line and the key, an unknown type with the nearest right one. */
export function readAgreement(path: string, knownTypes: readonly string[]): ReadAgreement {
  const bytes = bytesOf(path);
  const lines = new LineCounter();
  const document = parseDocument(bytes.toString('utf8'), { lineCounter: lines });
  const [error] = document.errors;
  if (error)
    throw new OperatorError(`${path}:${lines.linePos(error.pos[0]).line}`, 'is not valid YAML', 'Mend that line');
  const given: unknown = document.toJS() ?? {};
  const parsed = agreementSchema.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const steps = issue?.path.map((step) => (typeof step === 'number' ? step : String(step))) ?? [];
    const key = steps.map((step) => (typeof step === 'number' ? step + 1 : step)).join(' > ');
    throw new OperatorError(
      `${path}:${lineOf(document, lines, steps)}`,
      `${key || 'the agreement'}: ${yamlMistake(issue, valueAt(given, issue?.path ?? []), KNOWN_KEYS)}`,
      'Mend it: docs/disclosure.md lists every key',
    );
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

/** The line of the innermost thing on the way that the file has. */
function lineOf(document: Document, lines: LineCounter, steps: readonly (string | number)[]): number {
  for (let length = steps.length; length > 0; length -= 1) {
    const node = document.getIn(steps.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
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
