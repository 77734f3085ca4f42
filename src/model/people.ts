/**
 * Distinct people behind the records of a file or of several files.
 * `lower` merges everything that may be one person; `upper` merges only what the same SSN (or ITIN) proves;
 * `likely` merges same SSN, and same name with same birth date.
 */
export interface PeopleCount {
  readonly lower: number;
  readonly likely: number;
  readonly upper: number;
}

/**
 * People of one file, one packed row each, so that a million people cost 40 MB and no objects.
 * Row layout, little-endian: 8 bytes keyed fingerprint of SSN or ITIN · 8 bytes of name + birth date · 8 bytes of name ·
 * 8 bytes element bits (`ELEMENT_TYPES` index) · 1 byte state of residence (`RESIDENCE_STATES` index, 0 unknown) ·
 * 1 byte flags (1 minor, 2 deceased) · 6 bytes zero. An absent key is all zero.
 */
export interface PeopleLedger {
  readonly rows: Uint8Array;
}

export const PERSON_ROW_BYTES = 40;

/** Element types that a person's record can hold. Append only: the position is stored. */
export const ELEMENT_TYPES = [
  'person-name',
  'us-ssn',
  'us-itin',
  'us-atin',
  'us-driver-license',
  'us-passport',
  'uscis-a-number',
  'uscis-receipt',
  'dod-id',
  'payment-card',
  'payment-card-code',
  'us-bank-account',
  'iban',
  'date-of-birth',
  'phone-number',
  'email-address',
  'postal-address',
  'medicare-mbi',
  'medical-record-number',
  'health-insurance-id',
  'medical-term',
  'disability-term',
  'ui-wage-record',
  'case-management-id',
  'ui-claimant-id',
  'education-record',
  'criminal-record',
  'mothers-maiden-name',
  'place-of-birth',
  'marital-status',
  'username-password',
  'us-ssn-last-four',
  'us-ssn-masked',
  'us-ein',
  'aba-routing',
  'us-npi',
  'dea-number',
  'private-key',
  'api-secret',
  'ip-address',
  'operator-defined',
] as const;

/** Types whose findings are another element in a person's record: an SSN of which six or seven digits show is one for the law. */
const KEPT_UNDER: Readonly<Record<string, string>> = { 'us-ssn-partly-masked': 'us-ssn' };

/** Types of findings that rules and law may name. */
export const FINDING_TYPES = [...ELEMENT_TYPES, 'us-ssn-partly-masked'] as const;

/** The element under which findings of a type are kept in a person's record. */
export function elementOf(type: string): string {
  return KEPT_UNDER[type] ?? type;
}

/** Index 0 means unknown; then the states and territories by USPS code, append only. */
export const RESIDENCE_STATES = [
  '',
  'AL',
  'AK',
  'AZ',
  'AR',
  'CA',
  'CO',
  'CT',
  'DE',
  'DC',
  'FL',
  'GA',
  'HI',
  'ID',
  'IL',
  'IN',
  'IA',
  'KS',
  'KY',
  'LA',
  'ME',
  'MD',
  'MA',
  'MI',
  'MN',
  'MS',
  'MO',
  'MT',
  'NE',
  'NV',
  'NH',
  'NJ',
  'NM',
  'NY',
  'NC',
  'ND',
  'OH',
  'OK',
  'OR',
  'PA',
  'RI',
  'SC',
  'SD',
  'TN',
  'TX',
  'UT',
  'VT',
  'VA',
  'WA',
  'WV',
  'WI',
  'WY',
  'PR',
  'GU',
  'VI',
  'AS',
  'MP',
] as const;

export const PERSON_FLAG_MINOR = 1;
export const PERSON_FLAG_DECEASED = 2;
