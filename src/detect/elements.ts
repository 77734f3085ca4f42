import { ELEMENT_TYPES } from '../model/index.ts';

export type ElementType = (typeof ELEMENT_TYPES)[number];

const INDEX: ReadonlyMap<string, number> = new Map(ELEMENT_TYPES.map((element, index) => [element, index]));

/** Position of an element in `ELEMENT_TYPES`; that of `operator-defined` for unknown ones. */
export function elementIndex(element: string): number {
  return INDEX.get(element) ?? (INDEX.get('operator-defined') as number);
}

/** Elements that belong to one person, so that a name close by is that person's. */
export const ANCHOR_ELEMENTS: ReadonlySet<ElementType> = new Set<ElementType>([
  'us-ssn',
  'us-itin',
  'us-atin',
  'us-driver-license',
  'us-passport',
  'uscis-a-number',
  'uscis-receipt',
  'dod-id',
  'payment-card',
  'us-bank-account',
  'iban',
  'date-of-birth',
  'medicare-mbi',
  'medical-record-number',
  'health-insurance-id',
  'ui-wage-record',
  'case-management-id',
  'ui-claimant-id',
  'education-record',
  'criminal-record',
  'us-ssn-last-four',
  'us-ssn-masked',
  'medical-term',
  'disability-term',
  'operator-defined',
]);
