import {
  type AnswerKey,
  type Assessment,
  choiceWords,
  DECISIONS,
  documentsOf,
  loadLaw,
  MARKS,
  NOTICE_METHODS,
  QUESTIONS,
  type Question,
  SCORES,
  signerWords,
} from '../breach/index.ts';
import { AUDIENCE_WORDS, shownText } from '../model/index.ts';
import { type NextDuty, nextDuty, stateWords } from './assessment-register.ts';
import type { EntryProblem } from './entry-problem.ts';
import type { AskedBy } from './route.ts';
import { TEXTS } from './texts.ts';
import type { TypedText } from './typed-texts.ts';
import { peopleInFigures } from './words.ts';

/** Two people wrote the same record: what each has for a question. */
export interface Conflict {
  readonly key: string;
  readonly ask: string;
  readonly theirs: string;
  readonly mine: string;
}

/** What a person wrote and the record did not take yet. */
export interface Unsaved {
  readonly values: Readonly<Record<string, string>>;
  readonly conflicts: readonly Conflict[];
  readonly changedBy?: string;
  readonly problems: readonly EntryProblem[];
  /** The form that was sent: `answers`, `risk-` with the factor, `sign`, `notices` or `close`. */
  readonly part: string;
  /** What stood in its fields, by their names, so that nobody types it twice. */
  readonly fields: Readonly<Record<string, string>>;
  /** Part of it was saved. */
  readonly isPartlySaved?: boolean;
  /** Of a form that the page does not show any more. */
  readonly typed?: readonly TypedText[];
}

/** A question as the form shows it. */
export interface QuestionField extends Omit<Question, 'choices'> {
  readonly choices?: readonly Choice[];
  readonly value: string;
  /** What the record holds. */
  readonly seen: string;
  /** The value for paper. */
  readonly words: string;
  readonly isConfigured: boolean;
}

interface Choice {
  readonly value: string;
  readonly words: string;
}

export interface AssessmentView extends Assessment {
  readonly peopleWords: string;
  /** Rules that asked for it, by their titles. */
  readonly ruleTitles: readonly { readonly rule: string; readonly title: string }[];
  readonly stateWords: string;
  /** The decision that stands. */
  readonly standing?: { readonly decision: string; readonly signer: string; readonly signedAtMs: number };
  readonly nextDuty?: NextDuty;
  /** Questions on which the route or a duty turns. */
  readonly decidingFields: readonly QuestionField[];
  readonly questions: readonly {
    readonly number: number;
    readonly title: string;
    readonly known: Assessment['groups'][number]['known'];
    readonly answered: number;
    readonly of: number;
    /** Without those that stand above. */
    readonly fields: readonly QuestionField[];
  }[];
  /** By its key, for what turns on it. */
  readonly asks: Readonly<Record<string, string>>;
  readonly signedDecisions: readonly (Assessment['decisions'][number] & { readonly signer: string })[];
  readonly dutyWords: Readonly<Record<string, string>>;
  readonly documents: readonly { readonly id: string; readonly title: string }[];
  readonly decisionsToTake: readonly string[];
  readonly scoresToGive: readonly string[];
  readonly methods: readonly Choice[];
  readonly marks: string;
  readonly audienceWords: typeof AUDIENCE_WORDS;
  readonly unsaved: Unsaved | undefined;
  readonly saved: number | undefined;
  readonly mayAnswer: boolean;
  readonly maySign: boolean;
}

