import { z } from 'zod';
import type { AssessmentEvent } from '../record/index.ts';
import type { AnswerKey, Answers } from './questions.ts';
import { QUESTIONS } from './questions.ts';
import type { ScanFacts } from './scan-facts.ts';

/** What the scan writes: the facts as they were, and which files came and went. */
export interface ScanEventData {
  readonly facts: ScanFacts;
  readonly addedFileIds: readonly number[];
  readonly goneFileIds: readonly number[];
  readonly backFileIds: readonly number[];
  readonly relatedAssessmentIds: readonly number[];
}

export type ScanEventKind = 'opened' | 'files-added' | 'files-gone' | 'files-back' | 'files-changed';

const SCAN_KINDS: readonly string[] = ['opened', 'files-added', 'files-gone', 'files-back', 'files-changed'];

/** An assessment as the sum of its events. */
export interface Folded {
  /** The newest facts; earlier ones stay in the events. */
  readonly facts: ScanFacts;
  readonly answers: Answers;
  readonly goneFileIds: ReadonlySet<number>;
  readonly relatedAssessmentIds: readonly number[];
}

const fileIds = z.array(z.number());
const scanData = z.object({
  facts: z.custom<ScanFacts>((value) => typeof value === 'object' && value !== null && 'people' in value),
  addedFileIds: fileIds,
  goneFileIds: fileIds,
  backFileIds: fileIds,
  relatedAssessmentIds: fileIds,
});
const answerData = z.object({ key: z.string(), value: z.string() });

/** Adds the events up. Throws where the first one is not an opening: that is a bug or another program's record. */
export function foldEvents(events: readonly AssessmentEvent[]): Folded {
  let facts: ScanFacts | undefined;
  const answers = new Map<AnswerKey, string>();
  const gone = new Set<number>();
  const related = new Set<number>();
  for (const event of events) {
    if (SCAN_KINDS.includes(event.kind)) {
      const data = scanData.parse(event.data);
      facts = data.facts;
      for (const fileId of data.goneFileIds) gone.add(fileId);
      for (const fileId of [...data.backFileIds, ...data.addedFileIds]) gone.delete(fileId);
      for (const other of data.relatedAssessmentIds) related.add(other);
    } else if (event.kind === 'answered') {
      const { key, value } = answerData.parse(event.data);
      const question = QUESTIONS.find((candidate) => candidate.key === key);
      if (question) answers.set(question.key, value);
    }
  }
  if (facts === undefined) throw new Error('an assessment without an opening event');
  return {
    facts,
    answers: Object.fromEntries(answers),
    goneFileIds: gone,
    relatedAssessmentIds: [...related],
  };
}
