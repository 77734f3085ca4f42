import { z } from 'zod';

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

/** One register: the file `<name>.csv` of the registers folder. */
export interface RegisterFile {
  readonly name: 'authorized-users' | 'retention-calendar' | 'legal-holds' | 'lost-media';
  readonly says: string;
  /** A row of the template, commented out. */
  readonly example: string;
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

/** The registers that rules ask for. A file that is not there leaves its register unknown. */
export const REGISTER_FILES: readonly RegisterFile[] = [
  {
    name: 'authorized-users',
    says: 'who may reach confidential information, with the day of the signed attestation and of the training',
    example: 'jdoe,wdb,2026-01-12,2026-01-10,2026-01-12,',
  },
  {
    name: 'retention-calendar',
    says: 'the last day on which records of a folder must be kept; the longest path decides',
    example: 'case-files,Closed/2021,2026-06-30,2 CFR 200.334',
  },
  {
    name: 'legal-holds',
    says: 'folders under a hold for litigation, audit or claim; a hold wins over every disposal',
    example: 'case-files,Closed/2021/Smith,audit 2026-04,',
  },
  { name: 'lost-media', says: 'shares that stand for a lost or stolen medium', example: 'usb-backup,2026-02-03' },
];

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
