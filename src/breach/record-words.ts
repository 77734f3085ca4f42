import type { Route } from './proposal.ts';

/** Ends of the decision path as a clause: `notice is due`. */
export const ROUTE_WORDS: Readonly<Record<Route, string>> = {
  paper: 'the Plan and TEGL 39-11 apply instead of the statute',
  'not-a-breach': 'it is not a breach',
  'outside-the-statute': 'it is outside the statute',
  'safe-harbour': 'it is within a safe harbour',
  'no-notice': 'no notice is due',
  assess: 'it has to be assessed further',
  'notify-consumers': 'notice is due',
};

/** Choices of questions and methods of notice that their keys do not say by themselves. */
const CHOICES: Readonly<Record<string, string>> = {
  none: 'nobody received it',
  'returned-unopened': 'returned it unopened',
  'attested-destroyed': 'attests that it was destroyed',
  trusted: 'somebody who is trusted',
  other: 'somebody else',
  owner: 'owns or licenses the data',
  holder: 'holds the data for another',
  'not-reasonably-likely': 'not reasonably likely',
  state: 'the State',
  board: 'a local board',
  subrecipient: 'a subrecipient',
  email: 'e-mail',
  substitute: 'substitute notice',
};

/** A choice in plain words: `attests that it was destroyed` for `attested-destroyed`. */
export function choiceWords(choice: string): string {
  return CHOICES[choice] ?? choice.replaceAll('-', ' ');
}
