import { QUESTIONS } from '../breach/index.ts';
import { maskIdentifierShapes, type OperatorError } from '../model/index.ts';
import { TEXTS } from './texts.ts';
import { inWebWords } from './web-remedy.ts';

/** Why something that a person wrote into a form was not taken. */
export interface EntryProblem {
  /** Name of the field it is about, where it is about one. */
  readonly field?: string;
  readonly says: string;
}

/** Field of a form for the flag that a remedy names. */
const FIELDS: Readonly<Record<string, string>> = {
  '--because': 'why',
  '--evidence': 'evidence',
  '--name': 'name',
  '--role': 'role',
  '--despite-risk': 'despite-risk',
  '--confirm': 'confirmation',
  '--to': 'recipient',
  '--method': 'method',
  '--at': 'sent',
};

/** A mistake at its field, in the words of a page; keys of questions are said as the questions. */
export function entryProblem(error: OperatorError): EntryProblem {
  const flag = /--[a-z][a-z-]*/.exec(error.remedy)?.[0];
  const field = error.thing.startsWith('answer to ')
    ? error.thing.slice('answer to '.length)
    : error.thing.startsWith('decision ') && flag === undefined
      ? 'decision'
      : FIELDS[flag ?? ''];
  const { why, remedy } = inWebWords(error);
  const sentence = /--confirm "(.*)"\.$/s.exec(error.remedy)?.[1];
  const says = sentence === undefined ? `${why} ${remedy}` : `${TEXTS.assessment.notWordForWord} ${sentence}`;
  return { ...(field !== undefined && { field }), says: maskIdentifierShapes(withQuestions(says)) };
}

const ASKS: ReadonlyMap<string, string> = new Map(QUESTIONS.map(({ key, ask }) => [key, ask]));

function withQuestions(text: string): string {
  return text
    .replace(/\b(contradicts|before|after) ([a-z-]+):/g, (all, word: string, key: string) => {
      const ask = ASKS.get(key);
      return ask === undefined ? all : `${word} “${ask}”`;
    })
    .replace(/\bAnswer first: ([a-z, -]+)\./, (_all, keys: string) => {
      const asks = keys.split(', ').map((key) => `“${ASKS.get(key) ?? key}”`);
      return `${TEXTS.assessment.answerFirst} ${asks.join(' ')}`;
    });
}
