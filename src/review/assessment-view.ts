import {
  type Assessment,
  DECISIONS,
  documentsOf,
  loadLaw,
  NOTICE_METHODS,
  QUESTIONS,
  type Question,
  SCORES,
} from '../breach/index.ts';
import { shownText } from '../model/index.ts';
import type { EntryProblem } from './entry-problem.ts';
import type { Viewer } from './route.ts';
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

export interface AssessmentView extends Assessment {
  readonly peopleWords: string;
  readonly questions: readonly {
    readonly number: number;
    readonly title: string;
    readonly known: Assessment['groups'][number]['known'];
    readonly fields: readonly (Question & { readonly value: string; readonly seen: string })[];
  }[];
  readonly dutyWords: Readonly<Record<string, string>>;
  readonly documents: readonly { readonly id: string; readonly title: string }[];
  readonly decisionsToTake: readonly string[];
  readonly scoresToGive: readonly string[];
  readonly methods: readonly string[];
  readonly unsaved: Unsaved | undefined;
  readonly saved: number | undefined;
  readonly mayAnswer: boolean;
  readonly maySign: boolean;
}

/** The record as a guided form with its proposal, clocks, risk, decisions and documents. Words of people are shown safe. */
export function assessmentView(
  assessment: Assessment,
  { account }: Viewer,
  { unsaved, saved }: { readonly unsaved?: Unsaved; readonly saved?: number } = {},
): AssessmentView {
  const isOpen = assessment.status === 'open';
  const { answers } = assessment;
  return {
    ...assessment,
    peopleWords: peopleInFigures(assessment.people),
    questions: assessment.groups.map(({ number, title, known }) => ({
      ...{ number, title },
      known: known.map((field) => ({ ...field, value: withoutDigests(field.value) })),
      fields: QUESTIONS.filter(({ group, key }) => group === number && key !== 'harm-signed-by').map((question) => ({
        ...question,
        value: unsaved?.values[question.key] ?? answers[question.key] ?? '',
        seen: answers[question.key] ?? '',
      })),
    })),
    dutyWords: Object.fromEntries(assessment.proposal.duties.map(({ duty, text }) => [duty, text])),
    documents: documentsOfAssessment(assessment),
    decisionsToTake: DECISIONS,
    scoresToGive: SCORES,
    methods: NOTICE_METHODS,
    events: assessment.events.map((event) => ({ ...event, why: shownText(event.why) })),
    unsaved,
    saved,
    mayAnswer: isOpen && (account.role === 'custodian' || account.role === 'privacy-officer'),
    maySign: account.role === 'privacy-officer',
  };
}

/** A digest is for programs: its beginning tells two apart. */
function withoutDigests(text: string): string {
  return text.replace(/\b([0-9a-f]{12})[0-9a-f]{20,}\b/g, '$1…');
}

function documentsOfAssessment(assessment: Assessment): readonly { readonly id: string; readonly title: string }[] {
  return documentsOf(assessment, loadLaw()).map(({ id, title }) => ({ id, title }));
}
