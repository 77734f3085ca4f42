import type { RecordedAssessment } from '../record/index.ts';
import type { Clock } from './clocks.ts';
import type { Folded } from './events.ts';
import type { Proposal, Route } from './proposal.ts';
import { type AnswerKey, type Answers, isAnswered } from './questions.ts';
import type { Risk } from './risk.ts';

/** What has to be done next, and the command that does it. */
export interface NextStep {
  readonly says: string;
  readonly command: string;
}

/** Answer on which a provisional duty rests. */
const RESTS_ON: Readonly<Record<string, AnswerKey>> = {
  'notify-owner': 'role',
  eta: 'eta-funded',
  fti: 'fti-present',
};

/** Unanswered questions on which a duty rests that holds only as long as nothing says otherwise. */
function dutiesRestOn(answers: Answers, clocks: readonly Clock[]): AnswerKey[] {
  return clocks.flatMap(({ duty, provisional, state }) => {
    const key = provisional && state !== 'done' ? RESTS_ON[duty] : undefined;
    return key === undefined || isAnswered(answers, key) ? [] : [key];
  });
}

/** Unanswered questions that decide, the route first and then the duties; none where a signed decision stands. Pure. */
export function decidingQuestions(
  { answers, decisions, changedSinceDecision }: Folded,
  { turnsOn, route }: Pick<Proposal, 'turnsOn' | 'route'>,
  clocks: readonly Clock[],
): readonly AnswerKey[] {
  if (decisions.length > 0 && !changedSinceDecision) return [];
  const turning = turnsOn.flatMap(({ key, also }) => [key, ...also.map((other) => other.key)]);
  const harm: readonly AnswerKey[] = route === 'assess' && !isAnswered(answers, 'harm') ? ['harm'] : [];
  const keys = [...turning, ...harm, ...dutiesRestOn(answers, clocks)];
  // Only a signature answers who signs.
  return [...new Set(keys)].filter((key) => key !== 'harm-signed-by');
}

/** The shortest way from here to a closed record, in order; none where it is closed. Pure. */
export function nextSteps(
  folded: Folded,
  assessment: Pick<RecordedAssessment, 'number' | 'status'>,
  proposal: Proposal,
  clocks: readonly Clock[],
  risk: Risk,
): readonly NextStep[] {
  if (assessment.status === 'closed') return [];
  const breach = (command: string, rest = '') =>
    `sharewarden breach ${command} ${assessment.number}${rest} --because "..."`;
  const { answers, decisions, changedSinceDecision } = folded;
  const decided = decisions.length > 0 && !changedSinceDecision;
  const steps: NextStep[] = [];
  const missing = dutiesRestOn(answers, clocks);
  if (!decided && proposal.route === 'assess' && !isAnswered(answers, 'harm')) missing.push('harm');
  if (!isAnswered(answers, 'lessons')) missing.push('lessons');
  const [first, ...more] = missing;
  if (first !== undefined) {
    const and = more.length > 0 ? ` --and ${more.map((key) => `${key}=...`).join(' ')}` : '';
    steps.push({ says: `Answer ${missing.join(', ')}.`, command: breach('answer', ` ${first} ...${and}`) });
  }
  if (!decided) steps.push(...untilDecided(folded, proposal.route, risk, breach, assessment.number));
  const due = clocks.filter(({ duty, state }) => DUE.has(state) && duty !== 'substitute-notice-allowed');
  for (const { duty, provisional } of due) {
    const key = RESTS_ON[duty];
    if (KEPT.has(duty) || (provisional && key !== undefined && !isAnswered(answers, key))) continue;
    if (!decided && !AT_ONCE.has(duty)) continue;
    steps.push({
      says: `Meet the duty ${duty}, and record it.`,
      command: breach('notify', ` ${duty} --to "..." --method written`),
    });
  }
  if (steps.length === 0) steps.push({ says: 'Nothing is open.', command: breach('close') });
  return steps;
}

const DUE: ReadonlySet<Clock['state']> = new Set(['running', 'overdue', 'no-date']);
const KEPT: ReadonlySet<string> = new Set(['keep-no-notice-memo', 'document-decision']);
/** Duties that wait for no decision. */
const AT_ONCE: ReadonlySet<string> = new Set(['notify-owner', 'fti', 'eta']);

function untilDecided(
  { answers }: Folded,
  route: Route,
  risk: Risk,
  breach: (command: string, rest: string) => string,
  number: string,
): readonly NextStep[] {
  const steps: NextStep[] = [];
  const noNotice = answers.harm === 'not-reasonably-likely';
  if (noNotice && risk.factors.some(({ scoredBy }) => scoredBy === undefined))
    steps.push({
      says: 'Score the factors of the risk of harm; "proposed" takes the proposed scores as your own.',
      command: breach('assess', ' all proposed --evidence "..."'),
    });
  const decision = route === 'assess' ? (noNotice ? 'no-notice' : 'notify-consumers') : route;
  const despite = decision === 'no-notice' && risk.result === 'high' ? ' --despite-risk "..."' : '';
  const role = despite === '' ? '...' : 'privacy officer';
  if (route !== 'assess' || noNotice)
    steps.push({
      says: `Decide and sign; the record carries ${decision}${noNotice ? `, with a risk of harm of "${risk.result}"` : ''}.`,
      command: breach(
        'decide',
        ` ${decision} --name "First Last" --role "${role}"${despite} --confirm "I, First Last, decide ${number}: ${decision}"`,
      ),
    });
  return steps;
}
