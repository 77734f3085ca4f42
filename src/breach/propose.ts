import { decideRoute, metInFiles } from './decide-route.ts';
import { dutiesOf } from './duties.ts';
import type { LawPack } from './law-pack.ts';
import type { Proposal, Route } from './proposal.ts';
import type { AnswerKey, Answers } from './questions.ts';
import type { ScanFacts } from './scan-facts.ts';

/** Answers that could let an incident go more lightly, tried one after another on what is still unknown. */
const LENIENT: readonly Readonly<Partial<Record<AnswerKey, string>>>[] = [
  { 'good-faith': 'yes', misused: 'no' },
  { 'names-beside': 'no' },
  { 'key-exposed': 'no' },
  { accessed: 'no', acquired: 'no', 'no-access-proven': 'yes' },
  { harm: 'not-reasonably-likely', 'harm-signed-by': 'a named person' },
];

const HEADLINES: Readonly<Record<Route, string>> = {
  paper: 'Not computerized: the breach statute does not apply; the Plan and TEGL 39-11 do.',
  'not-a-breach': 'Not a breach under the statute; write down why and keep the evidence.',
  'outside-the-statute': 'Outside the breach statute; the Plan, TEGL 39-11 and other regimes still apply.',
  'safe-harbour': 'Within a safe harbour of the statute; write down why and keep the evidence.',
  'no-notice': 'No notice is due; the signed finding is kept for five years.',
  assess:
    'Treated as a breach until somebody has assessed it: answer the open questions, and prepare notice meanwhile.',
  'notify-consumers': 'A breach under the statute: notice to each affected consumer is due.',
};

/**
 * What the law pack proposes for these facts and answers. Pure. Unknown never takes the lenient branch, and no answer is
 * taken as given by anybody but a person. Duties follow `decided`, a signed decision that stands, where there is one.
 */
export function propose(
  facts: ScanFacts,
  answers: Answers,
  law: LawPack,
  discoveredAtMs: number = facts.atMs,
  decided?: Route,
): Proposal {
  const { route, steps } = decideRoute({ facts, answers, law });
  const { duties, labels, delayed } = dutiesOf({ facts, answers, law, route: decided ?? route, discoveredAtMs });
  return {
    route,
    headline: HEADLINES[route],
    steps,
    duties,
    delayed,
    labels,
    turnsOn: turnsOn(facts, answers, law, route),
  };
}

/** Of an incident that no scan met. */
const LENIENT_AS_TOLD: typeof LENIENT = [{ computerized: 'no' }, { encrypted: 'yes', 'key-exposed': 'no' }];

function turnsOn(facts: ScanFacts, answers: Answers, law: LawPack, route: Route): Proposal['turnsOn'] {
  const tried = metInFiles(facts) ? LENIENT : [...LENIENT_AS_TOLD, ...LENIENT];
  return tried.flatMap((lenient) => {
    const entries = Object.entries(lenient) as [AnswerKey, string][];
    const open = entries.filter(([key]) => (answers[key] ?? 'unknown') === 'unknown');
    if (open.length === 0) return [];
    const other = decideRoute({ facts, answers: { ...answers, ...Object.fromEntries(open) }, law }).route;
    const [first, ...also] = open.map(([key, answer]) => ({ key, answer }));
    return other === route || !first ? [] : [{ ...first, also, route: other }];
  });
}
