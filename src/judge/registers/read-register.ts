import { existsSync, readFileSync } from 'node:fs';
import type { z } from 'zod';
import { OperatorError, suggestion } from '../../model/index.ts';
import { csvRows } from './csv-rows.ts';

/** One checked row with its place for messages. */
export interface RegisterRow<Row> {
  readonly row: Row;
  /** `file:line`. */
  readonly at: string;
}

/**
 * Rows of one register, undefined where its file is not there: an absent register is unknown, never empty.
 * @throws OperatorError with file, line, column and remedy for the first row that cannot be used.
 */
export function readRegister<Shape extends z.ZodRawShape>(
  path: string,
  schema: z.ZodObject<Shape>,
): readonly RegisterRow<z.output<z.ZodObject<Shape>>>[] | undefined {
  if (!existsSync(path)) return undefined;
  const rows = csvRows(textOf(path));
  if ('openQuoteLine' in rows) {
    throw new OperatorError(`${path}:${rows.openQuoteLine}`, 'a quote is opened and not closed', 'Close the quote.');
  }
  const columns = Object.keys(schema.shape);
  const [header, ...body] = rows;
  const headerAt = `${path}:${header?.line ?? 1}`;
  const names = header?.cells ?? [];
  for (const name of names) {
    if (!columns.includes(name)) {
      const remedy = `Columns: ${columns.join(', ')}${suggestion(name, columns)}.`;
      throw new OperatorError(headerAt, `unknown column "${name}"`, remedy);
    }
  }
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0 || new Set(names).size !== names.length) {
    const problem = missing.length > 0 ? `column ${missing.join(', ')} is missing` : 'a column stands there twice';
    throw new OperatorError(headerAt, problem, `The first line must name these columns: ${columns.join(',')}`);
  }
  return body.map(({ line, cells }) => {
    const at = `${path}:${line}`;
    if (cells.length !== names.length) {
      const problem = `has ${cells.length} cells where the header has ${names.length}`;
      throw new OperatorError(at, problem, 'Put quotes around a cell that holds a comma; leave empty cells in place.');
    }
    const checked = schema.safeParse(Object.fromEntries(names.map((name, index) => [name, cells[index]])));
    if (checked.success) return { row: checked.data, at };
    const [issue] = checked.error.issues;
    throw new OperatorError(at, `${String(issue?.path[0])} ${issue?.message}`, 'Mend this cell.');
  });
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new OperatorError(path, `the register cannot be read (${code})`, 'Check the file and its permissions.');
  }
}
