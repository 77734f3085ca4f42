import type { Command } from 'commander';
import { OperatorError } from '../../model/index.ts';
import type { ScanRecord } from '../../record/index.ts';
import { coverageLines, digestLines, readCoverage, readDigest } from '../../report/index.ts';
import { writeLine } from '../output.ts';
import { withRecord } from '../with-record.ts';

interface NightFlags {
  readonly run?: string;
  readonly json: boolean;
}

/** `digest`: what a night changed. */
export function addDigestCommand(digest: Command): void {
  digest
    .option('--run <n>', 'number of the run (default: the last finished one)')
    .option('--json', 'for programs', false)
    .action((flags: NightFlags, command: Command) =>
      withRecord(command, 'read', async (record) => {
        const digest = await readDigest(record, await chosenRun(record, flags.run));
        await print(flags.json ? [JSON.stringify(digest)] : digestLines(digest));
      }),
    );
}

/** `coverage`: what is known of each share. */
export function addCoverageCommand(coverage: Command): void {
  coverage.option('--json', 'for programs', false).action((flags: NightFlags, command: Command) =>
    withRecord(command, 'read', async (record) => {
      const shares = await readCoverage(record);
      await print(flags.json ? [JSON.stringify(shares)] : coverageLines(shares));
    }),
  );
}

async function chosenRun(record: ScanRecord, text: string | undefined): Promise<number> {
  if (text !== undefined) return runNumber(text);
  const run = await record.runs.lastFinishedRun();
  if (run) return run.runId;
  throw new OperatorError('the record', 'no finished run is there', 'Run sharewarden scan first, or give --state DIR');
}

export function runNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new OperatorError('--run', `"${text}" is not the number of a run`, 'Give the number that the scan printed');
}

async function print(lines: readonly string[]): Promise<void> {
  for (const line of lines) await writeLine(line);
}
