import type { ScanFacts } from './scan-facts.ts';

/** What only a person knows. Every answer may be `unknown`, and unknown never takes the lenient branch. */
export interface Question {
  readonly key: AnswerKey;
  /** Field group of the record, 1 to 14. */
  readonly group: number;
  readonly ask: string;
  /** The reason for asking, in terms of what turns on it. */
  readonly why: string;
  readonly kind: 'yes-no' | 'one-of' | 'count' | 'text' | 'date';
  readonly choices?: readonly string[];
}

export type AnswerKey = (typeof QUESTIONS)[number]['key'];

/** Answers by question key; an absent one is unknown. */
export type Answers = Readonly<Partial<Record<AnswerKey, string>>>;

export const YES_NO = ['yes', 'no', 'unknown'] as const;

const yesNo = { kind: 'yes-no', choices: YES_NO } as const;

export const QUESTIONS = [
  {
    key: 'reporter',
    group: 1,
    kind: 'text',
    ask: 'Who reports this: name, role, employer and workforce area?',
    why: 'The record names who received the report and for whom.',
  },
  {
    key: 'incident-start',
    group: 2,
    kind: 'date',
    ask: 'When did the exposure begin, as far as you know?',
    why: 'The scan knows only the nights on which it looked.',
  },
  {
    key: 'detected-at',
    group: 2,
    kind: 'date',
    ask: 'When was it detected?',
    why: 'Every deadline is counted from discovery.',
  },
  { key: 'contained-at', group: 2, kind: 'date', ask: 'When was the access closed?', why: 'The exposure ends there.' },
  {
    key: 'circumstances',
    group: 3,
    kind: 'text',
    ask: 'What happened, and how did the files come to lie there?',
    why: 'An error, an abuse of trust and an outside act are judged differently.',
  },
  {
    key: 'computerized',
    group: 3,
    ...yesNo,
    ask: 'Is the information computerized?',
    why: 'The statute covers computerized information only; paper follows the Plan and TEGL 39-11.',
  },
  {
    key: 'names-beside',
    group: 4,
    ...yesNo,
    ask: 'Do names stand beside the numbers, or can a reader tell whose they are?',
    why: 'The statute speaks of a name together with an element; the scan may not have recognized every name.',
  },
  {
    key: 'fti-present',
    group: 4,
    ...yesNo,
    ask: 'Is federal tax information among it?',
    why: 'Then the Treasury inspector and the IRS are contacted within 24 hours.',
  },
  {
    key: 'eta-funded',
    group: 4,
    ...yesNo,
    ask: 'Is it information of participants in an ETA-funded program?',
    why: 'Then the Federal Project Officer is told at once.',
  },
  {
    key: 'contacts-missing',
    group: 5,
    ...yesNo,
    ask: 'Is contact information missing for some of the people?',
    why: 'Then those may be given substitute notice.',
  },
  {
    key: 'encrypted',
    group: 6,
    ...yesNo,
    ask: 'Was all of the information encrypted?',
    why: 'Encrypted information is outside the statute as long as its key was not exposed. The scan read these files, so say yes only with evidence.',
  },
  {
    key: 'key-exposed',
    group: 6,
    ...yesNo,
    ask: 'Was the key or password exposed too?',
    why: 'Encryption protects only while the key is confidential; unknown counts as exposed.',
  },
  {
    key: 'redacted',
    group: 6,
    ...yesNo,
    ask: 'Was all of the information redacted: at most five digits of an SSN, or the last four of another number?',
    why: 'Redacted information is outside the statute.',
  },
  {
    key: 'accessed',
    group: 7,
    ...yesNo,
    ask: 'Did somebody without authority get access?',
    why: 'A breach is unauthorized access and acquisition; no evidence is not evidence of none.',
  },
  {
    key: 'acquired',
    group: 7,
    ...yesNo,
    ask: 'Did somebody without authority acquire the information: copy, download, receive or print it?',
    why: 'A breach is unauthorized access and acquisition.',
  },
  {
    key: 'no-access-proven',
    group: 7,
    ...yesNo,
    ask: 'Do logs or other evidence prove that nobody did?',
    why: 'Only positive evidence closes the question.',
  },
  {
    key: 'good-faith',
    group: 7,
    ...yesNo,
    ask: 'Was it acquired only by an employee or agent, in good faith and for a legitimate purpose?',
    why: 'That is not a breach, if the information is not misused.',
  },
  {
    key: 'recipient',
    group: 7,
    kind: 'one-of',
    choices: ['none', 'returned-unopened', 'attested-destroyed', 'trusted', 'other', 'unknown'],
    ask: 'Who received the information, and what became of it?',
    why: 'A recipient who returned it unopened or attests its destruction limits the harm; it proves nothing alone.',
  },
  {
    key: 'misused',
    group: 7,
    ...yesNo,
    ask: 'Was the information used otherwise or disclosed further?',
    why: 'Good faith ends with misuse.',
  },
  {
    key: 'role',
    group: 8,
    kind: 'one-of',
    choices: ['owner', 'holder', 'unknown'],
    ask: 'Does your body own or license the data, or hold it for another?',
    why: 'A holder tells the owner immediately; system data held by a board is held for the State.',
  },
  {
    key: 'owner-notified',
    group: 8,
    kind: 'text',
    ask: 'Whom at the owner did you tell, and when?',
    why: 'The holder must show that it did.',
  },
  {
    key: 'harm',
    group: 9,
    kind: 'one-of',
    choices: ['reasonably-likely', 'not-reasonably-likely', 'unknown'],
    ask: 'Is identity theft or fraud reasonably likely for any of the people?',
    why: 'If an investigation finds it is not, no notice is due; the signed finding is kept for five years.',
  },
  {
    key: 'harm-signed-by',
    group: 9,
    kind: 'text',
    ask: 'Who signs that finding?',
    why: 'A named person decides; the tool only proposes.',
  },
  {
    key: 'law-enforcement-hold',
    group: 10,
    ...yesNo,
    ask: 'Did a law-enforcement agency ask to delay the notice?',
    why: 'Notice may wait, but only on record.',
  },
  {
    key: 'law-enforcement-officer',
    group: 10,
    kind: 'text',
    ask: 'Which officer asked?',
    why: 'The delay counts only with the officer on record.',
  },
  {
    key: 'law-enforcement-agency',
    group: 10,
    kind: 'text',
    ask: 'Of which agency?',
    why: 'The delay counts only with the agency on record.',
  },
  {
    key: 'notified-at-one-time',
    group: 11,
    kind: 'count',
    ask: 'How many consumers are notified at one time?',
    why: 'Above 1,000 the Attorney General and the consumer reporting agencies are told as well.',
  },
  {
    key: 'notice-cost-usd',
    group: 11,
    kind: 'count',
    ask: 'What would notice cost, in dollars?',
    why: 'Above $100,000 substitute notice is allowed.',
  },
  {
    key: 'mitigation',
    group: 12,
    kind: 'text',
    ask: 'What was done: access closed, copies recalled and destroyed, passwords changed, cause mended?',
    why: 'The record shows what limits the harm.',
  },
  {
    key: 'employer-type',
    group: 13,
    kind: 'one-of',
    choices: ['state', 'board', 'subrecipient', 'unknown'],
    ask: 'Who employs the person involved?',
    why: 'Decisions on access are reserved to the State, and employment action to the employer; the tool only makes the referral.',
  },
  {
    key: 'lessons',
    group: 14,
    kind: 'text',
    ask: 'What remains, and when is it looked at again?',
    why: 'A record is closed with its open ends named.',
  },
] as const satisfies readonly (Omit<Question, 'key'> & { readonly key: string })[];

