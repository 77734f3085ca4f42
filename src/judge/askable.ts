import { FACTS, NEEDS } from './fact-catalogue.ts';
import { FUNCTIONS } from './function-catalogue.ts';

/** One fact or function that a rule's condition may use. */
export interface Askable {
  /** As a condition writes it: `file.audience`, `found.has(string)`. */
  readonly asks: string;
  /** `string`, `int`, `bool` or `list<string>`. */
  readonly gives: string;
  readonly says: string;
  /** The only words that it can hold or take. */
  readonly words: readonly string[];
  /** What has to be known before it means anything; to be listed under `needs`. */
  readonly needs: readonly { readonly need: string; readonly says: string }[];
}

/** Everything that a condition may use, facts before functions. Pure. */
export function askables(): readonly Askable[] {
  const facts = Object.entries(FACTS).flatMap(([variable, fields]) =>
    Object.entries(fields).map(([field, { type, says, words = [], needs = [] }]) => ({
      asks: `${variable}.${field}`,
      ...{ gives: type as string, says, words, needs },
    })),
  );
  const functions = Object.values(FUNCTIONS).map(({ of = 'text', signature, says, words = [], needs = [] }) => {
    const [call = '', gives = ''] = signature.split(': ');
    return { asks: `${of}.${call.slice(call.indexOf('.') + 1)}`, gives, says, words, needs };
  });
  return [...facts, ...functions].map(({ needs, ...each }) => ({
    ...each,
    needs: needs.map((need) => ({ need, says: NEEDS[need] })),
  }));
}
