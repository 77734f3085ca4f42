import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { type CheckedForms, NO_CHECKED_FORMS, OperatorError } from '../model/index.ts';
import { checkPattern } from './check-pattern.ts';
import type { PackedPattern, PatternPack } from './pattern-pack.ts';
import { type PatternFile, patternFileSchema } from './pattern-schema.ts';

/**
 * Reads every `*.yaml` below the directories (the product's own and the operator's) with the YAML failsafe schema. A text that is among
 * the checked forms is not checked again.
 * @throws {OperatorError} naming file and line, what is wrong and the remedy; nothing is loaded then.
 */
export function loadPatterns(directories: readonly string[], forms: CheckedForms = NO_CHECKED_FORMS): PatternPack {
  const patterns = directories.flatMap((directory) =>
    patternFilesBelow(directory).map((file) => loadPattern(file, forms)),
  );
  const fileOf = new Map<string, string>();
  for (const pattern of patterns) {
    const other = fileOf.get(pattern.id);
    if (other !== undefined) {
      throw new OperatorError(
        pattern.file,
        `id "${pattern.id}" is already used by ${other}`,
        'Give it another id and file name.',
      );
    }
    fileOf.set(pattern.id, pattern.file);
  }
  if (patterns.length === 0) {
    throw new OperatorError(
      directories.join(', ') || 'patterns',
      'no pattern files found',
      'Name a directory that holds *.yaml pattern files.',
    );
  }
  patterns.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { patterns, digest: digestOf(patterns) };
}

/** Reads one pattern file from its text. Same errors as `loadPatterns`. */
export function parsePattern(file: string, text: string): PackedPattern {
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
  const broken = document.errors[0];
  if (broken) {
    const at = lines.linePos(broken.pos[0]).line;
    throw new OperatorError(
      `${file}:${at}`,
      `not YAML (${broken.code.toLowerCase().replaceAll('_', ' ')})`,
      'Mend the line.',
    );
  }
  const lineOf = (path: readonly PropertyKey[]): number => lineOfPath(document.contents, path, lines);
  const parsed = patternFileSchema.safeParse(document.toJS());
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = issue?.path ?? [];
    const key = path.length > 0 ? `"${path.map(String).join('.')}" ` : '';
    const remedy = 'See CONTRIBUTING.md for the keys of a pattern file.';
    throw new OperatorError(`${file}:${lineOf(path)}`, `${key}${plain(issue?.message ?? 'is wrong')}`, remedy);
  }
  const expected = idOfFile(file);
  if (parsed.data.id !== expected) {
    throw new OperatorError(
      `${file}:${lineOf(['id'])}`,
      `id "${parsed.data.id}" is not the file's name`,
      `Name the file ${parsed.data.id}.yaml or set id to "${expected}".`,
    );
  }
  const fault = checkPattern(parsed.data);
  if (fault) throw new OperatorError(`${file}:${lineOf(fault.path)}`, fault.problem, fault.remedy);
  return { ...parsed.data, file };
}

function loadPattern(file: string, forms: CheckedForms): PackedPattern {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new OperatorError(file, `cannot be read (${codeOf(error)})`, 'Give the account that scans read access.');
  }
  const known = forms.find('pattern', text) as PatternFile | undefined;
  if (known?.id === idOfFile(file)) return { ...known, file };
  const { file: _file, ...form } = parsePattern(file, text);
  forms.keep('pattern', text, form);
  return { ...form, file };
}

function idOfFile(file: string): string {
  return basename(file).replace(/\.ya?ml$/, '');
}

function patternFilesBelow(directory: string): string[] {
  try {
    if (!statSync(directory).isDirectory())
      throw new OperatorError(directory, 'is not a directory', 'Name a directory of pattern files.');
    return readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => join(directory, name));
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError(
      directory,
      `cannot be listed (${codeOf(error)})`,
      'Name a directory of pattern files that can be read.',
    );
  }
}

function lineOfPath(root: Node | null, path: readonly PropertyKey[], lines: LineCounter): number {
  let node: Node | null | undefined = root;
  let offset = root?.range?.[0] ?? 0;
  for (const step of path) {
    let next: unknown;
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === String(step));
      if (isScalar(pair?.key)) offset = pair.key.range?.[0] ?? offset;
      next = pair?.value;
    } else if (isSeq(node)) {
      next = node.items[Number(step)];
    }
    if (!isMap(next) && !isSeq(next) && !isScalar(next)) break;
    node = next;
    if (!isMap(next) || isSeq(next)) offset = next.range?.[0] ?? offset;
  }
  return lines.linePos(offset).line;
}

function plain(message: string): string {
  return message.startsWith('Invalid input: ') ? `is wrong: ${message.slice('Invalid input: '.length)}` : message;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

function digestOf(patterns: readonly PackedPattern[]): string {
  const hash = createHash('sha256');
  for (const { file: _file, ...meaning } of patterns) hash.update(JSON.stringify(meaning)).update('\n');
  return hash.digest('hex');
}
