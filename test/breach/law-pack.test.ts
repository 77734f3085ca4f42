import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadLaw } from '../../src/breach/index.ts';

const SHIPPED = new URL('../../policies/law', import.meta.url).pathname;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sharewarden-law-'));
  cpSync(SHIPPED, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the law as data', () => {
  it('holds every letter and threshold with its mark', () => {
    const { statute, federal } = loadLaw();
    expect(statute.elements.map(({ letter }) => letter)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(Object.values(statute.thresholds).map(({ more_than, status }) => [more_than, status])).toEqual([
      [1000, 'R'],
      [100_000, 'R'],
      [150_000, 'R'],
    ]);
    expect(statute.no_notice_retention_years.years).toBe(5);
    expect(federal.eta.status).toBe('G');
    expect(federal.neighbour_states.every(({ status }) => status === 'S')).toBe(true);
  });

  it.each([
    [
      'threshold that is no number',
      'more_than: 1000,',
      'more_than: many,',
      /attorney_general_consumers\.more_than: not a whole number/,
    ],
    ['type that nobody finds', 'types: [us-ssn, us-ssn-partly-masked]', 'types: [us-snn]', /elements\.0\.types\.0/],
    ['mark that does not exist', 'status: R', 'status: Q', /status/],
    ['not YAML', 'elements:', 'elements: [', /cannot be read/],
  ])('refuses a %s, naming file and entry', (_what, from, to, says) => {
    const path = join(folder, 'mo-407-1500.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
    expect(() => loadLaw(folder)).toThrow(says);
    expect(() => loadLaw(folder)).toThrow(/mo-407-1500\.yaml/);
  });

  it('refuses a folder without it', () => {
    expect(() => loadLaw('/nonexistent')).toThrow(/cannot be read/);
  });
});
