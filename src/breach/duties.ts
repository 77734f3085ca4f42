import { counted } from '../model/index.ts';
import type { DutyName, LawPack } from './law-pack.ts';

import type { Duty, Proposal, Route } from './proposal.ts';
import type { Answers } from './questions.ts';
import type { ScanFacts } from './scan-facts.ts';

interface Situation {
  readonly facts: ScanFacts;
  readonly answers: Answers;
  readonly law: LawPack;
  readonly route: Route;
  readonly discoveredAtMs: number;
}

const HOUR_MS = 3_600_000;

/** Duties that follow from the route, the counts and the other regimes. */
export function dutiesOf(situation: Situation): Pick<Proposal, 'duties' | 'labels' | 'delayed'> {
  return {
    duties: [
      ...routeDuties(situation),
      ...ownerDuties(situation),
      ...noticeDuties(situation),
      ...otherRegimes(situation),
      ...neighbourDuties(situation),
    ],
    labels: labelsOf(situation),
    delayed: isDelayed(situation.answers),
  };
}

/** A delay counts only with the officer and the agency on record. */
function isDelayed(answers: Answers): boolean {
  const named = (key: 'law-enforcement-officer' | 'law-enforcement-agency') =>
    (answers[key] ?? 'unknown') !== 'unknown';
  return (
    answers['law-enforcement-hold'] === 'yes' && named('law-enforcement-officer') && named('law-enforcement-agency')
  );
}

function fromStatute(law: LawPack, duty: DutyName, reason: string, provisional: boolean): Duty {
  return { duty, ...law.statute.duties[duty], reason, provisional };
}

function routeDuties({ law, route }: Situation): readonly Duty[] {
  if (route === 'no-notice') {
    return [
      fromStatute(law, 'keep-no-notice-memo', 'A named person signed that harm is not reasonably likely.', false),
    ];
  }
  if (['paper', 'not-a-breach', 'outside-the-statute', 'safe-harbour'].includes(route)) {
    return [fromStatute(law, 'document-decision', 'The path ended without notice.', false)];
  }
  return [];
}

function isStatutoryBreach(route: Route): boolean {
  return route === 'assess' || route === 'notify-consumers' || route === 'no-notice';
}

/** The holder tells the owner in addition to everything else, never instead. */
function ownerDuties({ law, route, answers }: Situation): readonly Duty[] {
  if (!isStatutoryBreach(route) || answers.role === 'owner') return [];
  const known = answers.role === 'holder';
  const reason = known
    ? 'Your body holds the data for another.'
    : 'Whether your body owns the data is not known; treated as a holder.';
  return [fromStatute(law, 'notify-owner', reason, !known)];
}

/** How many consumers would be notified at one time: answered, or the most that the scan allows for. */
export function consumersToNotify({ facts, answers }: Pick<Situation, 'facts' | 'answers'>): {
  readonly count: number;
  readonly answered: boolean;
} {
  const answer = answers['notified-at-one-time'];
  if (answer !== undefined && /^\d+$/.test(answer)) return { count: Number(answer), answered: true };
  const { people, typesFound, residents } = facts.statutory;
  const named = people.upper > 0 || typesFound.length === 0 ? people.upper : facts.people.upper;
  // Residents of other states are not consumers of this statute; whoever's state is not known counts as one.
  const elsewhere = Object.entries(residents).reduce(
    (sum, [state, n]) => (state === '' || state === 'MO' ? sum : sum + n),
    0,
  );
  return { count: Math.max(0, named - elsewhere), answered: false };
}

function noticeDuties(situation: Situation): readonly Duty[] {
  const { law, route, answers } = situation;
  if (route !== 'assess' && route !== 'notify-consumers') return [];
  const open = route === 'assess';
  const { count, answered } = consumersToNotify(situation);
  const { attorney_general_consumers, substitute_cost_usd, substitute_consumers } = law.statute.thresholds;
  const shown = count.toLocaleString('en-US');
  const duties = [
    fromStatute(
      law,
      'notify-consumers',
      open ? 'Nothing yet says that no notice is due.' : 'Harm is reasonably likely.',
      open,
    ),
  ];
  if (count > attorney_general_consumers.more_than) {
    const reason = `${shown} consumers at one time is more than ${attorney_general_consumers.more_than.toLocaleString('en-US')}.`;
    duties.push(fromStatute(law, 'notify-attorney-general', reason, open || !answered));
  }
  const cost = answers['notice-cost-usd'];
  const reasons = [
    ...(cost !== undefined && /^\d+$/.test(cost) && Number(cost) > substitute_cost_usd.more_than
      ? [`notice costs more than $${substitute_cost_usd.more_than.toLocaleString('en-US')}`]
      : []),
    // Substitute notice is the lenient way, so it needs an answer; the scan's upper bound does not open it.
    ...(answered && count > substitute_consumers.more_than
      ? [`more than ${substitute_consumers.more_than.toLocaleString('en-US')} consumers are notified`]
      : []),
    ...(answers['contacts-missing'] === 'yes' ? ['contact information is missing, for those only'] : []),
  ];
  if (reasons.length > 0) {
    duties.push(fromStatute(law, 'substitute-notice-allowed', `Because ${reasons.join(' and ')}.`, open));
  }
  return duties;
}

