import { readFileSync } from 'node:fs';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { RULE_SETTINGS } from '../judge/index.ts';
import { LOCATION_CLASSES, nearestName, OperatorError } from '../model/index.ts';
import {
  areasSchema,
  mailConfigSchema,
  quarantineConfigSchema,
  revealConfigSchema,
  reviewConfigSchema,
} from './review-config.ts';

/** What rules ask of the operator, as the judge room lists it. */
const ruleSettings = z.strictObject(
  Object.fromEntries(
    RULE_SETTINGS.map(({ key, choices }) => [key, (choices ? z.enum(choices) : z.string().min(1)).optional()]),
  ),
);

const configSchema = z.strictObject({
  shares: z.array(z.strictObject({ name: z.string().min(1), path: z.string().min(1) })).optional(),
  locations: z
    .array(
      z.strictObject({
        path: z.string().min(1),
        class: z.enum(LOCATION_CLASSES).exactOptional(),
        audience: z.enum(['owner', 'team', 'everyone', 'public']).exactOptional(),
      }),
    )
    .optional(),
  include: z.array(z.string().min(1)).optional(),
  exclude: z.array(z.string().min(1)).optional(),
  threads: z.number().int().min(1).max(64).optional(),
  /** How long a scan may read: `6h`, `90m`. What it does not reach comes next night. */
  timeBudget: z.string().min(1).optional(),
  settings: ruleSettings.optional(),
  /** Folders of the operator's own pattern files, same schema as the built-in ones. */
  patterns: z.array(z.string().min(1)).optional(),
  /** Findings that were looked at and are allowed until a day, by fingerprint or by type and path. Never a value. */
  allow: z
    .array(
      z.strictObject({
        type: z.string().min(1),
        fingerprint: z.string().exactOptional(),
        path: z.string().min(1).exactOptional(),
        reason: z.string().min(1),
        until: z.string().min(1),
      }),
    )
    .optional(),
  /** Folders of further policy packs; they may only tighten. */
  policies: z.array(z.string().min(1)).optional(),
  /** Folder of the registers that custodians keep as CSV or YAML; `policy registers --init` writes them all. */
  registers: z.string().min(1).optional(),
  /** File with passwords to try on locked files, one a line, readable by its owner only. */
  passwords: z.string().min(1).exactOptional(),
  limits: z
    .strictObject({
      fileTimeoutSeconds: z.number().positive().max(86_400).optional(),
      memoryMegabytes: z.number().int().min(256).optional(),
      archiveDepth: z.number().int().min(1).max(100).optional(),
      archiveMembers: z.number().int().min(1).optional(),
      unpackedMegabytes: z.number().int().min(1).optional(),
    })
    .optional(),
  /** `postgres://user@host/database`: the record on a server. Keep the password out of this file. */
  store: z.string().min(1).exactOptional(),
  areas: areasSchema.optional(),
  review: reviewConfigSchema.optional(),
  mail: mailConfigSchema.optional(),
  reveal: revealConfigSchema.optional(),
  quarantine: quarantineConfigSchema.optional(),
  /** The agency's own targets for breach assessments; the law names none of them. */
  breach: z
    .strictObject({
      noticeTargetDays: z.number().int().min(1).max(365).exactOptional(),
      immediateHours: z.number().int().min(1).max(168).exactOptional(),
      /** What is the same for every incident of this agency; each can be answered otherwise in the record. */
      answers: z
        .strictObject({
          role: z.enum(['owner', 'holder']).exactOptional(),
          'eta-funded': z.enum(['yes', 'no']).exactOptional(),
          'fti-present': z.enum(['yes', 'no']).exactOptional(),
          'employer-type': z.enum(['state', 'board', 'subrecipient']).exactOptional(),
        })
        .exactOptional(),
    })
    .optional(),
  /** Plan keys by name; unset ones are shown as "not configured: Plan text needed". */
  plan: z.record(z.string(), z.string()).optional(),
});

/** The configuration file's content; every key is optional. */
export type Config = z.infer<typeof configSchema>;

/** Reads and checks a YAML configuration file. @throws OperatorError naming the file, the key and the nearest right one. */
export function readConfig(path: string): Config {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(
      path,
      `the configuration file cannot be read (${code})`,
      'Check --config, or its permissions',
    );
  }
  return checkConfig(path, parseYaml(path, text));
}

function parseYaml(path: string, text: string): unknown {
  try {
    return parse(text) ?? {};
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const line = error.linePos?.[0].line ?? 1;
    throw new OperatorError(`${path}:${line}`, `is not valid YAML: ${error.message.split('\n')[0]}`, 'Mend that line');
  }
}

function checkConfig(path: string, value: unknown): Config {
  const checked = configSchema.safeParse(value);
  if (checked.success) return checked.data;
  // A misspelt key may also be missed: its own name says more.
  const { issues } = checked.error;
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (!issue) throw checked.error;
  const at = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const known = knownKeys(issue.path);
    const near = nearestName(key, known);
    throw new OperatorError(
      path,
      `has an unknown key "${at ? `${at}.` : ''}${key}"`,
      near ? `Did you mean "${near}"?` : `Known keys: ${known.join(', ')}`,
    );
  }
  throw new OperatorError(path, `key "${at || 'the whole file'}": ${issue.message}`, 'See the README, "Configuration"');
}

/** The keys allowed at a path of the file; numbers are list positions. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  let schema: unknown = configSchema;
  for (const step of path)
    schema = unwrap(typeof step === 'number' ? elementOf(schema) : shapeOf(schema)[String(step)]);
  return Object.keys(shapeOf(schema));
}

function unwrap(schema: unknown): unknown {
  return schema instanceof z.ZodOptional ? schema.unwrap() : schema;
}

function elementOf(schema: unknown): unknown {
  return schema instanceof z.ZodArray ? schema.element : schema;
}

function shapeOf(schema: unknown): Record<string, unknown> {
  return schema instanceof z.ZodObject ? schema.shape : {};
}
