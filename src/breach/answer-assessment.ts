import { maskIdentifierShapes, nearestName, OperatorError } from '../model/index.ts';
import { appendEntry, type Entry } from './append-entry.ts';
import { contradiction } from './contradictions.ts';
import { answerProblem, QUESTIONS, questionOf } from './questions.ts';

export interface AnswerRequest extends Entry {
  readonly key: string;
  readonly value: string;
}

/**
 * Appends one answer; a later answer to the same question stands beside the earlier one and counts instead.
 * Rejects with OperatorError for an unknown question, a signature that nobody gave, an answer that cannot be or contradicts another one, a missing name,
 * or a changed record.
 */
export async function answerAssessment(request: AnswerRequest): Promise<number> {
  const question = questionOf(request.key);
  if (question === undefined) {
    const names = QUESTIONS.map(({ key }) => key);
    const nearest = nearestName(request.key, names);
    throw new OperatorError(
      `question ${request.key}`,
      'there is no such question',
      nearest ? `Did you mean ${nearest}?` : `Known: ${names.join(', ')}.`,
    );
  }
  if (question.key === 'harm-signed-by')
    throw new OperatorError(
      `question ${question.key}`,
      'only a signature answers it',
      'Sign the decision no-notice: sharewarden breach decide',
    );
  const problem = answerProblem(question, request.value);
  if (problem) throw new OperatorError(`answer to ${request.key}`, `"${request.value}" ${problem}`, question.ask);
  const value = question.kind === 'text' ? maskIdentifierShapes(request.value.trim()) : request.value;
  const { version } = await appendEntry(request, 'answered', ({ answers }) => {
    const clash = contradiction(answers, question.key, value, request.nowMs);
    if (clash)
      throw new OperatorError(`answer to ${question.key}`, `"${value}" ${clash}`, 'Correct the one that is wrong.');
    return { data: { key: question.key, value } };
  });
  return version;
}
