import { Environment } from '@marcbachmann/cel-js';
import { daysSinceSigned, destroyDayPassed, isInForce } from './agreement-facts.ts';
import { FACTS } from './fact-catalogue.ts';
import type { Found, Neighbours } from './facts.ts';
import {
  countOf,
  distinctOf,
  hasClass,
  hasClassBeside,
  isProtected,
  pairedOf,
  standsInColumn,
  standsInFileName,
} from './found-facts.ts';
import { FUNCTIONS } from './function-catalogue.ts';
import type { JudgeInput } from './judge-input.ts';
import { extensionOf, hasAnyWord, hasPhrase } from './words.ts';

type Handler = (...args: never[]) => unknown;

const HANDLERS: Readonly<Record<keyof typeof FUNCTIONS, Handler>> = {
  count: (found: Found, type: string) => BigInt(countOf(found, type)),
  distinct: (found: Found, type: string) => BigInt(distinctOf(found, type)),
  has: (found: Found, type: string) => countOf(found, type) > 0,
  paired: (found: Found, type: string) => BigInt(pairedOf(found, type)),
  inFileName: standsInFileName,
  inColumn: standsInColumn,
  hasClass,
  hasClassBeside,
  isProtected,
  isDocument: (found: Found, document: string) => found.reading.documentClasses.includes(document),
  anyWithWord,
  anyWithExtension,
  hasAnyWord,
  hasPhrase,
  inForce: isInForce,
  daysSinceSigned: (input: JudgeInput, covers: string) => BigInt(daysSinceSigned(input, covers)),
  destroyDayPassed,
};

/**
 * The environment in which rule conditions are checked and run: exactly the facts of `FACTS` and the functions of
 * `FUNCTIONS`, so that a misspelt fact cannot compile. Common Expression Language: https://github.com/google/cel-spec
 */
export function ruleEnvironment(): Environment {
  const environment = new Environment();
  environment.registerVariable('found', 'map');
  environment.registerVariable('neighbours', 'map');
  environment.registerVariable('agreements', 'map');
  for (const [variable, fields] of Object.entries(FACTS)) {
    const schema = Object.fromEntries(Object.entries(fields).map(([field, fact]) => [field, fact.type]));
    environment.registerVariable(variable, { schema });
  }
  for (const [name, { signature }] of Object.entries(FUNCTIONS)) {
    const handler = HANDLERS[name];
    if (handler === undefined) throw new Error(`no handler for ${name}`);
    environment.registerFunction(signature, handler as (...args: unknown[]) => unknown);
  }
  environment.registerFunction('counted(int, string, string): string', (count: bigint, one: string, many: string) =>
    count === 1n ? `1 ${one}` : `${count.toLocaleString('en-US')} ${many}`,
  );
  return environment;
}

/** Names of one folder that match, looked up once per folder and question: a folder of 100,000 archives stays linear. */
const matchesByFolder = new WeakMap<readonly string[], Map<string, readonly string[]>>();

function anyOther({ names, own }: Neighbours, question: string, holds: (name: string) => boolean): boolean {
  let byQuestion = matchesByFolder.get(names);
  if (byQuestion === undefined) {
    byQuestion = new Map();
    matchesByFolder.set(names, byQuestion);
  }
  let matches = byQuestion.get(question);
  if (matches === undefined) {
    matches = names.filter(holds);
    byQuestion.set(question, matches);
  }
  return matches.some((name) => name !== own);
}

function anyWithWord(neighbours: Neighbours, words: readonly string[], except: readonly string[]): boolean {
  const holds = (name: string): boolean => hasAnyWord(name, words) && !hasAnyWord(name, except);
  return anyOther(neighbours, `word ${words.join()} not ${except.join()}`, holds);
}

function anyWithExtension(neighbours: Neighbours, extensions: readonly string[]): boolean {
  return anyOther(neighbours, `extension ${extensions.join()}`, (name) => extensions.includes(extensionOf(name)));
}
