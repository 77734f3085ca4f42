import type { Agreement, AgreementColumn } from './agreement.ts';

/** Types that may be written as nine digits: where one is permitted, such numbers are explained. */
const NINE_DIGITS: ReadonlySet<string> = new Set([
  'us-ssn',
  'us-itin',
  'us-atin',
  'us-ein',
  'aba-routing',
  'us-bank-account',
  'us-passport',
  'us-driver-license',
  'uscis-a-number',
  'case-management-id',
  'ui-claimant-id',
  'medical-record-number',
  'health-insurance-id',
]);

/** Whether the values of a column leave as they are. */
export function leavesAsItIs({ form }: AgreementColumn): boolean {
  return form === 'full' || form === 'suppress-small';
}

/** What an agreement says of nine digits and of names, in a column or in text: suspicions there need no answer. */
export interface Explained {
  readonly numbers: boolean;
  readonly names: boolean;
}

export function explainedIn(column: AgreementColumn): Explained {
  const told = column.holds !== undefined || !leavesAsItIs(column);
  const isZip = /^(?:zip|zip ?code|zip ?\+? ?4|postal code)$/i.test(column.name.replace(/[_-]/g, ' '));
  return {
    numbers: told || isZip || column.types.some((type) => NINE_DIGITS.has(type)),
    names: told || column.types.includes('person-name'),
  };
}

export function explainedInText({ textTypes }: Agreement): Explained {
  return {
    numbers: textTypes.some((type) => NINE_DIGITS.has(type)),
    names: textTypes.includes('person-name'),
  };
}
