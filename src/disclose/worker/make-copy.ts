import { rmSync } from 'node:fs';
import type { Detector } from '../../detect/index.ts';
import type { Agreement } from '../agreement.ts';
import type { FormSetting } from '../forms.ts';
import { type ClearanceException, verdictOf } from '../stop.ts';
import type { FileMeasure } from './measure-file.ts';
import { rewriteFile } from './rewrite/rewrite-file.ts';
import { RewriteRefused } from './rewrite/rewrite-refused.ts';

export type CopyOutcome =
  /** The copy is written and was measured; whether it may go is for the verdict. */
  | {
      readonly kind: 'written';
      readonly before: FileMeasure;
      readonly after: FileMeasure;
      /** Whether text, and not only cells, has masks in it. */
      readonly masksText: boolean;
    }
  /** Something of the original was not read. */
  | { readonly kind: 'unread'; readonly before: FileMeasure }
  /** The file cannot be copied with changes, in words without content. */
  | { readonly kind: 'refused'; readonly problem: string; readonly remedy: string };

interface CopyRequest {
  readonly path: string;
  readonly to: string;
  readonly agreement: Agreement;
  readonly exceptions: readonly ClearanceException[];
  readonly asOf: string;
}

const ROUNDS_MAX = 3;

/** Writes the copy and measures it; again where a column turns out to hold more than it may. Runs in a worker. */
export async function makeCopy(
  { path, to, agreement, exceptions, asOf }: CopyRequest,
  detector: Detector,
  setting: FormSetting,
  measure: (path: string) => Promise<FileMeasure>,
): Promise<CopyOutcome> {
  const before = await measure(path);
  if (before.stops.some(({ check }) => check === 'unread')) return { kind: 'unread', before };
  const maskColumns = new Set(before.mixedColumns);
  try {
    for (let round = 1; ; round += 1) {
      const { masksText } = rewriteFile(
        { from: path, to, agreement, maskColumns: [...maskColumns] },
        detector,
        setting,
      );
      const after = await measure(to);
      const known = maskColumns.size;
      for (const column of after.mixedColumns) maskColumns.add(column);
      if (verdictOf(after.stops, exceptions, asOf) === 'cleared' || maskColumns.size === known || round === ROUNDS_MAX)
        return { kind: 'written', before, after, masksText };
      rmSync(to);
    }
  } catch (error) {
    if (error instanceof RewriteRefused) return { kind: 'refused', problem: error.message, remedy: error.remedy };
    throw error;
  }
}
