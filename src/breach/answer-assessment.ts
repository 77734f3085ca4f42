import { OperatorError } from '../model/index.ts';
import type { ScanRecord } from '../record/index.ts';
import { answerProblem, QUESTIONS, questionOf } from './questions.ts';
import { findAssessment } from './show-assessment.ts';

export interface AnswerRequest {
  readonly record: ScanRecord;
  /** `BA-2026-0001` or `2026-0001`. */
  readonly number: string;
  readonly key: string;
  readonly value: string;
  readonly who: string;
  readonly why: string;
  readonly nowMs: number;
  /** Version the writer saw; another one in the record is refused. */
  readonly expectedVersion?: number;
}

/**
 * Appends one answer; a later answer to the same question stands beside the earlier one and counts instead.
 * Rejects with OperatorError for an unknown question, an answer that cannot be, a missing name, or a changed record.
 */
export async function answerAssessment(request: AnswerRequest): Promise<number> {
  const question = questionOf(request.key);
  if (question === undefined) {
    throw new OperatorError(
      `question ${request.key}`,
      'there is no such question',
      `Known: ${QUESTIONS.map(({ key }) => key).join(', ')}.`,
    );
  }
  const problem = answerProblem(question, request.value);
  if (problem) throw new OperatorError(`answer to ${request.key}`, `"${request.value}" ${problem}`, question.ask);
  if (request.who.trim() === '') {
    throw new OperatorError(`answer to ${request.key}`, 'nobody is named', 'Say who answers.');
  }
  const assessment = await findAssessment(request.record, request.number);
  return request.record.assessments.append({
    assessmentId: assessment.assessmentId,
    ...(request.expectedVersion !== undefined && { expectedVersion: request.expectedVersion }),
    atMs: request.nowMs,
    who: request.who,
    kind: 'answered',
    why: request.why,
    data: { key: request.key, value: request.value },
  });
}
