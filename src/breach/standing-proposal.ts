import type { RecordedAssessment } from '../record/index.ts';
import { discoveredAtMs } from './clocks.ts';
import type { SignedDecision } from './entries.ts';
import type { Folded } from './events.ts';
import type { LawPack } from './law-pack.ts';
import type { Proposal } from './proposal.ts';
import { propose } from './propose.ts';

/** The proposal with the duties of the decision that stands; a decision that has to be signed again binds nobody. */
export function standingProposal(
  folded: Folded,
  assessment: Pick<RecordedAssessment, 'openedAtMs'>,
  law: LawPack,
): { readonly proposal: Proposal; readonly discoveredMs: number; readonly decision: SignedDecision | undefined } {
  const discoveredMs = discoveredAtMs(folded, assessment.openedAtMs);
  const decision = folded.decisions.at(-1);
  const stands = decision !== undefined && !folded.changedSinceDecision;
  const decided = stands ? decision.decision : undefined;
  return { proposal: propose(folded.facts, folded.answers, law, discoveredMs, decided), discoveredMs, decision };
}
