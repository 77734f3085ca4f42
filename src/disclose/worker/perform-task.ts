import type { Detector, PatternPack } from '../../detect/index.ts';
import type { Limits } from '../../extract/index.ts';
import type { Agreement } from '../agreement.ts';
import { createPseudonymizer } from '../pseudonym.ts';
import type { ClearanceException } from '../stop.ts';
import { type GuessBudget, guessBudget } from './guess-budget.ts';
import { type CopyOutcome, makeCopy } from './make-copy.ts';
import { type FileMeasure, measureFile } from './measure-file.ts';

/** What is done with one file where its values are: measure it, or make a copy that the agreement permits and measure that. */
export type DisclosureTask = {
  readonly path: string;
  /** Base name as the recipient sees it; of the copy, where one is made. */
  readonly name: string;
  readonly agreement: Agreement;
  /** Day on which ages are counted, year-month-day. */
  readonly asOf: string;
} & (
  | { readonly kind: 'measure' }
  | {
      readonly kind: 'copy';
      /** The copy, which must not exist yet. */
      readonly to: string;
      readonly exceptions: readonly ClearanceException[];
    }
);

export type DisclosureReply =
  | { readonly kind: 'measured'; readonly measure: FileMeasure }
  | { readonly kind: 'copied'; readonly outcome: CopyOutcome };

export interface TaskSetting {
  readonly pack: PatternPack;
  /** 32 bytes, the installation's. */
  readonly fingerprintKey: Uint8Array;
  readonly limits: Limits;
  /** The operator's, tried on what is locked. */
  readonly passwords?: readonly string[];
}

export async function performTask(
  task: DisclosureTask,
  detector: Detector,
  { pack, fingerprintKey, limits, passwords = [] }: TaskSetting,
  guesses: GuessBudget = guessBudget(),
): Promise<DisclosureReply> {
  const { agreement, asOf } = task;
  const form = {
    pseudonymizer: createPseudonymizer(fingerprintKey, agreement.id),
    asOf,
    minimumCellSize: agreement.minimumCellSize,
  };
  const titles = new Map(pack.patterns.map(({ id, title }) => [id, title]));
  const titleOf = (type: string): string => titles.get(type) ?? type;
  const measure = (path: string): Promise<FileMeasure> =>
    measureFile(
      { path, name: task.name, agreement, limits, passwords, guesses, titleOf },
      detector,
      form,
      fingerprintKey,
    );
  switch (task.kind) {
    case 'measure':
      return { kind: 'measured', measure: await measure(task.path) };
    case 'copy':
      return { kind: 'copied', outcome: await makeCopy(task, detector, form, measure) };
    default:
      return task satisfies never;
  }
}
