import type { FileFacts, Verdict } from '../model/index.ts';
import type { RecordedReading, ScanRecord } from '../record/index.ts';

/** A recorded file whose verdicts may have turned though its bytes are the same. */
export interface Recorded {
  readonly fileId: number;
  readonly facts: FileFacts;
  /** Names in the same folder; one array for all files of a listing. */
  readonly neighbours: readonly string[];
  /** Its facts, or what is judged by, differ from what is recorded: written even where the verdicts are the same. */
  readonly isOutOfDate: boolean;
}

export interface JudgeAgainOptions {
  readonly record: ScanRecord;
  readonly runId: number;
  readonly judge: (file: Omit<Recorded, 'fileId' | 'isOutOfDate'> & { reading: RecordedReading }) => readonly Verdict[];
}

/** Judges recorded files again by their recorded readings, without opening any. */
export function createJudgeAgain({ record, runId, judge }: JudgeAgainOptions) {
  return async (files: readonly Recorded[]): Promise<void> => {
    if (files.length === 0) return;
    const recorded = await record.catalogue.judgedFiles(files.map(({ fileId }) => fileId));
    const turned = files.flatMap((file, index) => {
      const known = recorded[index];
      if (known === undefined) throw new Error(`no reading of file ${file.fileId}`);
      const { fileId, facts, neighbours, isOutOfDate } = file;
      const verdicts = judge({ facts, neighbours, reading: known.reading });
      return isOutOfDate || !sameVerdicts(verdicts, known.verdicts) ? [{ fileId, facts, verdicts }] : [];
    });
    if (turned.length > 0) await record.catalogue.recordVerdicts({ runId, files: turned });
  };
}

function sameVerdicts(one: readonly Verdict[], other: readonly Verdict[]): boolean {
  const words = (verdicts: readonly Verdict[]) =>
    verdicts.map(({ rule, verdict, severity, reason }) => [rule, verdict, severity, reason].join('\0')).sort();
  return words(one).join('\n') === words(other).join('\n');
}
