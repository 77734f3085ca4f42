import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { checkTokens } from '../../src/disclose/worker/check-tokens.ts';
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
  const column = { place: 'column code', filled: 50, ssns: new Set(['489271234']), words: [] };
  const [stop] = checkTokens({ ...column, tokens: 1, sample: [DIGEST] });
  expect(stop?.check).toBe('guessable-pseudonym');
  expect(stop?.sentence).toContain('1 tokens');
  expect(checkTokens({ ...column, tokens: 2, sample: ['Kx93hfj2LLq0', 'Kx93hfj2LLq1'] })).toEqual([]);
});
