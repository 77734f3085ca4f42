import { z } from 'zod';
import type { AssessmentEvent } from '../record/index.ts';
import {
  decisionData,
  type FactorScore,
  noticeData,
  type SentNotice,
  type SignedDecision,
  scoreData,
} from './entries.ts';
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
  /** What the agency's configuration answers for every incident; of an opening only. */
  readonly standingAnswers?: Answers;
}

export type ScanEventKind = 'opened' | 'files-added' | 'files-gone' | 'files-back' | 'files-changed';

const SCAN_KINDS: readonly string[] = ['opened', 'files-added', 'files-gone', 'files-back', 'files-changed'];

/** An assessment as the sum of its events. */
export interface Folded {
  /** The newest facts; earlier ones stay in the events. */
  readonly facts: ScanFacts;
  readonly answers: Answers;
  /** Those of the answers that are the configuration's. */
  readonly standingAnswers: Answers;
  readonly goneFileIds: ReadonlySet<number>;
  readonly relatedAssessmentIds: readonly number[];
  /** The newest score of each factor that a person scored. */
  readonly scores: ReadonlyMap<string, FactorScore>;
  /** Every decision, the newest last; a revised one stays. */
  readonly decisions: readonly SignedDecision[];
  /** Facts, answers or scores changed after the newest decision was signed: it has to be signed again. */
  readonly changedSinceDecision: boolean;
  readonly notices: readonly SentNotice[];
  /** When and by whom the fingerprints of the people were made useless. */
  readonly keyDestroyed?: { readonly atMs: number; readonly who: string };
}

const fileIds = z.array(z.number());
const scanData = z.object({
  facts: z.custom<ScanFacts>((value) => typeof value === 'object' && value !== null && 'people' in value),
  addedFileIds: fileIds,
  goneFileIds: fileIds,
  backFileIds: fileIds,
  relatedAssessmentIds: fileIds,
  standingAnswers: z.record(z.string(), z.string()).optional(),
});
export const answerData = z.object({ key: z.string(), value: z.string() });

/** Adds the events up. Throws where the first one is not an opening: that is a bug or another program's record. */
export function foldEvents(events: readonly AssessmentEvent[]): Folded {
  let facts: ScanFacts | undefined;
  const answers = new Map<AnswerKey, string>();
  const standing = new Map<AnswerKey, string>();
  const gone = new Set<number>();
  const related = new Set<number>();
  const scores = new Map<string, FactorScore>();
  const decisions: SignedDecision[] = [];
  const notices: SentNotice[] = [];
  let changedSinceDecision = false;
  let keyDestroyed: Folded['keyDestroyed'];
  for (const event of events) {
    const { atMs, who, why, data } = event;
    if (SCAN_KINDS.includes(event.kind)) {
      const scan = scanData.parse(data);
      facts = scan.facts;
      for (const { key } of QUESTIONS) {
        const value = scan.standingAnswers?.[key];
        if (value !== undefined) standing.set(key, value);
      }
      for (const [key, value] of standing) if (!answers.has(key)) answers.set(key, value);
      for (const fileId of scan.goneFileIds) gone.add(fileId);
      for (const fileId of [...scan.backFileIds, ...scan.addedFileIds]) gone.delete(fileId);
      for (const other of scan.relatedAssessmentIds) related.add(other);
      // A cleaned file does not undo a decision; people or files that joined do.
      if (event.kind !== 'files-gone') changedSinceDecision = true;
    } else if (event.kind === 'answered') {
      const { key, value } = answerData.parse(data);
      const question = QUESTIONS.find((candidate) => candidate.key === key);
      if (question) {
        answers.set(question.key, value);
        standing.delete(question.key);
      }
      if (question && !AFTER_DECISION.has(question.key)) changedSinceDecision = true;
    } else if (event.kind === 'assessed') {
      const score = scoreData.parse(data);
      scores.set(score.factor, { ...score, who, reason: why, atMs });
      changedSinceDecision = true;
    } else if (event.kind === 'decided') {
      const decision = decisionData.parse(data);
      decisions.push({ ...decision, version: event.version, signedAtMs: atMs, reason: why });
      if (decision.decision === 'no-notice') answers.set('harm-signed-by', decision.name);
      else answers.delete('harm-signed-by');
      changedSinceDecision = false;
    } else if (event.kind === 'notified') {
      notices.push({ ...noticeData.parse(data), who, note: why });
    } else if (event.kind === 'key-destroyed') {
      keyDestroyed = { atMs, who };
    }
  }
  if (facts === undefined) throw new Error('an assessment without an opening event');
  return {
    facts,
    answers: Object.fromEntries(answers),
    standingAnswers: Object.fromEntries(standing),
    goneFileIds: gone,
    relatedAssessmentIds: [...related],
    scores,
    decisions,
    changedSinceDecision: decisions.length > 0 && changedSinceDecision,
    notices,
    ...(keyDestroyed && { keyDestroyed }),
  };
}

/** Answers that tell what was done after the decision; they do not change what it rests on. */
const AFTER_DECISION: ReadonlySet<AnswerKey> = new Set([
  'owner-notified',
  'mitigation',
  'lessons',
  'contained-at',
  'law-enforcement-hold',
  'law-enforcement-officer',
  'law-enforcement-agency',
]);
