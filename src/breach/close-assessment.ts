import { OperatorError } from '../model/index.ts';
import { appendEntry, type Entry } from './append-entry.ts';
import { clocksOf } from './clocks.ts';
import { type LawPack, loadLaw } from './law-pack.ts';
import { standingProposal } from './standing-proposal.ts';

export interface CloseRequest extends Entry {
  readonly law?: LawPack;
}

/**
 * Closes an assessment. Rejects with OperatorError naming what is open: no signed decision, one that has to be signed again,
 * a duty that nobody met, the answer on what remains.
 */
export async function closeAssessment(request: CloseRequest): Promise<number> {
  const law = request.law ?? loadLaw();
  const { version } = await appendEntry(request, 'closed', (standing) => {
    const { assessment, answers, changedSinceDecision } = standing;
    const { proposal, discoveredMs, decision } = standingProposal(standing, assessment, law);
    const refuse = (problem: string, remedy: string): never => {
      throw new OperatorError(`${assessment.number} stays open`, problem, remedy);
    };
    if (!decision) return refuse('nobody has decided', 'See: sharewarden breach decide --help');
    if (changedSinceDecision)
      return refuse('the record changed after the decision was signed', 'Look at it and sign again.');
    const open = clocksOf(proposal, standing, law, discoveredMs, request.nowMs)
      .filter(({ duty, state }) => duty !== 'substitute-notice-allowed' && state !== 'done' && state !== 'keep-until')
      .map(({ duty }) => duty);
    if (open.length > 0) return refuse(`open duties: ${open.join(', ')}`, 'Meet them and record it: breach notify.');
    if ((answers.lessons ?? 'unknown') === 'unknown') return refuse('lessons is not answered', 'Answer it first.');
    return { data: { decisionVersion: decision.version }, status: 'closed' as const };
  });
  return version;
}

/** Opens a closed assessment again; the closing stays in the record. Rejects with OperatorError where it is open. */
export async function reopenAssessment(request: Entry): Promise<number> {
  const reopen = ({ assessment }: { assessment: { status: string; number: string } }) => {
    if (assessment.status === 'open')
      throw new OperatorError(assessment.number, 'it is open already', 'Go on with it.');
    return { data: {}, status: 'open' as const };
  };
  return (await appendEntry(request, 'reopened', reopen, 'allow')).version;
}