/** The record as a guided form with its proposal, clocks, risk, decisions and documents. Words of people are shown safe. */
export function assessmentView(
  assessment: Assessment,
  { viewer: { account }, review: { rules } }: AskedBy,
  { unsaved, saved }: { readonly unsaved?: Unsaved; readonly saved?: number } = {},
): AssessmentView {
  const isOpen = assessment.status === 'open';
  const fieldOf = fieldsOf(assessment, unsaved);
  const { decision } = assessment;
  const next = nextDuty(assessment);
  return {
    ...assessment,
    peopleWords: peopleInFigures(assessment.people),
    ruleTitles: assessment.rules.map((rule) => ({ rule, title: rules.get(rule)?.title ?? rule })),
    stateWords: stateWords(assessment),
    ...(decision &&
      !decision.toSignAgain && {
        standing: { decision: decision.decision, signer: signerWords(decision), signedAtMs: decision.signedAtMs },
      }),
    ...(next && { nextDuty: next }),
    decidingFields: isOpen
      ? assessment.deciding.flatMap((key) => ASKED.filter((each) => each.key === key)).map(fieldOf)
      : [],
    questions: assessment.groups.map(({ number, title, known }) => {
      const fields = ASKED.filter(({ group }) => group === number).map(fieldOf);
      const shown = new Set(fields.map(({ ask }) => ask));
      return {
        ...{ number, title },
        // An answer stands in its field; the digest of the pack stands at the foot of the page.
        known: known
          .filter(({ field }) => !shown.has(field) && field !== 'Policy pack')
          .map((field) => ({ ...field, value: byTitles(field.value, rules) })),
        answered: fields.filter(({ seen }) => seen !== '').length,
        of: fields.length,
        fields: isOpen ? fields.filter(({ key }) => !assessment.deciding.includes(key)) : fields,
      };
    }),
    asks: Object.fromEntries(QUESTIONS.map(({ key, ask }) => [key, ask])),
    signedDecisions: assessment.decisions.map((signed) => ({ ...signed, signer: signerWords(signed) })),
    dutyWords: Object.fromEntries(assessment.proposal.duties.map(({ duty, text }) => [duty, text])),
    documents: documentsOfAssessment(assessment),
    decisionsToTake: DECISIONS,
    scoresToGive: SCORES,
    methods: NOTICE_METHODS.map(choiceOf),
    marks: MARKS,
    audienceWords: AUDIENCE_WORDS,
    events: assessment.events.map(({ entry, ...event }) => ({
      ...event,
      why: byTitles(shownText(event.why), rules),
      ...(entry !== undefined && { entry: shownText(entry) }),
    })),
    unsaved,
    saved,
    mayAnswer: isOpen && (account.role === 'custodian' || account.role === 'privacy-officer'),
    maySign: account.role === 'privacy-officer',
  };
}

/** Who signs is answered by the signature alone. */
const ASKED: readonly (Question & { readonly key: AnswerKey })[] = QUESTIONS.filter(
  ({ key }) => key !== 'harm-signed-by',
);

function fieldsOf(
  { answers, groups }: Assessment,
  unsaved: Unsaved | undefined,
): (question: Question) => QuestionField {
  const configured = new Set(
    groups.flatMap(({ known }) => known.filter(({ from }) => from === 'configuration').map(({ field }) => field)),
  );
  return ({ choices, ...question }) => {
    const seen = answers[question.key] ?? '';
    const value = unsaved?.values[question.key] ?? seen;
    return {
      ...question,
      ...(choices && { choices: choices.map(choiceOf) }),
      value,
      seen,
      words: value === '' ? TEXTS.assessment.notAnswered : choices ? choiceWords(value) : value,
      isConfigured: configured.has(question.ask),
    };
  };
}

function choiceOf(value: string): Choice {
  return { value, words: choiceWords(value) };
}

/** Rules are called by their titles, with the id of the record in brackets. */
function byTitles(text: string, rules: AskedBy['review']['rules']): string {
  return text.replace(/\b[a-z]+-\d+\b/g, (id) => {
    const title = rules.get(id)?.title;
    return title === undefined ? id : `“${title}” (${id})`;
  });
}

function documentsOfAssessment(assessment: Assessment): readonly { readonly id: string; readonly title: string }[] {
  return documentsOf(assessment, loadLaw()).map(({ id, title }) => ({ id, title }));
}
