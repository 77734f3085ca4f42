import type { z } from 'zod';
import { suggestion } from '../model/index.ts';
import { LEGAL_BASIS_NAMES } from './legal-bases.ts';

type Issue = z.core.$ZodIssue;

/** Names by which people know a legal basis, and what it is called here. */
const BASES_BY_NAME: readonly (readonly [RegExp, string])[] = [
  [
    /ferpa|education/i,
    'FERPA is 34-cfr-99.35 for an audit or evaluation and 34-cfr-99.30 for the consent of the person',
  ],
  [/\bu[ci]\b|unemployment|603/i, 'unemployment compensation data go under 20-cfr-603.10'],
  [/\bvr\b|rehab|361/i, 'vocational rehabilitation records go under 34-cfr-361.38'],
  [/sunshine|rsmo|610/i, 'closed records go to another executive agency under rsmo-610.032'],
];

const EXPECTED: Readonly<Record<string, string>> = {
  object: 'keys with values are expected here (key: value)',
  array: 'a list is expected here ([one, another])',
  string: 'a text is expected here',
  number: 'a number is expected here',
  int: 'a whole number is expected here',
  boolean: 'true or false is expected here',
};

/**
 * What is wrong with a value of a YAML file and, where that can be told, the nearest right one. Pure.
 * @param given what the file has there
 * @param knownKeys keys that the file may have anywhere
 */
export function yamlMistake(issue: Issue | undefined, given: unknown, knownKeys: readonly string[]): string {
  if (!issue) return 'is not as it should be';
  switch (issue.code) {
    case 'invalid_type':
      return given === undefined ? 'is missing' : (EXPECTED[issue.expected] ?? issue.message);
    case 'invalid_value': {
      const values = issue.values.map(String);
      const known = issue.path.at(-1) === 'basis' ? basisNamed(given) : undefined;
      if (given === undefined) return `is missing; it is one of ${values.join(', ')}`;
      return `"${String(given)}" is none of ${values.join(', ')}${known ? `; ${known}` : suggestion(String(given), values)}`;
    }
    case 'unrecognized_keys':
      return issue.keys.map((key) => `"${key}" is no key${suggestion(key, knownKeys)}`).join('; ');
    case 'too_small':
      return /^Too small/.test(issue.message) ? `is too short or too small (at least ${issue.minimum})` : issue.message;
    default:
      return issue.message;
  }
}

/** What a file that was read from YAML has at the place of an issue. Pure. */
export function valueAt(whole: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    whole,
  );
}

function basisNamed(given: unknown): string | undefined {
  const name = String(given);
  return (
    BASES_BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ??
    (suggestion(name, LEGAL_BASIS_NAMES) === '' ? 'docs/disclosure.md says what each asks for' : undefined)
  );
}
