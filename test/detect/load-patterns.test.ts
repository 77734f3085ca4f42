import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadPatterns } from '../../src/detect/index.ts';
import { OperatorError } from '../../src/model/index.ts';
import { PATTERNS, pack } from './setting.ts';

const GOOD = `id: badge
title: Badge number
classes: [protected-pii]
element: operator-defined
mask: last-four
sources:
  - { name: the agency, status: D }
shapes:
  - name: plain
    regex: 'B-\\d{6}'
    evidence: '3.0'
    says: B and six digits
examples:
  match:
    - { text: 'badge B-004412', why: plain }
  nonmatch:
    - { text: 'B-44', why: too short }
`;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'patterns-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function errorOf(text: string, name = 'badge.yaml'): OperatorError {
  writeFileSync(join(directory, name), text);
  try {
    loadPatterns([directory]);
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
  throw new Error('it loaded');
}

describe('bad pattern files', () => {
  test.each([
    ['a regex that RE2 rejects', GOOD.replace("'B-\\d{6}'", "'(?=x)B'"), 'badge.yaml:10', 'RE2 does not take'],
    ['a regex that matches nothing', GOOD.replace("'B-\\d{6}'", "'x*'"), 'badge.yaml:10', 'matches nothing'],
    ['no source', GOOD.replace('  - { name: the agency, status: D }', '  []'), 'badge.yaml:7', 'at least one source'],
    ['an unknown validator', `${GOOD}validator: mod-97-ish\n`, 'badge.yaml:18', 'no validator "mod-97-ish"'],
    ['an id that is not the file name', GOOD.replace('id: badge', 'id: bagde'), 'badge.yaml:1', 'not the file'],
    ['a misspelt key', `${GOOD}lables: [badge]\n`, 'badge.yaml', 'lables'],
    ['broken YAML', GOOD.replace('title: Badge number', 'title: [Badge'), 'badge.yaml', 'not YAML'],
    [
      'a shape that needs labels without any',
      GOOD.replace('    says:', '    where: labelled\n    says:'),
      'badge.yaml:12',
      'needs a label',
    ],
  ])('%s is named with its line and a remedy', (_what, text, thing, problem) => {
    const error = errorOf(text);
    expect(error.thing).toContain(thing);
    expect(error.message).toContain(problem);
    expect(error.remedy.length).toBeGreaterThan(5);
  });

  test('a directory without patterns and one that is not there are errors', () => {
    expect(() => loadPatterns([directory])).toThrow(OperatorError);
    expect(() => loadPatterns([join(directory, 'nowhere')])).toThrow(/cannot be listed/);
  });

  test('two files with one id are an error', () => {
    writeFileSync(join(directory, 'us-ssn.yaml'), readFileSync(join(PATTERNS, 'us/us-ssn.yaml')));
    expect(() => loadPatterns([PATTERNS, directory])).toThrow(/already used/);
  });
});

test('an operator folder adds its patterns and changes the digest', () => {
  writeFileSync(join(directory, 'badge.yaml'), GOOD);
  const both = loadPatterns([PATTERNS, directory]);
  expect(both.patterns.length).toBe(pack.patterns.length + 1);
  expect(both.digest).not.toBe(pack.digest);
  expect(loadPatterns([PATTERNS]).digest).toBe(pack.digest);
  expect(structuredClone(both)).toEqual(both);
});

test('leading zeros in a pattern file stay text', () => {
  writeFileSync(join(directory, 'badge.yaml'), GOOD.replace('badge B-004412', '0032698674'));
  expect(loadPatterns([directory]).patterns[0]?.examples.match[0]?.text).toBe('0032698674');
});
