import { AUDIENCE_WORDS } from '../model/index.ts';
import type { Score } from './entries.ts';
import type { Folded } from './events.ts';
import { informationWords } from './information-words.ts';
import type { LawPack, RiskFactors } from './law-pack.ts';
import { sourceOf, wordsOf } from './plain-words.ts';
import type { Answers } from './questions.ts';
import { choiceWords } from './record-words.ts';
import type { ScanFacts } from './scan-facts.ts';

/** One factor as it stands: proposed from what is known, or scored by a person. */
export interface RiskFactor {
  readonly id: string;
  readonly title: string;
  readonly kind: 'impact' | 'likelihood';
  readonly source: string;
  readonly status: string;
  readonly score: Score;
  readonly reason: string;
  readonly evidence: string;
  /** Absent where the score is only proposed. */
  readonly scoredBy?: string;
  /** The score is high because nobody knows. */
  readonly unknown: boolean;
}

export interface Risk {
  readonly factors: readonly RiskFactor[];
  readonly result: Score;
  readonly says: string;
  /** Factors that are proposed or unknown, and what the result would be if each of them alone were low. */
  readonly sensitivity: readonly { readonly factor: string; readonly resultIfLow: Score }[];
}

interface Suggestion {
  readonly score: Score;
  readonly reason: string;
  readonly unknown?: boolean;
}

/** The risk of harm by the factors of the law pack. Pure; what nobody knows counts as high. */
export function riskOf({ facts, answers, scores }: Pick<Folded, 'facts' | 'answers' | 'scores'>, law: LawPack): Risk {
  const factors = law.risk.factors.map((factor): RiskFactor => {
    const { id, title, kind, source, status } = factor;
    const scored = scores.get(id);
    const base = { id, title, kind, source, status };
    if (scored) {
      const { score, reason, evidence, who } = scored;
      return { ...base, score, reason, evidence, scoredBy: who, unknown: false };
    }
    const { score, reason, unknown = false } = suggest(factor, facts, answers);
    return { ...base, score, reason, evidence: unknown ? 'none' : `${sourceOf(facts)} and answers`, unknown };
  });
  const result = resultOf(factors);
  const sensitivity = factors
    .filter(({ scoredBy, score }) => scoredBy === undefined && score !== 'low')
    .map(({ id }) => {
      const changed = factors.map((factor) => (factor.id === id ? { ...factor, score: 'low' as const } : factor));
      return { factor: id, resultIfLow: resultOf(changed) };
    });
  return { factors, result, says: law.risk.result.says, sensitivity };
}

const RANK: Readonly<Record<Score, number>> = { low: 0, moderate: 1, high: 2 };

function resultOf(factors: readonly Pick<RiskFactor, 'kind' | 'score'>[]): Score {
  const highest = (kind: RiskFactor['kind']): Score =>
    factors
      .filter((factor) => factor.kind === kind)
      .reduce<Score>((most, { score }) => (RANK[score] > RANK[most] ? score : most), 'low');
  const [impact, likelihood] = [highest('impact'), highest('likelihood')];
  return RANK[impact] < RANK[likelihood] ? impact : likelihood;
}

const GRAVE = [
  'us-ssn',
  'us-ssn-partly-masked',
  'us-itin',
  'us-bank-account',
  'payment-card',
  'medical-term',
  'username-password',
];
const NOT_KNOWN = { score: 'high', reason: 'Not known; counts as high.', unknown: true } as const;

function suggest(factor: RiskFactors['factors'][number], facts: ScanFacts, answers: Answers): Suggestion {
  const types = facts.elements.map(({ type }) => type);
  switch (factor.id) {
    case 'identifiability':
      if (facts.unreadParts > 0) return { ...NOT_KNOWN, reason: 'Not everything could be read; counts as high.' };
      if (facts.statutory.people.upper > 0) return { score: 'high', reason: 'Names stand beside the elements.' };
      return { score: 'moderate', reason: 'No name was recognized beside the elements.' };
    case 'quantity': {
      const count = facts.people.upper;
      const reason = `At most ${count.toLocaleString('en-US')} people.`;
      if (facts.unreadParts > 0) return { ...NOT_KNOWN, reason: `${reason} Not everything could be read.` };
      if (count >= (factor.high_from ?? 0)) return { score: 'high', reason };
      return { score: count >= (factor.moderate_from ?? 0) ? 'moderate' : 'low', reason };
    }
    case 'field-sensitivity': {
      const grave = types.filter((type) => GRAVE.includes(type));
      if (grave.length > 0) return { score: 'high', reason: `Found: ${grave.map(informationWords).join(', ')}.` };
      if (facts.unreadParts > 0) return { ...NOT_KNOWN, reason: 'Not everything could be read; counts as high.' };
      return {
        score: facts.protectedPii.length > 0 ? 'moderate' : 'low',
        reason: `Found: ${types.map(informationWords).join(', ')}.`,
      };
    }
    case 'obligation':
      return facts.statutory.typesFound.length + facts.regimes.length > 0
        ? { score: 'high', reason: 'A statute or agreement protects the data.' }
        : { score: 'moderate', reason: 'The Plan and TEGL 39-11 apply.' };
    case 'access-and-location': {
      const audiences = Object.keys(facts.audiences);
      const readers = audiences.map((audience) => wordsOf(audience, AUDIENCE_WORDS)).join(', ');
      if (audiences.length === 0 || audiences.some((audience) => ['public', 'everyone', 'unknown'].includes(audience)))
        return { score: 'high', reason: `Readable by: ${readers || 'not known'}.` };
      return { score: 'moderate', reason: `Readable by: ${readers}.` };
    }
    case 'usability':
      if (answers.encrypted === 'yes' && answers['key-exposed'] === 'no')
        return { score: 'low', reason: 'Answered: encrypted, and the key was not exposed.' };
      if (facts.onlyRedacted) return { score: 'low', reason: 'Only redacted numbers were found.' };
      return { score: 'high', reason: 'The data can be read, or it is not known that they cannot.' };
    case 'likelihood-of-harm':
      if (answers.misused === 'yes') return { score: 'high', reason: 'Answered: misused.' };
      if (answers.accessed === 'no' && answers['no-access-proven'] === 'yes')
        return { score: 'low', reason: 'Evidence proves that nobody had access.' };
      return NOT_KNOWN;
    case 'intent-and-recipient':
      if (answers.recipient === 'returned-unopened' || answers.recipient === 'attested-destroyed')
        return { score: 'low', reason: `Answered: ${choiceWords(answers.recipient)}.` };
      return NOT_KNOWN;
    case 'mitigation':
      return (answers.mitigation ?? 'unknown') === 'unknown'
        ? NOT_KNOWN
        : { score: 'moderate', reason: 'Answered what was done.' };
    default:
      return NOT_KNOWN;
  }
}
