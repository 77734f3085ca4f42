import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fastGlob from 'fast-glob';
import { describe, expect, it } from 'vitest';
import { OperatorError } from '../../src/model/index.ts';
import { inWebWords, webRemedy } from '../../src/review/web-remedy.ts';

const SRC = resolve(import.meta.dirname, '../../src');
/** Rooms whose mistakes a page can show. */
const ROOMS = ['breach', 'record', 'quarantine', 'preview', 'quality', 'report'];

describe('a remedy on a page', () => {
  it('never names a command or its flags', () => {
    const files = fastGlob.sync(`{${ROOMS}}/**/*.ts`, { cwd: SRC });
    const remedies = files.flatMap((file) =>
      [
        ...readFileSync(join(SRC, file), 'utf8').matchAll(
          /'([^'\n]*(?:\s--[a-z]|sharewarden [a-z]+ [a-z]|or: user)[^'\n]*)'/g,
        ),
      ]
        .map(([, text]) => `${text}`)
        .filter((text) => /^[A-Z]/.test(text)),
    );
    expect(remedies.length).toBeGreaterThan(15);
    for (const remedy of remedies) expect(webRemedy(remedy)).not.toMatch(/--[a-z]|sharewarden [a-z]/);
  });

  it('says what to do on the page, and stays as it is where it names neither', () => {
    expect(webRemedy('Say why, with --because.')).toBe('Give a reason, in a sentence.');
    expect(webRemedy('See: sharewarden breach decide --help')).toBe('Sign a decision first.');
    expect(webRemedy('Give a later day')).toBe('Give a later day');
    expect(
      inWebWords(new OperatorError('--people', 'is not a count or a range', 'Give a number, or lowest-highest.')),
    ).toEqual({
      why: 'The number of people is not a count or a range.',
      remedy: 'Give a number, or lowest-highest.',
    });
  });
});
