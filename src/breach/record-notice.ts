import { maskIdentifierShapes, OperatorError } from '../model/index.ts';
import { appendEntry, type Entry } from './append-entry.ts';
import { discoveredAtMs } from './clocks.ts';
import { NOTICE_METHODS } from './entries.ts';
import { type LawPack, loadLaw } from './law-pack.ts';
import { standingProposal } from './standing-proposal.ts';

export interface NoticeRequest extends Entry {
  /** The duty that it meets, as `breach show` lists it. */
  readonly duty: string;
  readonly recipient: string;
  readonly method: string;
  readonly sentAtMs: number;
  /** People notified. */
  readonly count?: number;
  readonly law?: LawPack;
}

/**
 * Appends that a notice or report was sent. Rejects with OperatorError for a duty that the assessment does not have, a
 * method that is none, substitute notice where nothing allows it, and a time before discovery or in the future.
 */
export async function recordNotice(request: NoticeRequest): Promise<number> {
  const law = request.law ?? loadLaw();
  const method = NOTICE_METHODS.find((known) => known === request.method);
  if (method === undefined)
    throw new OperatorError(`method ${request.method}`, 'is not a method', `Give one of ${NOTICE_METHODS.join(', ')}.`);
  if (request.recipient.trim() === '')
    throw new OperatorError('notice', 'nobody is named as recipient', 'Give --to: a body or a group of people.');
  if (Number.isNaN(request.sentAtMs)) throw new OperatorError('notice', 'has no date', 'Give --at 2026-03-31.');
  const { version } = await appendEntry(request, 'notified', (standing) => {
    const { duties } = standingProposal(standing, standing.assessment, law).proposal;
    const known = duties.map(({ duty }) => duty);
    if (!known.includes(request.duty)) {
      throw new OperatorError(
        `duty ${request.duty}`,
        'is none of this assessment',
        `It has: ${known.join(', ') || 'none'}.`,
      );
    }
    if (method === 'substitute' && !known.includes('substitute-notice-allowed')) {
      throw new OperatorError(
        'substitute notice',
        'nothing on record allows it',
        'Answer notice-cost-usd, notified-at-one-time or contacts-missing first.',
      );
    }
    const discovered = discoveredAtMs(standing, standing.assessment.openedAtMs);
    if (request.sentAtMs > request.nowMs)
      throw new OperatorError('notice', 'is dated in the future', 'Record it once it is sent.');
    if (request.sentAtMs + 86_400_000 < discovered)
      throw new OperatorError('notice', 'is dated before the discovery', 'Correct --at, or the answer detected-at.');
    const data = { duty: request.duty, recipient: maskIdentifierShapes(request.recipient.trim()), method };
    return {
      data: { ...data, sentAtMs: request.sentAtMs, ...(request.count !== undefined && { count: request.count }) },
    };
  });
  return version;
}
