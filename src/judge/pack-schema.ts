import { z } from 'zod';
import {
  AUDIENCES,
  ENCRYPTION_METHODS,
  LEGAL_CLASSES,
  LOCATION_CLASSES,
  OUTCOMES,
  SEVERITIES,
  UNREAD_REASONS,
} from '../model/index.ts';
import { NEEDS } from './fact-catalogue.ts';
import { COVERED, DOCUMENT_CLASSES, HOLDER_TYPES } from './fact-words.ts';

const words = z.string().trim().min(1);
const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, 'not a whole number')
  .transform(Number);
const yesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true');
const status = z.enum(['R', 'S', 'G', 'D']);
const severity = z.enum(SEVERITIES as [(typeof SEVERITIES)[number], ...(typeof SEVERITIES)[number][]]);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'not a date like 2020-04-08');
const needs = z.array(z.enum(Object.keys(NEEDS) as [keyof typeof NEEDS, ...(keyof typeof NEEDS)[]])).default([]);
const classesByName = z.record(words, z.array(z.enum(LEGAL_CLASSES)));

const given = z.strictObject({
  path: words.default('Case Files/intake.csv'),
  audience: z.enum(AUDIENCES).default('team'),
  location: z.enum(LOCATION_CLASSES).default('unregistered'),
  owner: words.optional(),
  age_hours: wholeNumber.default(48),
  outcome: z.enum(OUTCOMES).default('matched'),
  reason: z.enum(UNREAD_REASONS).optional(),
  encryption: z.enum(ENCRYPTION_METHODS).optional(),
  opened_by_password: z.enum(ENCRYPTION_METHODS).optional(),
  protection_only: yesOrNo.default(false),
  format: words.default('csv'),
  types: z.record(words, wholeNumber).default({}),
  paired: z.record(words, wholeNumber).default({}),
  in_column: z.record(words, words).default({}),
  in_file_name: z.array(words).default([]),
  documents: z.array(z.enum(DOCUMENT_CLASSES)).default([]),
  people: wholeNumber.optional(),
  neighbours: z.array(words).default([]),
  settings: z.record(words, words).default({}),
  authorized_users: z.array(words).optional(),
  retained_until_hours_ago: wholeNumber.optional(),
  retained_for_hours: wholeNumber.optional(),
  /** A second row of the calendar for the same folder. */
  also_retained_for_hours: wholeNumber.optional(),
  /** Accounts that can read the file; `*` at the end of the list: there may be others. */
  readers: z.array(words).optional(),
  holder_type: z.enum(HOLDER_TYPES).optional(),
  access_log: yesOrNo.optional(),
  agreements: z
    .array(
      z.strictObject({
        covers: z.enum(COVERED),
        party: words.optional(),
        signed_days_ago: wholeNumber.default(30),
        ended: yesOrNo.default(false),
        destroy_days_ago: wholeNumber.optional(),
      }),
    )
    .optional(),
  approved_destinations: z.array(words).optional(),
  disclosures_to: z.array(words).optional(),
  holds: z.array(z.string()).optional(),
  lost: yesOrNo.default(false),
});

const verdict = z.strictObject({
  when: words,
  needs,
  verdict: z.enum(['nothing', 'allowed', 'needs-review', 'violation', 'needs-assessment']),
  severity: severity.optional(),
  because: words.optional(),
});

const example = z.strictObject({
  name: words,
  given,
  expect: z.enum(['nothing', 'allowed', 'needs-review', 'violation', 'needs-assessment', 'cannot-tell']),
  severity: severity.optional(),
});

/** One rule file. The first entry of `verdicts` whose condition holds is the verdict. */
export const ruleSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'not a name like sr-05'),
  title: words,
  sentence: words,
  clause: words,
  status,
  status_note: words.optional(),
  classes: z.array(z.enum(LEGAL_CLASSES)),
  for: z.array(z.enum(OUTCOMES)).min(1).default(['matched']),
  applies: words,
  needs,
  verdicts: z.array(verdict).min(1),
  severity,
  escalate: z.array(z.strictObject({ when: words, severity })).default([]),
  action: words,
  destination: words.optional(),
  examples: z.array(example).min(3, 'a rule carries at least three examples'),
});

const issuance = z.strictObject({
  number: words,
  title: words,
  released: day,
  effective: day,
  /** Last day of an edition that another one follows. */
  effective_until: day.optional(),
  expires: words,
  rescinds: z.array(words),
  replaced_by: words.optional(),
  attachments: words,
  note: words,
});

/** `pack.yaml` of a policy pack. */
export const packSchema = z.strictObject({
  id: words,
  layer: z.enum(['state', 'local', 'subrecipient']),
  issuance,
  never_alone: z.array(words).default([]),
  only_with_name: z.array(words).default([]),
  document_classes: classesByName.default({}),
  example_classes: classesByName.default({}),
  bulk: z.array(z.strictObject({ over_people: wholeNumber, severity, status, why: words })).default([]),
  plan_keys: z.array(z.strictObject({ key: words, asks: words })).default([]),
  tightens: z
    .array(
      z.strictObject({
        rule: words,
        severity: severity.optional(),
        verdict: z.enum(['needs-review', 'violation', 'needs-assessment']).optional(),
        why: words,
      }),
    )
    .default([]),
});

export type RuleFile = z.output<typeof ruleSchema>;
export type PackFile = z.output<typeof packSchema>;
export type RuleExample = RuleFile['examples'][number];
