import type { AnswerKey } from './questions.ts';

/** Where the decision path ends, from the facts and answers there are. */
export type Route =
  | 'paper'
  | 'not-a-breach'
  | 'outside-the-statute'
  | 'safe-harbour'
  | 'no-notice'
  | 'assess'
  | 'notify-consumers';

/** One step of the path: what was asked of the law, how it came out, and why. */
export interface Step {
  readonly step: string;
  readonly outcome: string;
  readonly reason: string;
  readonly clause: string;
  readonly status: string;
  /** The step went the strict way because this is not known. */
  readonly unknown: readonly AnswerKey[];
}

export interface Duty {
  readonly duty: string;
  readonly text: string;
  readonly when: string;
  readonly dueAtMs?: number;
  readonly reason: string;
  readonly clause: string;
  readonly status: string;
  /** Holds only as long as something stays unknown. */
  readonly provisional: boolean;
}

/** What the law pack proposes. A named person decides. */
export interface Proposal {
  readonly route: Route;
  /** One sentence. */
  readonly headline: string;
  readonly steps: readonly Step[];
  readonly duties: readonly Duty[];
  /** Clock is stopped by a recorded law-enforcement request. */
  readonly delayed: boolean;
  /** Informative lines: other states, federal labels. */
  readonly labels: readonly { readonly text: string; readonly status: string }[];
  /** Unknown answers that the route turns on, with the route that a lenient answer would give. */
  readonly turnsOn: readonly TurningPoint[];
}

/** Answers, still unknown, that together would give another route. */
export interface TurningPoint {
  readonly key: AnswerKey;
  readonly answer: string;
  /** Needed beside it. */
  readonly also: readonly { readonly key: AnswerKey; readonly answer: string }[];
  readonly route: Route;
}
