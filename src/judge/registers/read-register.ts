import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { csvRows, OperatorError, suggestion, systemErrorCode } from '../../model/index.ts';
import { readYamlFile } from '../yaml-file.ts';

/** One checked row with its place for messages. */
export interface RegisterRow<Row> {
  readonly row: Row;
  /** `file:line`. */
  readonly at: string;
}

interface RawRow {
  readonly at: string;
  readonly cells: Readonly<Record<string, string>>;
}

/** A column that must be written even where it may be empty: without it a row would speak of a whole share by accident. */
const ALWAYS_WRITTEN = 'path';

/**
 * Rows of the register `<base>.csv` or `<base>.yaml`, undefined where neither is there: an absent register is unknown, never empty.
 * @throws OperatorError with file, line, column and remedy for the first row that cannot be used.
 */
export function readRegister<Schema extends z.ZodObject>(
  base: string,
  schema: Schema,
): readonly RegisterRow<z.output<Schema>>[] | undefined {
  const files = ['.csv', '.yaml'].map((ending) => `${base}${ending}`).filter((file) => existsSync(file));
  const [path, other] = files;
  if (path === undefined) return undefined;
  if (other !== undefined) throw new OperatorError(other, `the register is also in ${path}`, 'Keep one of the two.');
  const rows = path.endsWith('.csv') ? csvRegister(path, schema) : yamlRegister(path, schema);
  return rows.map(({ at, cells }) => {
    const checked = schema.safeParse(cells);
    if (checked.success) return { row: checked.data, at };
    const [issue] = checked.error.issues;
    throw new OperatorError(at, `${String(issue?.path[0])} ${issue?.message}`, 'Mend this cell.');
  });
}

function csvRegister(path: string, schema: z.ZodObject): RawRow[] {
  const rows = csvRows(textOf(path));
  if ('openQuoteLine' in rows) {
    throw new OperatorError(`${path}:${rows.openQuoteLine}`, 'a quote is opened and not closed', 'Close the quote.');
  }
  const [header, ...body] = rows;
  const names = header?.cells ?? [];
  checkColumns(`${path}:${header?.line ?? 1}`, names, schema);
  return body.map(({ line, cells }) => {
    const at = `${path}:${line}`;
    if (cells.length !== names.length) {
      const problem = `has ${cells.length} cells where the header has ${names.length}`;
      throw new OperatorError(at, problem, 'Put quotes around a cell that holds a comma; leave empty cells in place.');
    }
    return { at, cells: filled(schema, names, cells) };
  });
}

/** A list of mappings with the columns as keys. */
function yamlRegister(path: string, schema: z.ZodObject): RawRow[] {
  const file = readYamlFile(path, z.array(z.record(z.string(), z.string().trim())));
  return file.value.map((row, index) => {
    const at = `${path}:${file.lineOf([index])}`;
    checkColumns(at, Object.keys(row), schema);
    return { at, cells: filled(schema, Object.keys(row), Object.values(row)) };
  });
}

function checkColumns(at: string, names: readonly string[], schema: z.ZodObject): void {
  const columns = Object.keys(schema.shape);
  for (const name of names) {
    if (columns.includes(name)) continue;
    throw new OperatorError(
      at,
      `unknown column "${name}"`,
      `Columns: ${columns.join(', ')}${suggestion(name, columns)}.`,
    );
  }
  const missing = columns.filter((column) => !names.includes(column) && !mayBeLeftOut(schema, column));
  if (missing.length === 0 && new Set(names).size === names.length) return;
  const problem = missing.length > 0 ? `column ${missing.join(', ')} is missing` : 'a column stands there twice';
  throw new OperatorError(at, problem, `Name these columns: ${columns.join(',')}`);
}

function mayBeLeftOut(schema: z.ZodObject, column: string): boolean {
  return column !== ALWAYS_WRITTEN && (schema.shape[column]?.safeParse('').success ?? false);
}

function filled(schema: z.ZodObject, names: readonly string[], cells: readonly string[]): Record<string, string> {
  const empty = Object.keys(schema.shape).map((column) => [column, '']);
  return { ...Object.fromEntries(empty), ...Object.fromEntries(names.map((name, index) => [name, cells[index]])) };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new OperatorError(
      path,
      `the register cannot be read (${systemErrorCode(error)})`,
      'Check the file and its permissions.',
    );
  }
}
