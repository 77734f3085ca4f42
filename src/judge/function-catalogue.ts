import { FINDING_TYPES, LEGAL_CLASSES } from '../model/index.ts';
import type { NeedName } from './fact-catalogue.ts';
import { COVERED, DOCUMENT_CLASSES } from './fact-words.ts';

/** A function that a condition may call. */
export interface FunctionDefinition {
  /** The variable it belongs to; a function of text belongs to none. */
  readonly of?: 'found' | 'neighbours' | 'agreements';
  readonly signature: string;
  /** What it is called towards people; `{0}` is its first argument, `{receiver}` the fact that it looks at. */
  readonly says: string;
  /** What has to be known before its answer means anything. */
  readonly needs?: readonly NeedName[];
  /** The only words its arguments may be. */
  readonly words?: readonly string[];
}

export const FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  count: { of: 'found', signature: 'map.count(string): int', says: 'findings of {0}', words: FINDING_TYPES },
  distinct: {
    of: 'found',
    signature: 'map.distinct(string): int',
    says: 'different values of {0}',
    words: FINDING_TYPES,
  },
  has: { of: 'found', signature: 'map.has(string): bool', says: 'has {0}', words: FINDING_TYPES },
  paired: {
    of: 'found',
    signature: 'map.paired(string): int',
    says: 'records that name a person beside {0}',
    words: FINDING_TYPES,
  },
  inFileName: {
    of: 'found',
    signature: 'map.inFileName(string): bool',
    says: '{0} in the file name',
    words: FINDING_TYPES,
  },
  inColumn: {
    of: 'found',
    signature: 'map.inColumn(string, list<string>): bool',
    says: '{0} in a column called {1}',
    words: FINDING_TYPES,
  },
  hasClass: {
    of: 'found',
    signature: 'map.hasClass(string): bool',
    says: 'has data of the class {0}',
    words: LEGAL_CLASSES,
  },
  hasClassBeside: {
    of: 'found',
    signature: 'map.hasClassBeside(string, string): bool',
    says: 'has data of the class {0} beside {1}',
    words: LEGAL_CLASSES,
  },
  isProtected: {
    of: 'found',
    signature: 'map.isProtected(): bool',
    says: 'has protected personal data, as far as it was read',
  },
  isDocument: { of: 'found', signature: 'map.isDocument(string): bool', says: 'is a {0}', words: DOCUMENT_CLASSES },
  anyWithWord: {
    of: 'neighbours',
    signature: 'map.anyWithWord(list<string>, list<string>): bool',
    says: 'a file beside it is named with one of: {0}',
  },
  anyWithExtension: {
    of: 'neighbours',
    signature: 'map.anyWithExtension(list<string>): bool',
    says: 'a file beside it ends with one of: {0}',
  },
  hasAnyWord: { signature: 'string.hasAnyWord(list<string>): bool', says: '{receiver} has one of the words: {0}' },
  hasPhrase: { signature: 'string.hasPhrase(string): bool', says: '{receiver} has the phrase: {0}' },
  inForce: {
    of: 'agreements',
    signature: 'map.inForce(string): bool',
    says: 'an agreement, consent or request for {0} is in force here',
    needs: ['registers.agreements'],
    words: COVERED,
  },
  daysSinceSigned: {
    of: 'agreements',
    signature: 'map.daysSinceSigned(string): int',
    says: 'days since the agreement, consent or request for {0} was signed',
    needs: ['registers.agreements'],
    words: COVERED,
  },
  destroyDayPassed: {
    of: 'agreements',
    signature: 'map.destroyDayPassed(string): bool',
    says: 'the day by which an agreement for {0} asks for destruction has passed',
    needs: ['registers.agreements'],
    words: COVERED,
  },
};
