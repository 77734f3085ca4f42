import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { Eta } from 'eta';
import { OperatorError } from '../model/index.ts';
import type { RecordedFile } from '../record/index.ts';
import { COLUMNS, rowsOf } from './columns.ts';
import { fileLine } from './file-line.ts';
import { coverageLines, digestLines } from './night-lines.ts';
import type { OutputDefinition, ReportDefinition } from './report-definition.ts';
import type { RunFacts } from './report-input.ts';
import { runDocument } from './run-document.ts';
import type { Gathered } from './run-gathering.ts';

import { runView } from './run-view.ts';

/** One output in the making: head, then the files in slices, then the tail. The texts joined are the document. */
export interface OutputText {
  head(): string;
  rows(files: readonly RecordedFile[]): string;
  tail(gathered: Gathered): string;
}

/** Throws OperatorError where a template is missing or does not compile, before anything is written. */
export function outputText(report: ReportDefinition, output: OutputDefinition, facts: RunFacts): OutputText {
  switch (output.kind) {
    case 'html':
      return htmlText(report.folder, output, facts);
    case 'csv':
      return csvText(output, facts);
    case 'text':
      return tailText(() => `${nightLines(output.document, facts).join('\n')}\n`);
    case 'json': {
      const { document } = output;
      if (document === 'run') return jsonText(facts);
      return tailText(() => `${JSON.stringify(nightDocument(document, facts), null, 1)}\n`);
    }
    case 'jsonl':
      return {
        head: () => '',
        rows: (files) => lines(files.filter((file) => isWanted(file, output.only))),
        tail: () => '',
      };
  }
}

type NightDocument = 'digest' | 'coverage';

function nightLines(document: NightDocument, { digest, coverage }: RunFacts): readonly string[] {
  return document === 'digest' ? digestLines(digest) : coverageLines(coverage);
}

function nightDocument(document: NightDocument, { digest, coverage, nowMs }: RunFacts): unknown {
  const head = { document: `sharewarden-${document}`, version: 1, writtenAtMs: nowMs };
  return document === 'digest' ? { ...head, digest } : { ...head, shares: coverage };
}

/** A document that needs no file of the run. */
function tailText(text: () => string): OutputText {
  return { head: () => '', rows: () => '', tail: text };
}

function htmlText(folder: string, output: Extract<OutputDefinition, { kind: 'html' }>, facts: RunFacts): OutputText {
  const style = readPart(join(folder, output.style));
  const styleDigest = createHash('sha256').update(style).digest('base64');
  const path = join(folder, output.template);
  const eta = new Eta({ views: folder, autoEscape: true });
  const template = compiled(eta, path);
  return {
    head: () => '',
    rows: () => '',
    tail: (gathered) => eta.render(template, { ...runView(facts, gathered), style, styleDigest }),
  };
}

function compiled(eta: Eta, path: string) {
  const text = readPart(path);
  try {
    return eta.compile(text);
  } catch (error) {
    const operatorError = new OperatorError(path, 'the template does not compile', 'Mend the template');
    operatorError.cause = error;
    throw operatorError;
  }
}

function readPart(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(path, `cannot be read (${code})`, 'The report.yaml beside it names this file: add it');
  }
}

/** RFC 4180 with a byte order mark, so that Excel reads names as UTF-8; cells that a spreadsheet would run get a "'" in front. */
const CSV_OPTIONS = { escape_formulas: true, record_delimiter: 'windows' } as const;

function csvText(output: Extract<OutputDefinition, { kind: 'csv' }>, facts: RunFacts): OutputText {
  const rules = new Map(facts.policy.rules.map((rule) => [rule.id, rule]));
  const cells = output.columns.map((name) => COLUMNS[output.rows][name] ?? unknownColumn(name));
  return {
    head: () => stringify([output.columns], { ...CSV_OPTIONS, bom: true }),
    rows: (files) => {
      const rows = files
        .filter((file) => isWanted(file, output.only))
        .flatMap((file) => rowsOf(output.rows, file, rules))
        .filter(({ verdict }) => !verdict || !output.only.verdict || verdict.verdict === output.only.verdict);
      return rows.length === 0
        ? ''
        : stringify(
            rows.map((row) => cells.map((cell) => cell(row) ?? '')),
            CSV_OPTIONS,
          );
    },
    tail: () => '',
  };
}

function unknownColumn(name: string): never {
  throw new Error(`column ${name} passed the check of report.yaml`);
}

/** One object: the run first, then `files` with one line each, so that a million of them need no memory; `people` comes last. */
function jsonText(facts: RunFacts): OutputText {
  let first = true;
  return {
    head: () => `${JSON.stringify(runDocument(facts)).slice(0, -1)},\n"files":[\n`,
    rows: (files) => {
      if (files.length === 0) return '';
      const text = files.map((file) => JSON.stringify(fileLine(file))).join(',\n');
      const separator = first ? '' : ',\n';
      first = false;
      return separator + text;
    },
    tail: ({ people }) => `\n],\n"people":${JSON.stringify(people ?? null)}}\n`,
  };
}

function lines(files: readonly RecordedFile[]): string {
  return files.map((file) => `${JSON.stringify(fileLine(file))}\n`).join('');
}

function isWanted(
  file: RecordedFile,
  { outcome, verdict }: { outcome?: string | undefined; verdict?: string | undefined },
): boolean {
  if (outcome !== undefined && file.reading.outcome !== outcome) return false;
  return verdict === undefined || file.verdicts.some((one) => one.verdict === verdict);
}
