import { maskIdentifierShapes, OperatorError } from '../model/index.ts';
import { appendEntry, type Entry } from './append-entry.ts';
import { DECISIONS } from './entries.ts';
import { type LawPack, loadLaw } from './law-pack.ts';
import { propose } from './propose.ts';
import { riskOf } from './risk.ts';
import { saysNothing } from './says-nothing.ts';
import { stateHash } from './state-hash.ts';

export interface DecideRequest extends Omit<Entry, 'who'> {
  readonly decision: string;
  /** The person who decides, by name, and in which role. */
  readonly name: string;
  readonly role: string;
  /** With which the person is signed in, beside the name that they type. */
  readonly account?: string;
  /** Typed by the signer; see `confirmationOf`. */
  readonly confirmation: string;
  /** Why harm is not reasonably likely although the factors add up to a high risk; of a privacy officer only. */
  readonly despiteRisk?: string;
  readonly law?: LawPack;
}

/** What a signer has to type, word for word. */
export function confirmationOf(number: string, decision: string, name: string): string {
  return `I, ${name}, decide ${number}: ${decision}`;
}

/**
 * Appends a signed decision. It binds the hash of the record as the signer saw it; an earlier decision stays in the record.
 * Rejects with OperatorError: no name or role, another confirmation, and a decision more lenient than facts and answers
 * carry, naming what is open; no notice at a high risk of harm without a privacy officer's written reason. The stricter decision,
 * notice, is always free to take.
 */
export async function decideAssessment(request: DecideRequest): Promise<{ version: number; stateHash: string }> {
  const { name, role } = request;
  const law = request.law ?? loadLaw();
  const decision = DECISIONS.find((known) => known === request.decision);
  if (decision === undefined) {
    throw new OperatorError(
      `decision ${request.decision}`,
      'there is no such decision',
      `Known: ${DECISIONS.join(', ')}.`,
    );
  }
  if (name.trim().split(/\s+/).length < 2) {
    throw new OperatorError(
      request.number,
      'a decision is signed by a person, with first and last name',
      'Give --name.',
    );
  }
  if (role.trim() === '') throw new OperatorError(request.number, 'the signer has no role', 'Give --role.');
  let signedHash = '';
  const { version } = await appendEntry({ ...request, who: `${name}, ${role}` }, 'decided', (standing) => {
    const { assessment, events, facts, answers } = standing;
    const wanted = confirmationOf(assessment.number, decision, name);
    if (request.confirmation !== wanted)
      throw new OperatorError(assessment.number, 'the decision is not confirmed', `Give --confirm "${wanted}".`);
    const { 'harm-signed-by': _, ...unsigned } = answers;
    const signable = decision === 'no-notice' ? { ...unsigned, 'harm-signed-by': name } : unsigned;
    const proposal = propose(facts, signable, law, assessment.openedAtMs);
    if (decision !== 'notify-consumers' && decision !== proposal.route) {
      const open = [...new Set(proposal.steps.flatMap(({ unknown }) => unknown))];
      throw new OperatorError(
        `decision ${decision}`,
        `the record carries "${proposal.route}"`,
        open.length > 0 ? `Answer first: ${open.join(', ')}.` : 'Correct the answers it rests on, or decide otherwise.',
      );
    }
    if (decision === 'no-notice') requireRiskSeen(standing, law, request);
    signedHash = stateHash(events, assessment.version);
    const data = {
      decision,
      proposed: proposal.route,
      name: maskIdentifierShapes(name),
      role: maskIdentifierShapes(role),
      stateHash: signedHash,
    };
    const despiteRisk =
      decision === 'no-notice' && request.despiteRisk ? maskIdentifierShapes(request.despiteRisk.trim()) : undefined;
    const { account } = request;
    return {
      data: {
        ...data,
        ...(account !== undefined && { account }),
        stateVersion: assessment.version,
        ...(despiteRisk !== undefined && { despiteRisk }),
      },
    };
  });
  return { version, stateHash: signedHash };
}

function requireRiskSeen(
  standing: Parameters<typeof riskOf>[0],
  law: LawPack,
  { role, despiteRisk = '' }: DecideRequest,
): void {
  const { factors, result } = riskOf(standing, law);
  const missing = factors.filter(({ scoredBy }) => scoredBy === undefined);
  if (missing.length > 0)
    throw new OperatorError(
      'decision no-notice',
      `nobody has scored ${missing.map(({ id }) => id).join(', ')}`,
      'Score them with: sharewarden breach assess',
    );
  if (result !== 'high' || (isPrivacyOfficer(role) && !saysNothing(despiteRisk))) return;
  throw new OperatorError(
    'decision no-notice',
    'the risk of harm is high',
    'A privacy officer may sign it, with --despite-risk "why harm is still not reasonably likely".',
  );
}

function isPrivacyOfficer(role: string): boolean {
  return /\bprivacy officer\b/i.test(role.replaceAll('-', ' '));
}
