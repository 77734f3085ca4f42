import { z } from 'zod';
import { LOCATION_CLASSES } from '../../model/index.ts';
import { AGREEMENT_KINDS, COVERED, HOLDER_TYPES } from '../fact-words.ts';

const DAY_MS = 86_400_000;
const required = z.string().min(1, 'is empty');
const optional = z.string();
const day = z.string().refine(isDay, 'is not a date like 2026-06-30');
const dayOrNone = z.string().refine((text) => text === '' || isDay(text), 'is not a date like 2026-06-30');
/** Folder or file below the share's root; empty for the whole share. */
const place = z
  .string()
  .refine(
    (text) => !/^\/|\\|^[A-Za-z]:|(^|\/)\.\.?(\/|$)/.test(text),
    'is not a path below the share, with / between folders',
  )
  .transform((text) => text.replace(/\/+$/, ''));

/** One of some words, or none. */
function oneOfOrNone<const Words extends readonly string[]>(words: Words) {
  return z
    .enum(['', ...words] as ['', ...Words], `is not one of ${words.join(', ')}`)
    .transform((text) => (text === '' ? undefined : (text as Words[number])));
}

export const authorizedUserRow = z.strictObject({
  account: required.transform((text) => text.toLowerCase()),
  employer_type: z.enum(['state', 'wdb', 'subrecipient'], 'is not state, wdb or subrecipient'),
  attestation_signed_on: dayOrNone,
  training_completed_on: dayOrNone,
  authorized_from: dayOrNone,
  authorized_to: dayOrNone,
});

export const retentionRow = z.strictObject({ share: required, path: place, retain_until: day, clause: optional });
export const legalHoldRow = z.strictObject({ share: required, path: place, matter: required, released_on: dayOrNone });
export const lostMediumRow = z.strictObject({ share: required, reported_on: dayOrNone });

export const placeRow = z.strictObject({
  share: required,
  path: place,
  class: oneOfOrNone(LOCATION_CLASSES),
  audience: oneOfOrNone(['owner', 'team', 'everyone', 'public']),
  holder: optional,
  holder_type: oneOfOrNone(HOLDER_TYPES),
  access_log: oneOfOrNone(['yes', 'no']),
  listed_as: optional,
});

export const agreementRow = z.strictObject({
  agreement: required,
  kind: z.enum(AGREEMENT_KINDS, `is not one of ${AGREEMENT_KINDS.join(', ')}`),
  covers: z.enum(COVERED, `is not one of ${COVERED.join(', ')}`),
  party: optional,
  share: required,
  path: place,
  signed_on: day,
  ends_on: dayOrNone,
  destroy_by: dayOrNone,
});

export const approvedDestinationRow = z.strictObject({
  destination: required,
  approved_on: dayOrNone,
  approved_until: dayOrNone,
});

export const loggedDisclosureRow = z.strictObject({
  party: required,
  share: required,
  path: place,
  disclosed_on: day,
  interest: required,
});

/** First millisecond (UTC) of a day like 2026-06-30. */
export function dayStartMs(text: string): number {
  return Date.parse(`${text}T00:00:00Z`);
}

/** Last millisecond (UTC) of a day like 2026-06-30. */
export function dayEndMs(text: string): number {
  return dayStartMs(text) + DAY_MS - 1;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = dayStartMs(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}
