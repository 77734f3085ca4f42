import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError, type PeopleCount, SEVERITIES } from '../model/index.ts';
import type { RecordedFile, RecordedReading } from '../record/index.ts';
import { outputText } from './outputs.ts';
import { listReports } from './report-definition.ts';
import type { RunFacts } from './report-input.ts';
import { createGathering } from './run-gathering.ts';

/** One output of one report, made from the report's example. */
export interface ExampleOutput {
  readonly report: string;
  readonly file: string;
  /** Where the expected text lies; beside the report. */
  readonly expectedPath: string;
  readonly text: string;
}

/** The example as kept: `facts` whole, of each file only what matters. */
interface Example {
  readonly facts: RunFacts;
  readonly people?: PeopleCount;
  readonly files: readonly ExampleFile[];
}

interface ExampleFile {
  readonly kind?: RecordedFile['kind'];
  readonly detail?: string;
  readonly facts: Partial<RecordedFile['facts']> & Pick<RecordedFile['facts'], 'share' | 'path'>;
  readonly reading: Partial<RecordedReading> & Pick<RecordedReading, 'outcome'>;
  readonly verdicts?: RecordedFile['verdicts'];
}

/**
 * Makes every output of every report from its example: `example/input.json` of the report, or else `example.json` beside the
 * reports. Throws OperatorError for an example that cannot be read.
 */
export function renderExamples(reportsFolder: string): readonly ExampleOutput[] {
  return listReports(reportsFolder).flatMap((report) => {
    const own = join(report.folder, 'example', 'input.json');
    const { facts, people, files } = readExample(existsSync(own) ? own : join(reportsFolder, 'example.json'));
    const recorded = files.map(recordedFile);
    const gathering = createGathering();
    for (const file of recorded) gathering.add(file);
    const gathered = { ...gathering.result(), ...(people && { people }) };
    return report.outputs.map((output) => {
      const text = outputText(report, output, facts);
      return {
        report: report.id,
        file: output.file,
        expectedPath: join(report.folder, 'example', output.file),
        text: text.head() + text.rows(recorded) + text.tail(gathered),
      };
    });
  });
}

function readExample(path: string): Example {
  try {
    const example = JSON.parse(readFileSync(path, 'utf8')) as Example;
    const { summary } = example.facts;
    const filesBySeverity = bySeverity(summary.filesBySeverity);
    const shares = summary.shares.map((share) => ({ ...share, filesBySeverity: bySeverity(share.filesBySeverity) }));
    return { ...example, facts: { ...example.facts, summary: { ...summary, filesBySeverity, shares } } };
  } catch (error) {
    const operatorError = new OperatorError(
      path,
      'the example cannot be read',
      'A report needs an example: example/input.json in its folder',
    );
    operatorError.cause = error;
    throw operatorError;
  }
}

function bySeverity(files: Partial<RunFacts['summary']['filesBySeverity']>): RunFacts['summary']['filesBySeverity'] {
  return Object.fromEntries(
    SEVERITIES.map((severity) => [severity, files[severity] ?? 0]),
  ) as RunFacts['summary']['filesBySeverity'];
}

function recordedFile(given: ExampleFile, index: number): RecordedFile {
  return {
    fileId: index + 1,
    kind: given.kind ?? 'file',
    facts: {
      root: '/srv/share',
      sizeBytes: 0,
      modifiedAtMs: 0,
      changedAtMs: 0,
      device: '1',
      inode: String(index + 1),
      mode: 0o640,
      uid: 1000,
      gid: 1000,
      audience: 'unknown',
      location: 'unregistered',
      ...given.facts,
    },
    reading: {
      format: 'unknown',
      bytesRead: 0,
      unreadParts: [],
      unreadPartCount: 0,
      notes: [],
      types: [],
      findings: [],
      people: { lower: 0, likely: 0, upper: 0 },
      namePaired: {},
      documentClasses: [],
      elapsedMs: 0,
      ...given.reading,
    },
    ...(given.detail !== undefined && { detail: given.detail }),
    verdicts: given.verdicts ?? [],
    firstRunId: 1,
    readRunId: 1,
    sinceRunId: 1,
  };
}
