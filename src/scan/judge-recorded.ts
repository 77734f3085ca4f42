import { basename, dirname } from 'node:path';
import type { PatternPack } from '../detect/index.ts';
import type { JudgeInput, Registers } from '../judge/index.ts';
import type { FileQuery, RecordedFile, ScanRecord } from '../record/index.ts';

/** What a verdict needs besides the record. */
export interface JudgingContext {
  readonly record: ScanRecord;
  readonly pack: PatternPack;
  readonly registers: Registers;
  readonly settings: Readonly<Record<string, string | undefined>>;
  readonly nowMs: number;
}

/** As many files of a folder as the walk lists at once: neighbours are told the same way. */
const NEIGHBOURS_AT_ONCE = 1_000;

/** Recorded files with what they are judged by: no file is opened. Memory is bound by one slice of a folder. */
export async function* recordedInputs(
  context: JudgingContext,
  query: FileQuery = {},
): AsyncIterable<{ readonly file: RecordedFile; readonly input: JudgeInput }> {
  const ofPatterns = { classesOf: classesByPattern(context.pack), elementsOf: elementsByPattern(context.pack) };
  let slice: RecordedFile[] = [];
  let folder = '';
  const inputs = () => {
    const neighbours = slice.map(({ facts }) => basename(facts.path));
    const { registers, settings, nowMs } = context;
    return slice.map((file) => ({
      file,
      input: { facts: file.facts, reading: file.reading, neighbours, registers, settings, ...ofPatterns, nowMs },
    }));
  };
  for await (const file of context.record.files.iterateFiles(query)) {
    if (file.kind !== 'file') continue;
    const own = `${file.facts.share}\0${file.facts.root}\0${dirname(file.facts.path)}`;
    if (own !== folder || slice.length >= NEIGHBOURS_AT_ONCE) {
      yield* inputs();
      slice = [];
      folder = own;
    }
    slice.push(file);
  }
  yield* inputs();
}

/** Legal classes by pattern id, as judging wants them. */
export function classesByPattern(pack: PatternPack): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(pack.patterns.map(({ id, classes }) => [id, classes]));
}

/** Elements by pattern id, as judging wants them. */
export function elementsByPattern(pack: PatternPack): Readonly<Record<string, string>> {
  return Object.fromEntries(pack.patterns.map(({ id, element }) => [id, element]));
}
