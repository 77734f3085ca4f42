import { CENSUS_GIVEN_NAMES, CENSUS_SURNAMES } from './census-names.ts';
import { MORE_GIVEN_NAMES, MORE_SURNAMES } from './more-names.ts';
import { EVERYDAY_NAMES, ORGANIZATION_WORDS, UNIT_WORDS } from './name-words.ts';

/** What a word can be in a person's name. Lower-case ASCII words. */
export interface NameLexicon {
  readonly given: ReadonlySet<string>;
  readonly surnames: ReadonlySet<string>;
  readonly everyday: ReadonlySet<string>;
  readonly organization: ReadonlySet<string>;
  /** Of a part of an organization: rule a name out where no word of it is a known name. */
  readonly units: ReadonlySet<string>;
}

let loaded: NameLexicon | undefined;

/** The word sets, built when they are first needed (about 10 ms, 3 MB). */
export function nameLexicon(): NameLexicon {
  loaded ??= {
    given: new Set(`${CENSUS_GIVEN_NAMES} ${MORE_GIVEN_NAMES}`.split(' ')),
    surnames: new Set(`${CENSUS_SURNAMES} ${MORE_SURNAMES}`.split(' ')),
    everyday: new Set(EVERYDAY_NAMES.split(' ')),
    organization: new Set(ORGANIZATION_WORDS.split(' ')),
    units: new Set(UNIT_WORDS.split(' ')),
  };
  return loaded;
}
