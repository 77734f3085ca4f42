import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { OperatorError, systemErrorCode } from '../model/index.ts';
import { COLUMNS, type RowKind } from './columns.ts';

const words = z.string().trim().min(1);
const fileName = z.string().regex(/^[a-z0-9][a-z0-9-]*\.[a-z]+$/, 'not a file name like summary.html');
const ROW_KINDS = Object.keys(COLUMNS) as [RowKind, ...RowKind[]];

const only = z.strictObject({
  outcome: z.enum(['clean', 'matched', 'unread']).optional(),
  verdict: z.enum(['needs-assessment', 'violation', 'needs-review', 'cannot-tell', 'allowed']).optional(),
});

const csv = z
  .strictObject({
    file: fileName,
    kind: z.literal('csv'),
    /** One row per file, per finding or per verdict. */
    rows: z.enum(ROW_KINDS),
    columns: z.array(words).min(1),
    only: only.default({}),
  })
  .superRefine(({ rows, columns }, context) => {
    for (const [index, column] of columns.entries()) {
      if (column in COLUMNS[rows]) continue;
      const known = Object.keys(COLUMNS[rows]).join(', ');
      context.addIssue({
        code: 'custom',
        path: ['columns', index],
        message: `"${column}" is no column; known: ${known}`,
      });
    }
  });

const schema = z.strictObject({
  id: words,
  title: words,
  answers: words,
  outputs: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ file: fileName, kind: z.literal('html'), template: words, style: words }),
        csv,
        z.strictObject({ file: fileName, kind: z.literal('text'), document: z.enum(['digest', 'coverage']) }),
        z.strictObject({
          file: fileName,
          kind: z.literal('json'),
          document: z.enum(['run', 'digest', 'coverage']).default('run'),
        }),
        z.strictObject({ file: fileName, kind: z.literal('jsonl'), only: only.default({}) }),
      ]),
    )
    .min(1),
});

/** What a report.yaml says, and the folder it lies in. */
export interface ReportDefinition extends z.infer<typeof schema> {
  readonly folder: string;
}

export type OutputDefinition = ReportDefinition['outputs'][number];

/**
 * The reports of a folder, by id: one subfolder each, with a report.yaml. Throws OperatorError naming the file and the key
 * for what is wrong, and where two reports would write the same file.
 */
export function listReports(folder: string): readonly ReportDefinition[] {
  const names = namesIn(folder);
  if (names.length === 0)
    throw new OperatorError(folder, 'no reports are there', 'Give the folder that holds one folder per report');
  const reports = names.map((name) => readDefinition(join(folder, name), name));
  const owners = new Map<string, string>();
  for (const { id, outputs } of reports) {
    for (const { file } of outputs) {
      const owner = owners.get(file);
      if (owner)
        throw new OperatorError(folder, `the reports ${owner} and ${id} both write ${file}`, 'Rename one of the files');
      owners.set(file, id);
    }
  }
  return reports;
}

/** The reports with these names, or all. Throws OperatorError for a name that is not there. */
export function chooseReports(folder: string, names?: readonly string[]): readonly ReportDefinition[] {
  const reports = listReports(folder);
  if (names === undefined) return reports;
  return names.map((name) => {
    const report = reports.find(({ id }) => id === name);
    if (report) return report;
    throw new OperatorError(
      `report "${name}"`,
      'there is none of that name',
      `Reports: ${reports.map(({ id }) => id).join(', ')}`,
    );
  });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    throw new OperatorError(
      folder,
      `the reports cannot be listed (${systemErrorCode(error)})`,
      'Reinstall Sharewarden or give another folder',
    );
  }
}

function readDefinition(folder: string, name: string): ReportDefinition {
  const path = join(folder, 'report.yaml');
  const parsed = schema.safeParse(readYaml(path));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new OperatorError(
      path,
      `${issue?.path.join('.') || 'file'}: ${issue?.message ?? 'not right'}`,
      'Mend that line',
    );
  }
  if (parsed.data.id !== name)
    throw new OperatorError(path, `id is "${parsed.data.id}"`, `Call it like its folder: ${name}`);
  return { ...parsed.data, folder };
}

/** Failsafe schema: every scalar is a string. */
function readYaml(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new OperatorError(path, `cannot be read (${systemErrorCode(error)})`, 'A report folder needs a report.yaml');
  }
  const document = parseDocument(text, { schema: 'failsafe' });
  const [problem] = document.errors;
  if (problem) throw new OperatorError(`${path}:${problem.linePos?.[0].line ?? 1}`, 'not valid YAML', 'Mend that line');
  return document.toJS();
}
