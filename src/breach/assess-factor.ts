import { maskIdentifierShapes, nearestName, OperatorError } from '../model/index.ts';
import { appendEntry, type Entry } from './append-entry.ts';
import { SCORES } from './entries.ts';
import { type LawPack, loadLaw } from './law-pack.ts';
import { riskOf } from './risk.ts';

export interface AssessRequest extends Entry {
  /** Id of a factor of the law pack. */
  readonly factor: string;
  /** One of `SCORES`, or `proposed`: the proposed score becomes the person's own. */
  readonly score: string;
  readonly evidence: string;
  readonly law?: LawPack;
}

/**
 * Appends a person's score of one factor of the risk of harm; the reason is `why`. An earlier score stays in the record.
 * Rejects with OperatorError for an unknown factor or score, or where no evidence is named.
 */
export async function assessFactor(request: AssessRequest): Promise<number> {
  const law = request.law ?? loadLaw();
  const { factors } = law.risk;
  const known = factors.map(({ id }) => id);
  if (!known.includes(request.factor)) {
    const nearest = nearestName(request.factor, known);
    const remedy = nearest ? `Did you mean ${nearest}?` : `Known: ${known.join(', ')}.`;
    throw new OperatorError(`factor ${request.factor}`, 'there is no such factor', remedy);
  }
  const score = SCORES.find((each) => each === request.score);
  if (score === undefined && request.score !== 'proposed')
    throw new OperatorError(`score ${request.score}`, 'is not a score', `Give one of ${SCORES.join(', ')}, proposed.`);
  if (request.evidence.trim() === '')
    throw new OperatorError(`factor ${request.factor}`, 'no evidence is named', 'Give --evidence, or "none".');
  const evidence = maskIdentifierShapes(request.evidence.trim());
  const { version } = await appendEntry(request, 'assessed', (standing) => {
    const proposed = riskOf(standing, law).factors.find(({ id }) => id === request.factor);
    return { data: { factor: request.factor, score: score ?? proposed?.score, evidence } };
  });
  return version;
}
