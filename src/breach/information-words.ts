import type { ScanFacts } from './scan-facts.ts';

const WORDS: Readonly<Record<string, string>> = {
  'us-ssn': 'Social Security number',
  'us-ssn-last-four': 'last four digits of a Social Security number',
  'us-ssn-partly-masked': 'most digits of a Social Security number',
  'us-ssn-masked': 'part of a Social Security number',
  'us-itin': 'taxpayer number (ITIN)',
  'us-atin': 'adoption taxpayer number (ATIN)',
  'us-ein': 'employer number (EIN)',
  'dod-id': 'Department of Defense number',
  'uscis-a-number': 'alien registration number',
  'uscis-receipt': 'immigration receipt number',
  'us-driver-license': 'driver license number',
  'us-passport': 'passport number',
  'us-npi': 'provider number (NPI)',
  'dea-number': 'provider number (DEA)',
  'medicare-mbi': 'Medicare number',
  'ui-wage-record': 'wage record',
  'ui-claimant-id': 'unemployment claimant number',
  'medical-term': 'medical information',
  'disability-term': 'information on a disability',
  'person-name': 'name',
  iban: 'international bank account number',
  'us-bank-account': 'bank account number',
  'aba-routing': 'bank routing number',
  'ip-address': 'internet address',
  'api-secret': 'secret of a program',
};

/** Kind of information in the words of a letter. */
export function informationWords(type: string): string {
  return WORDS[type] ?? type.replaceAll('-', ' ');
}

/** Kinds of information in the words of a letter. */
export function informationOf({ elements }: Pick<ScanFacts, 'elements'>): readonly string[] {
  return elements.map(({ type }) => informationWords(type));
}
