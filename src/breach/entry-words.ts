import { dayInWords } from '../model/index.ts';
import type { AssessmentEvent } from '../record/index.ts';
import { decisionData, noticeData, scoreData } from './entries.ts';
import { answerData } from './events.ts';
import type { LawPack } from './law-pack.ts';

import { questionOf } from './questions.ts';
import { choiceWords, ROUTE_WORDS } from './record-words.ts';

/**
 * What an entry of a person says, with the keys of the record in brackets: `Did somebody get access? no (accessed: no)`. Undefined
 * for what a scan wrote and where the kind of the entry says all. Pure.
 */
export function entryWords({ kind, data }: Pick<AssessmentEvent, 'kind' | 'data'>, law: LawPack): string | undefined {
  switch (kind) {
    case 'answered': {
      const { key, value } = answerData.parse(data);
      const question = questionOf(key);
      return question?.choices
        ? `${question.ask} ${choiceWords(value)} (${key}: ${value})`
        : `${question?.ask ?? key} ${value} (${key})`;
    }
    case 'assessed': {
      const { factor, score, evidence } = scoreData.parse(data);
      const title = law.risk.factors.find(({ id }) => id === factor)?.title ?? factor;
      return `${title}: ${score}, evidence: ${evidence} (${factor})`;
    }
    case 'decided': {
      const { decision, name, role, account } = decisionData.parse(data);
      return `${ROUTE_WORDS[decision]} (${decision}), signed by ${signerWords({ name, role, account })}`;
    }
    case 'notified': {
      const { duty, recipient, method, sentAtMs, count } = noticeData.parse(data);
      const people = count === undefined ? '' : `, ${count.toLocaleString('en-US')} people`;
      return `${recipient}, ${choiceWords(method)}, sent ${dayInWords(sentAtMs)}${people} (${duty})`;
    }
    default:
      return undefined;
  }
}

/** `Olga Petrov, Privacy officer (signed in as olga)` */
export function signerWords({
  name,
  role,
  account,
}: {
  name: string;
  role: string;
  account?: string | undefined;
}): string {
  return `${name}, ${role}${account === undefined ? '' : ` (signed in as ${account})`}`;
}