function otherRegimes({ facts, answers, law, discoveredAtMs }: Situation): readonly Duty[] {
  const { federal } = law;
  const duties: Duty[] = federal.regimes
    .filter(({ id }) => facts.regimes.includes(id))
    .map(({ id, title, duty, when, clause, status }) => {
      return { duty: id, text: duty, when, reason: `The files hold ${title}.`, clause, status, provisional: false };
    });
  if (answers['fti-present'] !== 'no') {
    const known = answers['fti-present'] === 'yes';
    const { duty, within_hours, clause, status } = federal.fti;
    duties.push({
      duty: 'fti',
      text: duty,
      when: `within ${within_hours} hours`,
      dueAtMs: discoveredAtMs + within_hours * HOUR_MS,
      reason: known
        ? 'Answered: federal tax information is among it.'
        : 'Whether federal tax information is among it is not known; treated as yes.',
      clause,
      status,
      provisional: !known,
    });
  }
  if (facts.protectedPii.length > 0 && answers['eta-funded'] !== 'no') {
    const known = answers['eta-funded'] === 'yes';
    const reason = known
      ? 'Answered: information of participants in an ETA-funded program.'
      : 'Whether the program is ETA-funded is not known; treated as yes.';
    const { duty, when, clause, status } = federal.eta;
    duties.push({ duty: 'eta', text: duty, when, reason, clause, status, provisional: !known });
  }
  return duties;
}

const DAY_MS = 24 * HOUR_MS;

/**
 * Other states, by the stricter reading of a secondary source: ask counsel. Where residents of the state were seen, people
 * whose state was not seen may be more of them.
 */
function neighbourDuties({ facts, law, route, discoveredAtMs }: Situation): readonly Duty[] {
  if (route !== 'assess' && route !== 'notify-consumers') return [];
  const residents = residentsOf(facts);
  return law.federal.neighbour_states.flatMap(({ state, authority, from, within_days, says, status }): Duty[] => {
    const seen = residents[state] ?? 0;
    const perhaps = seen + (residents[''] ?? 0);
    if (seen === 0 || perhaps < from) return [];
    const unseen = seen < from ? ` and ${counted(perhaps - seen, 'person', 'people')} of a state not seen` : '';
    return [
      {
        duty: `notify-${state.toLowerCase()}`,
        text: `Ask counsel about ${state}: ${says}.`,
        when: within_days === undefined ? 'as that law says' : `within ${within_days} days`,
        ...(within_days !== undefined && { dueAtMs: discoveredAtMs + within_days * DAY_MS }),
        reason: `${counted(seen, 'resident', 'residents')} of ${state}${unseen}; ${authority} from ${from.toLocaleString('en-US')}.`,
        clause: `breach law of ${state}, one secondary source`,
        status,
        provisional: true,
      },
    ];
  });
}

function residentsOf(facts: ScanFacts): Readonly<Record<string, number>> {
  return facts.statutory.people.upper > 0 ? facts.statutory.residents : facts.residents;
}

function labelsOf({ facts, law }: Situation): Proposal['labels'] {
  const { major_incident, neighbour_states, public_ssn } = law.federal;
  const residents = residentsOf(facts);
  const labels = neighbour_states
    .filter(({ state }) => (residents[state] ?? 0) > 0)
    .map(({ state, says, status }) => {
      return {
        text: `${counted(residents[state] ?? 0, 'resident', 'residents')} of ${state}: ${says}; ask counsel.`,
        status,
      };
    });
  const unseen = residents[''] ?? 0;
  if (unseen > 0) {
    const text = `The state of ${counted(unseen, 'person', 'people')} was not seen; they count as residents of ${law.statute.state}, and may live in a state with a law of its own: ask counsel.`;
    labels.push({ text, status: 'D' });
  }
  const open: readonly string[] = public_ssn.types;
  if (facts.audiences.public && facts.elements.some(({ type }) => open.includes(type)))
    labels.push({ text: `Readable in public: ${public_ssn.says} (${public_ssn.clause}).`, status: public_ssn.status });
  if (facts.people.upper >= major_incident.at_least) {
    labels.push({ text: `${major_incident.says} (${major_incident.clause})`, status: major_incident.status });
  }
  return labels;
}