export function isAnswered(answers: Answers, key: AnswerKey): boolean {
  return (answers[key] ?? 'unknown') !== 'unknown';
}

/** Questions that nothing has answered yet, without those on which nothing can turn as things stand. Pure. */
export function openQuestions(
  facts: Pick<ScanFacts, 'files' | 'filesNoLongerExposed' | 'statutory'>,
  answers: Answers,
): readonly Question[] {
  const met = facts.files + facts.filesNoLongerExposed > 0;
  const idle: Readonly<Partial<Record<AnswerKey, boolean>>> = {
    computerized: met,
    'names-beside': facts.statutory.people.upper > 0,
    'key-exposed': answers.encrypted === 'no',
    'no-access-proven': answers.accessed === 'yes' || answers.acquired === 'yes',
    'owner-notified': answers.role === 'owner',
    // Given by the signed decision.
    'harm-signed-by': true,
    'law-enforcement-officer': answers['law-enforcement-hold'] !== 'yes',
    'law-enforcement-agency': answers['law-enforcement-hold'] !== 'yes',
  };
  return QUESTIONS.filter(({ key }) => !isAnswered(answers, key) && idle[key] !== true);
}

const INSTANT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** Milliseconds since 1970 of a day (its beginning, UTC) or of an instant with its zone; NaN for a text that is neither. */
export function instantMs(text: string): number {
  return INSTANT.test(text) ? Date.parse(text) : Number.NaN;
}

export function questionOf(key: string): Question | undefined {
  return QUESTIONS.find((question) => question.key === key);
}

/** Why an answer cannot be taken, or undefined. */
export function answerProblem(question: Question, value: string): string | undefined {
  if (value.trim() === '') return 'is empty';
  if (value === 'unknown') return undefined;
  if (question.choices && !question.choices.includes(value)) return `is not one of ${question.choices.join(', ')}`;
  if (question.kind === 'text' && !/[\p{L}\p{N}]/u.test(value)) return 'says nothing';
  // Nine digits are no count of people or dollars of one incident, and might be somebody's number.
  if (question.kind === 'count' && !/^\d{1,8}$/.test(value)) return 'is not a whole number of at most eight digits';
  if (question.kind === 'date' && Number.isNaN(instantMs(value))) return 'is not a date like 2026-03-31';
  return undefined;
}
