import type { RecordedFile, ScanRecord } from '../record/index.ts';
import { readCoverage, readDigest } from './night-facts.ts';
import { outputText } from './outputs.ts';
import { createPeopleTally } from './people-tally.ts';
import { readChanges } from './read-run-facts.ts';
import { chooseReports } from './report-definition.ts';
import type { AssessmentText, PolicyText, RunFacts, UnsetKey } from './report-input.ts';
import { createGathering } from './run-gathering.ts';
import { openWholeFiles } from './whole-files.ts';

export interface WriteReports {
  readonly record: ScanRecord;
  readonly runId: number;
  /** Folder with one folder per report. */
  readonly reportsFolder: string;
  /** Made where it is not there. */
  readonly outFolder: string;
  /** Default: all reports. */
  readonly names?: readonly string[];
  readonly policy: PolicyText;
  readonly assessments: readonly AssessmentText[];
  readonly unsetPlanKeys: readonly UnsetKey[];
  readonly versions: Readonly<Record<string, string>>;
  readonly nowMs: number;
}

const SLICE_FILES = 500;

/**
 * Writes reports of one run, all or none, in one pass over its files. Returns the paths in the order of the reports.
 * Rejects with OperatorError for an unknown report, a report that is not in order, a folder that cannot be written, a full disk.
 */
export async function writeReports(input: WriteReports): Promise<readonly string[]> {
  const { record, runId, outFolder } = input;
  const reports = chooseReports(input.reportsFolder, input.names);
  const facts = await readFacts(input);
  const outputs = reports.flatMap((report) =>
    report.outputs.map((output) => ({ name: output.file, text: outputText(report, output, facts) })),
  );
  const gathering = createGathering();
  const tally = createPeopleTally(record);
  const files = await openWholeFiles(outFolder);
  try {
    for (const { name, text } of outputs) await files.write(name, text.head());
    for await (const slice of slices(record.files.iterateFiles({ runId }))) {
      for (const file of slice) {
        gathering.add(file);
        await tally.add(file);
      }
      for (const { name, text } of outputs) {
        const rows = text.rows(slice);
        if (rows !== '') await files.write(name, rows);
      }
    }
    const people = tally.result();
    const gathered = { ...gathering.result(), ...(people && { people }) };
    for (const { name, text } of outputs) await files.write(name, text.tail(gathered));
    return await files.publish();
  } finally {
    await files.discard();
  }
}

async function readFacts({
  record,
  runId,
  policy,
  assessments,
  unsetPlanKeys,
  versions,
  nowMs,
}: WriteReports): Promise<RunFacts> {
  const summary = await record.runs.runSummary(runId);
  const changes = await readChanges(record, runId);
  const digest = await readDigest(record, runId);
  const coverage = await readCoverage(record);
  return {
    summary,
    policy,
    assessments,
    unsetPlanKeys,
    versions,
    nowMs,
    digest,
    coverage,
    ...(changes && { changes }),
  };
}

async function* slices(files: AsyncIterable<RecordedFile>): AsyncIterable<readonly RecordedFile[]> {
  let slice: RecordedFile[] = [];
  for await (const file of files) {
    slice.push(file);
    if (slice.length < SLICE_FILES) continue;
    yield slice;
    slice = [];
  }
  if (slice.length > 0) yield slice;
}
