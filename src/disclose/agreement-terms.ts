import { z } from 'zod';

export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is written year-month-day');
export const word = z.string().trim().min(1);

/** The part of an agreement that a legal basis asks about. */
export const termsSchema = z.strictObject({
  recipient: word,
  begins: day,
  /** Day until which the recipient must have destroyed it; 34 CFR 99.35 agreements must say it. */
  destroyBy: day.optional(),
  recipientType: z
    .enum([
      'public-official',
      'agent-of-public-official',
      'contractor-of-public-official',
      'executive-agency',
      'authorized-representative',
      'private-party',
    ])
    .optional(),
  /** What the recipient is bound to. */
  safeguards: z
    .array(z.enum(['purpose-limited', 'secure-storage', 'access-limited', 'personnel-instructed', 'disposal', 'audit']))
    .optional(),
  terms: z
    .array(z.enum(['need-to-know', 'request-methods', 'payment', 'inspection', 'termination', 'official-responsible']))
    .optional(),
  redisclosure: z.enum(['forbidden', 'with-consent', 'allowed']).optional(),
  use: z.enum(['program-administration', 'audit', 'evaluation', 'research', 'required-by-law', 'other']).optional(),
  /** The consent that is on file. */
  consent: z.strictObject({ signedOn: day, records: word, purpose: word, recipients: z.array(word).min(1) }).optional(),
  /** The request that is on file: the duty, and by name and capacity who receives the data. */
  request: z.strictObject({ duty: word, persons: z.array(word) }).optional(),
});

export type AgreementTerms = z.infer<typeof termsSchema>;
