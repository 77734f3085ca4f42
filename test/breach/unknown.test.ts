import { describe, expect, it } from 'vitest';
import { decideRoute } from '../../src/breach/decide-route.ts';
import { type AnswerKey, type Answers, loadLaw, propose, type ScanFacts } from '../../src/breach/index.ts';
import { factsOf, people } from './scan-facts-sample.ts';

const law = loadLaw();
const YES_NO = ['unknown', 'yes', 'no'];

/** `unknown` is the first value of each. */
const ROUTE_ANSWERS: readonly (readonly [AnswerKey, readonly string[]])[] = [
  ['computerized', YES_NO],
  ['good-faith', YES_NO],
  ['misused', YES_NO],
  ['names-beside', YES_NO],
  ['encrypted', YES_NO],
  ['key-exposed', YES_NO],
  ['redacted', YES_NO],
  ['accessed', YES_NO],
  ['acquired', YES_NO],
  ['no-access-proven', YES_NO],
  ['harm', ['unknown', 'reasonably-likely', 'not-reasonably-likely']],
  ['harm-signed-by', ['unknown', 'R. Vance']],
];

const DUTY_ANSWERS: typeof ROUTE_ANSWERS = [
  ['role', ['unknown', 'owner', 'holder']],
  ['fti-present', YES_NO],
  ['eta-funded', YES_NO],
  ['contacts-missing', YES_NO],
  ['notified-at-one-time', ['unknown', '1000', '1001', '150001']],
  ['notice-cost-usd', ['unknown', '100000', '100001']],
  ['law-enforcement-hold', YES_NO],
  ['law-enforcement-officer', ['unknown', 'Sgt. Ames']],
  ['law-enforcement-agency', ['unknown', 'Highway Patrol']],
  ['harm', ['unknown', 'reasonably-likely']],
];

/** Every combination of answers, in an order in which a key's values lie one stride apart. */
function everyCombination(keys: typeof ROUTE_ANSWERS, visit: (answers: Answers, index: number) => void): number {
  const total = keys.reduce((product, [, values]) => product * values.length, 1);
  for (let index = 0; index < total; index++) {
    let rest = index;
    const answers: Record<string, string> = {};
    for (const [key, values] of keys) {
      answers[key] = values[rest % values.length] ?? 'unknown';
      rest = Math.floor(rest / values.length);
    }
    visit(answers, index);
  }
  return total;
}

/** Pairs of a combination in which a key is unknown, and the same one with another value of the key. */
function* unknownAgainstKnown(keys: typeof ROUTE_ANSWERS, total: number): Generator<readonly [number, number]> {
  let stride = 1;
  for (const [, values] of keys) {
    for (let index = 0; index < total; index++) {
      if (Math.floor(index / stride) % values.length !== 0) continue;
      for (let value = 1; value < values.length; value++) yield [index, index + value * stride];
    }
    stride *= values.length;
  }
}

const nothingNamed = { letters: [], people: people(0), residents: {}, typesFound: [] };
/** Good faith ends the path before anything that the facts change. */
const AFTER_GOOD_FAITH = ROUTE_ANSWERS.filter(([key]) => key !== 'good-faith' && key !== 'misused');
const SITUATIONS: readonly (readonly [string, ScanFacts, typeof ROUTE_ANSWERS])[] = [
  ['names beside numbers in files', factsOf(3), ROUTE_ANSWERS],
  [
    'numbers without recognized names',
    factsOf(3, { statutory: { ...nothingNamed, typesFound: ['us-ssn'] } }),
    AFTER_GOOD_FAITH,
  ],
  ['nothing read, parts unread', factsOf(3, { statutory: nothingNamed, unreadParts: 1 }), AFTER_GOOD_FAITH],
  [
    'only redacted numbers, parts unread',
    factsOf(3, { statutory: nothingNamed, onlyRedacted: true, unreadParts: 1 }),
    AFTER_GOOD_FAITH,
  ],
  ['told by a person, no files', factsOf(3, { files: 0 }), AFTER_GOOD_FAITH],
];

describe('unknown never takes the lenient branch', { timeout: 240_000 }, () => {
  // Key by key over all combinations of all others is every combination of unknowns.
  it.each(SITUATIONS)('on the route, in every combination of answers: %s', (_what, facts, keys) => {
    const lenient: boolean[] = [];
    const total = everyCombination(keys, (answers) => {
      const { route } = decideRoute({ facts, answers, law });
      lenient.push(route !== 'assess' && route !== 'notify-consumers');
    });
    expect(total).toBeGreaterThanOrEqual(39_366);
    const wrong: number[] = [];
    for (const [unknown, known] of unknownAgainstKnown(keys, total))
      if (lenient[unknown] && !lenient[known]) wrong.push(unknown);
    expect(wrong).toEqual([]);
    expect(lenient.some((each) => each)).toBe(true);
  });

  it('in the duties: unknown owes what any answer owes, and allows nothing that any answer forbids', () => {
    const facts = factsOf(150_001, { regimes: ['uc-wage'] });
    const owed: ReadonlySet<string>[] = [];
    const allowed: ReadonlySet<string>[] = [];
    const total = everyCombination(DUTY_ANSWERS, (answers) => {
      const { duties, delayed } = propose(facts, answers, law);
      const names = duties.map(({ duty }) => duty);
      owed.push(new Set(names.filter((duty) => duty !== 'substitute-notice-allowed')));
      allowed.push(
        new Set([...names.filter((duty) => duty === 'substitute-notice-allowed'), ...(delayed ? ['delay'] : [])]),
      );
    });
    const wrong: string[] = [];
    for (const [unknown, known] of unknownAgainstKnown(DUTY_ANSWERS, total)) {
      for (const duty of owed[known] ?? []) if (!owed[unknown]?.has(duty)) wrong.push(`${known} owes ${duty}`);
      for (const leave of allowed[unknown] ?? [])
        if (!allowed[known]?.has(leave)) wrong.push(`${unknown} allows ${leave}`);
    }
    expect(wrong).toEqual([]);
  });
});
