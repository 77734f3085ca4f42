/**
 * Legal classes of identifiers, kept apart on purpose: a card number alone is protected PII (2 CFR 200.1) and not
 * statutory personal information (RSMo 407.1500.1(9)(c)).
 */
export const LEGAL_CLASSES = [
  'statutory-pi-mo',
  'protected-pii',
  'medical',
  'uc-wage',
  'education',
  'vr',
  'fti',
  'credential',
  'non-sensitive',
] as const;

export type LegalClass = (typeof LEGAL_CLASSES)[number];
