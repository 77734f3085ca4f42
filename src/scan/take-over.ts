import type { Verdict } from '../model/index.ts';
import type { RecordedReading, ScanRecord } from '../record/index.ts';
import type { Recorded } from './judge-again.ts';
import type { Recognised, Waiting } from './reading-lane.ts';

export interface TakeOverOptions {
  readonly record: ScanRecord;
  readonly runId: number;
  readonly judge: (file: Omit<Recognised, 'known'> & { reading: RecordedReading }) => readonly Verdict[];
  readonly judgeAgain: (files: readonly Recorded[]) => Promise<void>;
}

/**
 * Records files whose bytes were read before, under this name or another, by that reading. Returns those whose known reading was
 * replaced in the meantime: they have to be read.
 */
export function createTakeOver({ record, runId, judge, judgeAgain }: TakeOverOptions) {
  async function renamed(files: readonly Recognised[]): Promise<Waiting[]> {
    const recorded = await record.catalogue.judgedFiles(files.map(({ known }) => known.fileId));
    const outcomes = [];
    const replaced: Waiting[] = [];
    for (const [index, { facts, neighbours, known }] of files.entries()) {
      const reading = recorded[index]?.reading;
      if (reading?.contentDigest !== known.contentDigest || reading.outcome === 'unread') {
        replaced.push({ facts, neighbours });
        continue;
      }
      const ledger = (await record.files.ledgerOf(known.fileId)) ?? { rows: new Uint8Array(0) };
      outcomes.push({ facts, reading: { ...reading, ledger }, verdicts: judge({ facts, neighbours, reading }) });
    }
    if (outcomes.length > 0) await record.catalogue.recordBatch({ runId, files: outcomes });
    return replaced;
  }

  return async (files: readonly Recognised[]): Promise<readonly Waiting[]> => {
    const own = files.filter(({ known }) => known.otherPath === undefined);
    await judgeAgain(
      own.map(({ facts, neighbours, known }) => ({ fileId: known.fileId, facts, neighbours, isOutOfDate: true })),
    );
    await record.journal.done(own.map(({ facts }) => facts));
    return renamed(files.filter(({ known }) => known.otherPath !== undefined));
  };
}
