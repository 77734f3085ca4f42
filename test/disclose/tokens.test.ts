import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { checkTokens } from '../../src/disclose/worker/check-tokens.ts';
import { guessBudget } from '../../src/disclose/worker/guess-budget.ts';
import { tokenIn } from '../../src/disclose/worker/guess-hash.ts';

const DIGEST = createHash('sha256').update('489271234').digest('hex');

it.each([
  [DIGEST],
  [`sha256:${DIGEST}`],
  [`SHA-256: ${DIGEST}`],
  [`{${DIGEST}}`],
  [`${DIGEST.slice(0, 32)} ${DIGEST.slice(32)}`],
  [DIGEST.replace(/(..)(?!$)/g, '$1:')],
])('the digest in %s is seen', (cell) => expect(tokenIn(cell)).toBe(DIGEST));

it.each([['sha256:'], ['case: 4471'], ['a note of two words'], ['9f1c-22']])('%s stays as it is', (cell) =>
  expect(tokenIn(cell)).toBe(cell),
);

it('one digest among other cells stops, a few opaque codes among many do not', () => {
  const column = { place: 'column code', filled: 50, ssns: new Set(['489271234']), words: [], guesses: guessBudget() };
  const [stop] = checkTokens({ ...column, tokens: 1, sample: [DIGEST] });
  expect(stop?.check).toBe('guessable-pseudonym');
  expect(stop?.sentence).toContain('1 token (');
  expect(checkTokens({ ...column, tokens: 2, sample: ['Kx93hfj2LLq0', 'Kx93hfj2LLq1'] })).toEqual([]);
});

it('a run tries a bounded number of hashes, stops all the same, and says that the limit was reached', () => {
  const guesses = guessBudget(10_000);
  const sample = ['Kx93hfj2LLq0aZ81', 'Pw72hfj2LLq0aZ81'];
  const stops = Array.from({ length: 4 }, () =>
    checkTokens({ place: 'column code', filled: 2, tokens: 2, sample, ssns: new Set(), words: [], guesses }),
  ).flat();
  expect(stops.map(({ check }) => check)).toEqual(Array(4).fill('unknown-pseudonym'));
  expect(stops[0]?.sentence).toContain('limit');
  expect(stops.at(-1)?.sentence).toMatch(/\(0 hashes were tried, then the limit of this run was reached\)/);
});
