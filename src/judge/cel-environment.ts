import { Environment } from '@marcbachmann/cel-js';
import RE2 from 're2';
import { FACTS, FUNCTIONS } from './fact-catalogue.ts';
import { Found, Neighbours } from './facts.ts';
import {
  countOf,
  distinctOf,
  hasClass,
  hasClassBeside,
  isProtected,
  pairedOf,
  standsInFileName,
} from './found-facts.ts';

type Handler = (...args: never[]) => unknown;

const HANDLERS: Readonly<Record<keyof typeof FUNCTIONS, Handler>> = {
  count: (found: Found, type: string) => BigInt(countOf(found, type)),
  distinct: (found: Found, type: string) => BigInt(distinctOf(found, type)),
  has: (found: Found, type: string) => countOf(found, type) > 0,
  paired: (found: Found, type: string) => BigInt(pairedOf(found, type)),
  inFileName: standsInFileName,
  hasClass,
  hasClassBeside,
  isProtected,
  isDocument: (found: Found, document: string) => found.reading.documentClasses.includes(document),
  anyNamed: anyNeighbourNamed,
  like: (text: string, pattern: string) => compiled(pattern).test(text),
};

/**
 * The environment in which rule conditions are checked and run: exactly the facts of `FACTS` and the functions of
 * `FUNCTIONS`, so that a misspelt fact cannot compile. Common Expression Language: https://github.com/google/cel-spec
 */
export function ruleEnvironment(): Environment {
  const environment = new Environment();
  environment.registerType('Found', { ctor: Found, fields: {} });
  environment.registerType('Neighbours', { ctor: Neighbours, fields: {} });
  environment.registerVariable('found', 'Found');
  environment.registerVariable('neighbours', 'Neighbours');
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

const patterns = new Map<string, RE2>();

function compiled(pattern: string): RE2 {
  const known = patterns.get(pattern);
  if (known) return known;
  const made = new RE2(pattern, 'iu');
  patterns.set(pattern, made);
  return made;
}

/** Names of one folder that match, looked up once per folder and pattern: a folder of 100,000 archives stays linear. */
const matchesByFolder = new WeakMap<readonly string[], Map<string, readonly string[]>>();

function anyNeighbourNamed(neighbours: Neighbours, pattern: string, except: string): boolean {
  let byPattern = matchesByFolder.get(neighbours.names);
  if (byPattern === undefined) {
    byPattern = new Map();
    matchesByFolder.set(neighbours.names, byPattern);
  }
  const key = `${pattern}\n${except}`;
  let matches = byPattern.get(key);
  if (matches === undefined) {
    matches = neighbours.names.filter(
      (name) => compiled(pattern).test(name) && !(except && compiled(except).test(name)),
    );
    byPattern.set(key, matches);
  }
  return matches.some((name) => name !== neighbours.own);
}
