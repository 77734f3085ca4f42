import { readFileSync } from 'node:fs';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type CheckedForms, type FormKind, OperatorError, suggestion, systemErrorCode } from '../model/index.ts';

/** A checked file with the text it was read from. */
export interface YamlFile<Shape> {
  readonly path: string;
  readonly text: string;
  readonly value: Shape;
  /** 1-based line of a key, 1 where it is not there. */
  readonly lineOf: (keys: readonly (string | number)[]) => number;
}

/**
 * Reads one YAML file with the failsafe schema (all scalars are strings) and checks it, unless its text is among the checked forms.
 * Throws OperatorError naming file, line and the nearest right key.
 */
export function readYamlFile<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  known?: { readonly forms: CheckedForms; readonly kind: FormKind },
): YamlFile<z.output<Schema>> {
  const text = textOf(path);
  const form = known?.forms.find(known.kind, text);
  if (form !== undefined) return { path, text, value: form as z.output<Schema>, lineOf: (keys) => lineIn(text, keys) };
  const file = checkYaml(path, text, schema);
  known?.forms.keep(known.kind, text, file.value);
  return file;
}

function checkYaml<Schema extends z.ZodType>(path: string, text: string, schema: Schema): YamlFile<z.output<Schema>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, uniqueKeys: true });
  const [broken] = document.errors;
  if (broken) {
    const line = broken.linePos?.[0].line ?? 1;
    const problem = broken.message.split('\n')[0] ?? 'cannot be parsed';
    throw new OperatorError(`${path}:${line}`, `not YAML (${problem.replace(/ at line .*$/, '')})`, 'Mend the YAML.');
  }
  const lineOf = (keys: readonly (string | number)[]): number => lineAt(document, lines, keys);
  const checked = schema.safeParse(document.toJS());
  if (!checked.success) {
    const { issues } = checked.error;
    // A misspelt key is the cause of the missing one that is reported with it.
    const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
    if (issue === undefined) throw checked.error;
    const keys = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
    throw new OperatorError(
      `${path}:${lineOf(keys)}`,
      problemOf(issue, keys, document.hasIn(keys)),
      remedyOf(issue, schema),
    );
  }
  return { path, text, value: checked.data, lineOf };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new OperatorError(
      path,
      `cannot be read (${systemErrorCode(error)})`,
      'Check that the file is there and readable.',
    );
  }
}

/** For a message: the text was parsed when it was checked, not now. */
function lineIn(text: string, keys: readonly (string | number)[]): number {
  const lines = new LineCounter();
  return lineAt(parseDocument(text, { schema: 'failsafe', lineCounter: lines }), lines, keys);
}

function lineAt(document: Document, lines: LineCounter, keys: readonly (string | number)[]): number {
  for (let length = keys.length; length > 0; length--) {
    const node = document.getIn(keys.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function problemOf(issue: z.core.$ZodIssue, keys: readonly (string | number)[], isThere: boolean): string {
  const where = keys.length > 0 ? `${keys.join('.')}: ` : '';
  if (issue.code === 'unrecognized_keys') return `${where}unknown key ${issue.keys.join(', ')}`;
  if (!isThere) return `${where}missing`;
  return `${where}${issue.message}`;
}

function remedyOf(issue: z.core.$ZodIssue, schema: z.ZodType): string {
  if (issue.code !== 'unrecognized_keys') return 'Mend this entry.';
  const known = shapeKeys(schema, issue.path);
  const near = suggestion(issue.keys[0] ?? '', known);
  return `Known keys: ${known.join(', ')}${near}.`;
}

function shapeKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let current: unknown = schema;
  for (const key of path) current = stepInto(current, key);
  return Object.keys(shapeOf(current) ?? {});
}

function stepInto(schema: unknown, key: PropertyKey): unknown {
  const bare = unwrapped(schema);
  const shape = shapeOf(bare);
  if (shape !== undefined) return shape[String(key)];
  return typeof bare === 'object' && bare !== null && 'element' in bare ? bare.element : undefined;
}

function shapeOf(schema: unknown): Record<string, unknown> | undefined {
  const bare = unwrapped(schema);
  return typeof bare === 'object' && bare !== null && 'shape' in bare
    ? (bare.shape as Record<string, unknown>)
    : undefined;
}

function unwrapped(schema: unknown): unknown {
  let current = schema;
  while (
    typeof current === 'object' &&
    current !== null &&
    'unwrap' in current &&
    typeof current.unwrap === 'function'
  ) {
    if ('element' in current) break;
    current = current.unwrap();
  }
  return current;
}
